-- Interactions, active customers, orders, net amount and the sum of the events' weights by month.
SELECT date_trunc('month', time)::DATE AS period, count(*) AS interactions, count(DISTINCT customer) AS customers,
       count(*) / count(DISTINCT customer) AS per_customer,
       count(*) / count(DISTINCT customer) / date_diff('day', period, period + INTERVAL 1 MONTH) * 30 AS per_30_days,
       count(*) FILTER (event = 'purchase') AS orders, coalesce(sum(amount), 0)::DOUBLE AS amount,
       sum(CASE event WHEN 'purchase' THEN 100 WHEN 'page_view' THEN 40 WHEN 'email_click' THEN 40
                      WHEN 'email_open' THEN 20 WHEN 'refund' THEN 0 ELSE 60 END) AS weighted
FROM events GROUP BY period ORDER BY period;
