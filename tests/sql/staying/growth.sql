-- New, returning and resurrecting customers by month, and those gone dormant since the month before.
WITH a AS (SELECT DISTINCT customer, date_trunc('month', time)::DATE AS period FROM events),
b AS (SELECT *, lag(period) OVER (PARTITION BY customer ORDER BY period) AS before FROM a),
c AS (SELECT period, count(*) AS active, count(*) FILTER (before IS NULL) AS new,
             count(*) FILTER (before = period - INTERVAL 1 MONTH) AS "returning",
             count(*) FILTER (before < period - INTERVAL 1 MONTH) AS resurrecting FROM b GROUP BY period)
SELECT period, active, new, "returning", resurrecting, lag(active) OVER o - "returning" AS dormant,
       active - lag(active) OVER o AS net,
       (new + resurrecting) / nullif(lag(active) OVER o - "returning", 0) AS quick_ratio,
       "returning" / lag(active) OVER o AS gross_retention
FROM c WINDOW o AS (ORDER BY period) ORDER BY period;
