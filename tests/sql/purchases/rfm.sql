-- The RFM segments, each with its size, activity, worth, recency and trend: what the segment table shows.
WITH p AS (SELECT customer, max(time::DATE) AS last, count(DISTINCT time::DATE) AS frequency
           FROM events WHERE event = 'purchase' GROUP BY customer),
c AS (SELECT customer, $as_of::DATE - last AS recency, frequency FROM p),
q AS (SELECT quantile_cont(recency, [0.2, 0.4, 0.6, 0.8]) AS qr, quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]) AS qf FROM c),
s AS (SELECT customer, recency, frequency,
             5 - ((recency > qr[1])::INT + (recency > qr[2])::INT + (recency > qr[3])::INT + (recency > qr[4])::INT) AS r,
             1 + (frequency > qf[1])::INT + (frequency > qf[2])::INT + (frequency > qf[3])::INT + (frequency > qf[4])::INT AS f
      FROM c, q),
m AS (SELECT k.customer, recency, frequency, CASE
        WHEN r IS NULL THEN 'no purchase'
        WHEN r = 5 AND f = 1 THEN 'new customers' WHEN r = 4 AND f = 1 THEN 'promising'
        WHEN r = 5 AND f >= 4 THEN 'champions' WHEN r >= 4 AND f <= 3 THEN 'potential loyalists'
        WHEN r >= 3 AND f >= 4 THEN 'loyal' WHEN r = 3 AND f = 3 THEN 'need attention' WHEN r = 3 THEN 'about to sleep'
        WHEN f = 5 THEN 'can''t lose' WHEN f >= 3 THEN 'at risk' ELSE 'hibernating' END AS segment
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
