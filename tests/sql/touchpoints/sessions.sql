-- Sessions by the month in which they began: by their id; an event without one goes to the session of the event before
-- it in the last half hour, and else to none. Events of one instant with an id stand before those without.
WITH e AS (SELECT *, CASE WHEN event = 'purchase' THEN 'orders' ELSE event END AS place FROM events WHERE time < $as_of),
g AS (SELECT *, coalesce(time - lag(time) OVER w > INTERVAL 30 MINUTE, true) AS late FROM e
      WINDOW w AS (PARTITION BY customer ORDER BY time, session IS NULL, place)),
f AS (SELECT *, last_value(coalesce(session, CASE WHEN late THEN -1 END) IGNORE NULLS)
             OVER (PARTITION BY customer ORDER BY time, session IS NULL, place ROWS UNBOUNDED PRECEDING) AS id FROM g),
s AS (SELECT customer, min(time) AS began, epoch(max(time)) - epoch(min(time)) AS seconds, count(*) AS events,
             count(*) FILTER (event = 'purchase') > 0 AS converted,
             seconds > 10 OR converted OR count(*) FILTER (event = 'page_view') > 1 AS engaged
      FROM f WHERE id <> -1 GROUP BY customer, id),
p AS (SELECT date_trunc('month', began)::DATE AS period, count(*) AS sessions, count(DISTINCT customer) AS customers,
             sum(events) AS events, median(seconds) AS median_seconds, count(*) FILTER (engaged) AS engaged,
             count(*) FILTER (converted) AS converted
      FROM s GROUP BY period)
SELECT period, sessions, customers, sessions / customers AS per_customer, events / sessions AS events_per_session,
       median_seconds, engaged, engaged / sessions AS engagement_rate, sessions - engaged AS bounced,
       1 - engaged / sessions AS bounce_rate, converted, converted / sessions AS conversion_rate
FROM p ORDER BY period;
