-- Looks at items: how long until the next event of the session, and the long ones in sessions without a purchase.
WITH e AS (SELECT *, CASE WHEN event = 'purchase' THEN 'orders' ELSE event END AS place FROM events WHERE time < $as_of),
g AS (SELECT *, coalesce(time - lag(time) OVER w > INTERVAL 30 MINUTE, true) AS late FROM e
      WINDOW w AS (PARTITION BY customer ORDER BY time, session IS NULL, place, session, item)),
f AS (SELECT *, last_value(coalesce(session, CASE WHEN late THEN -1 END) IGNORE NULLS)
             OVER (PARTITION BY customer ORDER BY time, session IS NULL, place, session, item ROWS UNBOUNDED PRECEDING) AS id FROM g),
n AS (SELECT customer, item, lead(time) OVER (PARTITION BY customer, id ORDER BY time, place, item) - time AS wait,
             count(*) FILTER (event = 'purchase') OVER (PARTITION BY customer, id) > 0 AS bought
      FROM f WHERE id <> -1),
l AS (SELECT customer, item, least(epoch_ms(wait) / 1000, 1800) AS seconds, bought FROM n
      WHERE item IS NOT NULL AND wait IS NOT NULL),
q AS (SELECT item, quantile_cont(seconds, 0.9) AS p90 FROM l GROUP BY item)
SELECT item AS place, count(*) AS visits, count(DISTINCT customer) AS customers, median(seconds) AS median_seconds,
       any_value(p90) AS p90_seconds, count(*) FILTER (seconds >= p90) AS long_visits,
       count(*) FILTER (seconds >= p90 AND NOT bought) AS without_purchase, without_purchase / long_visits AS share
FROM l JOIN q USING (item) GROUP BY item ORDER BY without_purchase DESC, visits DESC, place;
