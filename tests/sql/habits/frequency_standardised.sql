-- Interactions, active customers, orders and net amount by month, with interactions against the mean of all months.
SELECT *, interactions / avg(interactions) OVER () * 100 AS "index",
       (interactions - avg(interactions) OVER ()) / stddev_samp(interactions) OVER () AS z
FROM (SELECT date_trunc('month', time)::DATE AS period, count(*) AS interactions, count(DISTINCT customer) AS customers,
             count(*) / count(DISTINCT customer) AS per_customer,
             count(*) / count(DISTINCT customer) / date_diff('day', period, period + INTERVAL 1 MONTH) * 30 AS per_30_days,
             count(*) FILTER (event = 'purchase') AS orders, coalesce(sum(amount), 0)::DOUBLE AS amount
      FROM events GROUP BY period)
ORDER BY period;
