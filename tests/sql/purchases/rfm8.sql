-- The eight RFM classes by mean split, each with its size, activity, worth, recency and trend.
WITH p AS (SELECT customer, max(time::DATE) AS last, count(DISTINCT time::DATE) AS frequency, sum(amount) AS bought
           FROM events WHERE event = 'purchase' GROUP BY customer),
f AS (SELECT customer, sum(amount) AS refunded FROM events WHERE event = 'refund' GROUP BY customer),
c AS (SELECT customer, $as_of::DATE - last AS recency, frequency, bought + coalesce(refunded, 0) AS monetary
      FROM p LEFT JOIN f USING (customer)),
s AS (SELECT customer, recency, frequency, recency <= avg(recency) OVER () AS r, frequency > avg(frequency) OVER () AS f,
             monetary::DOUBLE > avg(monetary::DOUBLE) OVER () AS m FROM c),
m AS (SELECT k.customer, recency, frequency, CASE
        WHEN r IS NULL THEN 'no purchase'
        ELSE CASE WHEN m THEN 'important ' ELSE 'general ' END
             || CASE WHEN r AND f THEN 'value' WHEN r THEN 'development' WHEN f THEN 'retention' ELSE 'win-back' END
        END AS segment
      FROM customers k LEFT JOIN s USING (customer)),
e AS (SELECT segment, date_trunc('month', time)::DATE AS period, count(*) AS interactions,
             count(*) FILTER (event = 'purchase') AS orders,
             sum(amount) FILTER (event = 'purchase') AS amount, sum(amount) AS net
      FROM events JOIN m USING (customer) GROUP BY ALL),
people AS (SELECT segment, count(*) AS customers, median(recency) AS days_since_last, count(frequency) AS buyers,
                  count(*) FILTER (frequency >= 2) AS repeaters FROM m GROUP BY segment),
totals AS (SELECT segment, sum(interactions)::BIGINT AS interactions, sum(orders)::BIGINT AS orders,
                  sum(amount) AS amount, coalesce(sum(net), 0) AS net FROM e GROUP BY segment),
months AS (SELECT DISTINCT period FROM e ORDER BY period DESC LIMIT 12),
trend AS (SELECT segment, list(coalesce(e.interactions, 0) / people.customers ORDER BY period) AS trend
          FROM people CROSS JOIN months LEFT JOIN e USING (segment, period) GROUP BY segment)
SELECT segment, customers, customers / sum(customers) OVER () AS share, coalesce(interactions, 0) AS interactions,
       coalesce(interactions, 0) / customers / (SELECT $as_of::DATE - min(time::DATE) FROM events) * 30 AS per_30_days,
       coalesce(orders, 0) AS orders, coalesce(net, 0)::DOUBLE AS revenue,
       coalesce(net, 0)::DOUBLE / (sum(net) OVER ())::DOUBLE AS revenue_share,
       CASE WHEN orders > 0 THEN amount::DOUBLE / orders END AS aov, days_since_last,
       CASE WHEN buyers > 0 THEN repeaters / buyers END AS repeat_rate, trend
FROM people LEFT JOIN totals USING (segment) LEFT JOIN trend USING (segment) ORDER BY segment;
