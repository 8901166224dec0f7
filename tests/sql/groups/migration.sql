-- Who moved between RFM segments from a year before the analysis date to it.
WITH d AS (SELECT unnest([($as_of::DATE - INTERVAL 1 YEAR)::DATE, $as_of::DATE]) AS seen_at),
p AS (SELECT seen_at, customer, max(time::DATE) AS last, count(DISTINCT time::DATE) AS frequency
      FROM events JOIN d ON time < seen_at WHERE event = 'purchase' GROUP BY ALL),
c AS (SELECT seen_at, customer, seen_at - last AS recency, frequency FROM p),
q AS (SELECT seen_at, quantile_cont(recency, [0.2, 0.4, 0.6, 0.8]) AS qr, quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]) AS qf
      FROM c GROUP BY seen_at),
s AS (SELECT seen_at, customer,
             5 - ((recency > qr[1])::INT + (recency > qr[2])::INT + (recency > qr[3])::INT + (recency > qr[4])::INT) AS r,
             1 + (frequency > qf[1])::INT + (frequency > qf[2])::INT + (frequency > qf[3])::INT + (frequency > qf[4])::INT AS f
      FROM c JOIN q USING (seen_at)),
f AS (SELECT customer, min(time) AS first FROM events GROUP BY customer),
m AS (SELECT seen_at, k.customer, CASE
        WHEN first >= seen_at THEN 'not known yet' WHEN r IS NULL THEN 'no purchase'
        WHEN r = 5 AND f = 1 THEN 'new customers' WHEN r = 4 AND f = 1 THEN 'promising'
        WHEN r = 5 AND f >= 4 THEN 'champions' WHEN r >= 4 AND f <= 3 THEN 'potential loyalists'
        WHEN r >= 3 AND f >= 4 THEN 'loyal' WHEN r = 3 AND f = 3 THEN 'need attention' WHEN r = 3 THEN 'about to sleep'
        WHEN f = 5 THEN 'can''t lose' WHEN f >= 3 THEN 'at risk' ELSE 'hibernating' END AS segment
      FROM customers k CROSS JOIN d LEFT JOIN s USING (seen_at, customer) LEFT JOIN f ON f.customer = k.customer),
moved AS (SELECT a.segment AS was, b.segment AS now, count(*) AS customers
          FROM m a JOIN m b USING (customer) WHERE a.seen_at < b.seen_at GROUP BY ALL),
was AS (SELECT was, sum(customers)::BIGINT AS from_size FROM moved GROUP BY was),
now AS (SELECT DISTINCT now FROM moved)
SELECT was AS "from", from_size, now AS "to", coalesce(customers, 0) AS customers,
       coalesce(customers, 0) / from_size AS share
FROM was CROSS JOIN now LEFT JOIN moved USING (was, now) ORDER BY ALL;
