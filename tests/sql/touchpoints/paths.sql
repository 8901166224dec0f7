-- The 50 commonest moves from event to event within sessions, in their first five steps.
WITH e AS (SELECT *, CASE WHEN event = 'purchase' THEN 'orders' ELSE event END AS place FROM events WHERE time < $as_of),
g AS (SELECT *, coalesce(time - lag(time) OVER w > INTERVAL 30 MINUTE, true) AS late FROM e
      WINDOW w AS (PARTITION BY customer ORDER BY time, session IS NULL, place)),
f AS (SELECT *, last_value(coalesce(session, CASE WHEN late THEN -1 END) IGNORE NULLS)
             OVER (PARTITION BY customer ORDER BY time, session IS NULL, place ROWS UNBOUNDED PRECEDING) AS id FROM g),
n AS (SELECT customer, id, time, event, row_number() OVER w AS step, lead(event) OVER w AS next, lead(time) OVER w - time AS wait
      FROM f WHERE id <> -1 WINDOW w AS (PARTITION BY customer, id ORDER BY time, place)),
a AS (SELECT step, event, count(*) AS visits FROM n WHERE step <= 5 GROUP BY ALL),
m AS (SELECT step, event, next, count(*) AS transitions, count(DISTINCT customer) AS customers, median(epoch_ms(wait)) / 1000 AS median_time
      FROM n WHERE step <= 5 AND next IS NOT NULL GROUP BY ALL)
SELECT step, event AS from, next AS to, transitions, customers, transitions / visits AS share, median_time
FROM m JOIN a USING (step, event) ORDER BY transitions DESC, step, event, next LIMIT 50;
