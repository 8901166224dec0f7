-- A funnel of five steps within 14 days of the start that gets furthest: each step carries the latest start that has got
-- to the one before. Steps of one instant count in their order.
WITH e AS (SELECT customer, time, CASE WHEN event = 'page_view' AND channel = 'web' THEN 1
                                       WHEN event = 'page_view' AND channel = 'app' THEN 2 WHEN event = 'store_visit' THEN 3
                                       WHEN event = 'purchase' THEN 4 WHEN event = 'support' THEN 5 END AS step
           FROM events WHERE time < $as_of),
s1 AS (SELECT customer, time, step, max(CASE WHEN step = 1 THEN time END) OVER w AS a FROM e WHERE step IS NOT NULL
       WINDOW w AS (PARTITION BY customer ORDER BY time, step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
s2 AS (SELECT *, CASE WHEN step = 2 AND time - a <= INTERVAL 14 DAY THEN a END AS b FROM s1),
s3 AS (SELECT *, CASE WHEN step = 3 AND time - max(b) OVER w <= INTERVAL 14 DAY THEN max(b) OVER w END AS c FROM s2
       WINDOW w AS (PARTITION BY customer ORDER BY time, step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
s4 AS (SELECT *, CASE WHEN step = 4 AND time - max(c) OVER w <= INTERVAL 14 DAY THEN max(c) OVER w END AS d FROM s3
       WINDOW w AS (PARTITION BY customer ORDER BY time, step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
s5 AS (SELECT *, CASE WHEN step = 5 AND time - max(d) OVER w <= INTERVAL 14 DAY THEN max(d) OVER w END AS f FROM s4
       WINDOW w AS (PARTITION BY customer ORDER BY time, step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
p AS (SELECT customer, count(*) FILTER (step = 1) > 0 AS r1, min(time) FILTER (b IS NOT NULL) IS NOT NULL AS r2,
             count(c) > 0 AS r3, count(d) > 0 AS r4, count(f) > 0 AS r5,
             epoch_ms(arg_min(time - b, time) FILTER (b IS NOT NULL)) / 1000 AS t2,
             epoch_ms(arg_min(time - c, time) FILTER (c IS NOT NULL)) / 1000 AS t3,
             epoch_ms(arg_min(time - d, time) FILTER (d IS NOT NULL)) / 1000 AS t4,
             epoch_ms(arg_min(time - f, time) FILTER (f IS NOT NULL)) / 1000 AS t5,
             max(time) FILTER (step = 1) >= $as_of::TIMESTAMP - INTERVAL 14 DAY AS late
      FROM s5 GROUP BY customer),
r AS (SELECT unnest([1, 2, 3, 4, 5]) AS step,
             unnest(['page_view[channel=web]', 'page_view[channel=app]', 'store_visit', 'purchase', 'support']) AS event,
             unnest([count(*) FILTER (r1), count(*) FILTER (r2), count(*) FILTER (r3), count(*) FILTER (r4), count(*) FILTER (r5)]) AS customers,
             unnest([NULL, median(t2), median(t3), median(t4), median(t5)]) AS median_time,
             unnest([NULL, quantile_cont(t2, .9), quantile_cont(t3, .9), quantile_cont(t4, .9), quantile_cont(t5, .9)]) AS p90_time,
             unnest([count(*) FILTER (late AND r1 AND NOT r2), count(*) FILTER (late AND r2 AND NOT r3),
                     count(*) FILTER (late AND r3 AND NOT r4), count(*) FILTER (late AND r4 AND NOT r5), 0]) AS open
      FROM p)
SELECT step, event, customers, customers / first(customers) OVER w AS rate, customers / lag(customers) OVER w AS step_rate,
       lag(customers) OVER w - customers AS dropped, median_time, p90_time, open
FROM r WINDOW w AS (ORDER BY step) ORDER BY step;
