-- Monthly cohorts by first purchase: how many bought again n months later, also where nobody did.
WITH a AS (SELECT DISTINCT customer, date_trunc('month', time)::DATE AS period FROM events WHERE event = 'purchase'),
b AS (SELECT *, min(period) OVER (PARTITION BY customer) AS cohort FROM a),
c AS (SELECT cohort, date_diff('month', cohort, period) AS interval, count(*) AS customers FROM b GROUP BY ALL),
s AS (SELECT cohort, customers AS size FROM c WHERE interval = 0)
SELECT cohort, size, g.interval, coalesce(customers, 0) AS customers, coalesce(customers, 0) / size AS rate
FROM s CROSS JOIN (SELECT DISTINCT interval FROM c) g LEFT JOIN c USING (cohort, interval)
WHERE cohort + to_months(g.interval::INT) < $as_of::DATE ORDER BY cohort, g.interval;
