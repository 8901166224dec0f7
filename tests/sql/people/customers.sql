-- Every customer with all figures, the events of each of the last twelve months and what the file says of them,
-- highest revenue first.
WITH e AS (SELECT customer, count(*) AS interactions,
                  count(*) FILTER (event NOT IN ('refund', 'email_open', 'email_click')) AS active_interactions,
                  min(time::DATE) AS first_seen, max(time::DATE) AS last_seen FROM events GROUP BY customer),
p AS (SELECT customer, count(*) AS orders, count(DISTINCT time::DATE) AS occasions, sum(amount) AS bought,
             min(time::DATE) AS first_purchase, max(time::DATE) AS last_purchase
      FROM events WHERE event = 'purchase' GROUP BY customer),
f AS (SELECT customer, sum(amount) AS refunded FROM events WHERE event = 'refund' GROUP BY customer),
d AS (SELECT DISTINCT customer, time::DATE AS day FROM events WHERE event = 'purchase'),
g AS (SELECT customer, median(gap) AS usual_gap
      FROM (SELECT customer, day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap FROM d) GROUP BY customer),
m AS (SELECT customer, date_diff('month', time, $as_of::DATE) AS ago, count(*) AS n FROM events
      WHERE time >= $as_of::DATE - INTERVAL 12 MONTH GROUP BY ALL),
t AS (SELECT customer, [coalesce(n, 0)::UINTEGER FOR n IN list_value(
             sum(n) FILTER (ago = 12), sum(n) FILTER (ago = 11), sum(n) FILTER (ago = 10), sum(n) FILTER (ago = 9),
             sum(n) FILTER (ago = 8), sum(n) FILTER (ago = 7), sum(n) FILTER (ago = 6), sum(n) FILTER (ago = 5),
             sum(n) FILTER (ago = 4), sum(n) FILTER (ago = 3), sum(n) FILTER (ago = 2), sum(n) FILTER (ago = 1))] AS trend
      FROM m GROUP BY customer)
SELECT c.customer AS id, (coalesce(bought, 0) + coalesce(refunded, 0))::DOUBLE AS revenue, coalesce(orders, 0) AS orders,
       $as_of::DATE - last_purchase AS days_since_last, usual_gap, coalesce(occasions, 0) AS occasions,
       bought::DOUBLE / orders AS aov, first_purchase, last_purchase, coalesce(interactions, 0) AS interactions,
       coalesce(active_interactions, 0) AS active_interactions, first_seen, last_seen,
       $as_of::DATE - last_seen AS days_since_seen, coalesce(trend, [0 FOR x IN range(12)]::UINTEGER[]) AS trend,
       a.* EXCLUDE customer
FROM customers c JOIN people a USING (customer) LEFT JOIN e USING (customer) LEFT JOIN p USING (customer) LEFT JOIN f USING (customer)
LEFT JOIN g USING (customer) LEFT JOIN t USING (customer)
ORDER BY revenue DESC, id;
