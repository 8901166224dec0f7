-- Recency, frequency and net monetary value of every buyer, with quintile scores, ties together.
WITH p AS (SELECT customer, max(time::DATE) AS last, count(DISTINCT time::DATE) AS frequency, sum(amount) AS bought
           FROM events WHERE event = 'purchase' GROUP BY customer),
f AS (SELECT customer, sum(amount) AS refunded FROM events WHERE event = 'refund' GROUP BY customer),
c AS (SELECT customer, $as_of::DATE - last AS recency, frequency, (bought + coalesce(refunded, 0))::DOUBLE AS monetary
      FROM p LEFT JOIN f USING (customer)),
q AS (SELECT quantile_cont(recency, [0.2, 0.4, 0.6, 0.8]) AS qr, quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]) AS qf,
             quantile_cont(monetary, [0.2, 0.4, 0.6, 0.8]) AS qm FROM c)
SELECT customer, recency, frequency, monetary,
       5 - ((recency > qr[1])::INT + (recency > qr[2])::INT + (recency > qr[3])::INT + (recency > qr[4])::INT) AS r,
       1 + (frequency > qf[1])::INT + (frequency > qf[2])::INT + (frequency > qf[3])::INT + (frequency > qf[4])::INT AS f,
       1 + (monetary > qm[1])::INT + (monetary > qm[2])::INT + (monetary > qm[3])::INT + (monetary > qm[4])::INT AS m
FROM c, q ORDER BY customer;
