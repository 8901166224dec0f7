-- Interactions, active customers, orders and net amount by month and channel.
SELECT * FROM (
  SELECT date_trunc('month', time)::DATE AS period, coalesce(channel, '(none)') AS channel, count(*) AS interactions,
         count(DISTINCT customer) AS customers, count(*) / count(DISTINCT customer) AS per_customer,
         count(*) / count(DISTINCT customer) / date_diff('day', period, period + INTERVAL 1 MONTH) * 30 AS per_30_days,
         count(*) FILTER (event = 'purchase') AS orders, coalesce(sum(amount), 0)::DOUBLE AS amount
  FROM events GROUP BY 1, 2)
ORDER BY period, channel = '(none)', channel;
