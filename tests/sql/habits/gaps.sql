-- Days between one customer's consecutive purchase days: number, mean, quantiles.
WITH d AS (SELECT DISTINCT customer, CAST(time AS DATE) AS day FROM events WHERE event = 'purchase'),
g AS (SELECT day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS days FROM d),
s AS (SELECT count(days) AS n, avg(days) AS mean, quantile_cont(days, [0.25, 0.5, 0.75, 0.8, 0.9, 0.95]) AS q
      FROM g WHERE days IS NOT NULL)
SELECT unnest(['n', 'mean', 'p25', 'p50', 'p75', 'p80', 'p90', 'p95']) AS statistic,
       unnest([n, mean, q[1], q[2], q[3], q[4], q[5], q[6]]) AS days
FROM s;
