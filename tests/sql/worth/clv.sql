-- What the lifetime-value models take, in days: repeat purchase days, recency, age, mean net repeat value, net amount.
WITH d AS (SELECT customer, time::DATE AS day, sum(amount) AS value FROM events WHERE event = 'purchase' GROUP BY ALL),
c AS (SELECT customer, count(*) - 1 AS frequency, min(day) AS first, max(day) AS last, min(day, 2)[2] AS second,
             sum(value) AS amount, sum(value) - arg_min(value, day) AS later FROM d GROUP BY customer),
r AS (SELECT customer, sum(e.amount) AS refunded, sum(e.amount) FILTER (e.time::DATE >= c.second) AS refunded_again
      FROM events e JOIN c USING (customer) WHERE event = 'refund' GROUP BY customer)
SELECT customer, frequency, last - first AS recency, $as_of::DATE - 1 - first AS age,
       CASE WHEN frequency > 0 THEN (later + coalesce(refunded_again, 0))::DOUBLE / frequency ELSE 0 END AS monetary,
       (amount + coalesce(refunded, 0))::DOUBLE AS amount
FROM c LEFT JOIN r USING (customer) ORDER BY customer;
