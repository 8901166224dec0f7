-- Monthly cohorts by channel and month of the first purchase: how many bought again n months later or after that.
WITH p AS (SELECT customer, time, coalesce(channel, '(none)') AS channel, date_trunc('month', time)::DATE AS period
           FROM events WHERE event = 'purchase'),
f AS (SELECT customer, min(period) AS cohort, arg_min(channel, time) AS channel, max(period) AS last FROM p GROUP BY customer),
l AS (SELECT cohort, channel, date_diff('month', cohort, last) AS interval, count(*) AS n FROM f GROUP BY ALL),
s AS (SELECT cohort, channel, sum(n)::BIGINT AS size FROM l GROUP BY ALL),
g AS (SELECT cohort, channel, size, unnest(range(0, date_diff('month', cohort, $as_of::DATE))) AS interval FROM s)
SELECT cohort, channel, size, interval,
       sum(coalesce(n, 0)) OVER (PARTITION BY cohort, channel ORDER BY interval DESC)::BIGINT AS customers,
       customers / size AS rate
FROM g LEFT JOIN l USING (cohort, channel, interval) ORDER BY ALL;
