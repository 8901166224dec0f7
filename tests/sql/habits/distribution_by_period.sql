-- How many customers had 1, 2, 3 … interactions in each month.
WITH d AS (SELECT period, n AS times, count(*) AS customers
           FROM (SELECT date_trunc('month', time)::DATE AS period, count(*) AS n FROM events GROUP BY customer, period)
           GROUP BY ALL)
SELECT period, times, customers, customers / sum(customers) OVER (PARTITION BY period) AS share,
       sum(customers) OVER (PARTITION BY period ORDER BY times) / sum(customers) OVER (PARTITION BY period) AS cumulative
FROM d ORDER BY period, times;
