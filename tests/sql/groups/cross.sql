-- How RFM segments and channels go together: customers in each cell, against what their totals let expect.
WITH p AS (SELECT customer, max(time::DATE) AS last, count(DISTINCT time::DATE) AS frequency
           FROM events WHERE event = 'purchase' GROUP BY customer),
c AS (SELECT customer, $as_of::DATE - last AS recency, frequency FROM p),
q AS (SELECT quantile_cont(recency, [0.2, 0.4, 0.6, 0.8]) AS qr, quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]) AS qf FROM c),
s AS (SELECT customer,
             5 - ((recency > qr[1])::INT + (recency > qr[2])::INT + (recency > qr[3])::INT + (recency > qr[4])::INT) AS r,
             1 + (frequency > qf[1])::INT + (frequency > qf[2])::INT + (frequency > qf[3])::INT + (frequency > qf[4])::INT AS f
      FROM c, q),
m AS (SELECT k.customer, CASE
        WHEN r IS NULL THEN 'no purchase'
        WHEN r = 5 AND f = 1 THEN 'new customers' WHEN r = 4 AND f = 1 THEN 'promising'
        WHEN r = 5 AND f >= 4 THEN 'champions' WHEN r >= 4 AND f <= 3 THEN 'potential loyalists'
        WHEN r >= 3 AND f >= 4 THEN 'loyal' WHEN r = 3 AND f = 3 THEN 'need attention' WHEN r = 3 THEN 'about to sleep'
        WHEN f = 5 THEN 'can''t lose' WHEN f >= 3 THEN 'at risk' ELSE 'hibernating' END AS rfm
      FROM customers k LEFT JOIN s USING (customer)),
used AS (SELECT DISTINCT customer, coalesce(channel, '(none)') AS channel FROM events),
n AS (SELECT rfm, channel, count(DISTINCT customer) AS customers FROM used JOIN m USING (customer)
      GROUP BY GROUPING SETS ((rfm, channel), (rfm), (channel), ())),
grid AS (SELECT r.rfm, k.channel, r.customers AS r, k.customers AS k, (SELECT max(customers) FROM n) AS whole
         FROM n r, n k WHERE r.rfm IS NOT NULL AND r.channel IS NULL AND k.channel IS NOT NULL AND k.rfm IS NULL)
SELECT rfm, channel, coalesce(customers, 0) AS value, value / r AS row_share, value / k AS column_share,
       value / whole AS total_share, r * k / whole AS expected, 100 * value / expected AS index, value AS customers
FROM grid LEFT JOIN n USING (rfm, channel) ORDER BY ALL;
