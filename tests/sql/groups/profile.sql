-- What sets the RFM segment “at risk” apart by what its members do: kinds of event, channels, weekdays, hours.
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
e AS (SELECT customer, event, coalesce(channel, '(none)') AS channel,
             ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][isodow(time)] AS weekday,
             ['00–06', '06–12', '12–18', '18–24'][hour(time) // 6 + 1] AS hour, rfm = 'at risk' AS own
      FROM events JOIN m USING (customer)),
people AS (SELECT count(*) FILTER (rfm = 'at risk') AS of_members, count(*) FILTER (rfm <> 'at risk') AS of_others FROM m),
times AS (SELECT count(*) FILTER (own) AS of_members, count(*) FILTER (NOT own) AS of_others FROM e),
v AS (SELECT 'event' AS attribute, event AS value, count(DISTINCT customer) FILTER (own) AS members,
             count(DISTINCT customer) FILTER (NOT own) AS others FROM e GROUP BY event
      UNION ALL SELECT 'channel', channel, count(DISTINCT customer) FILTER (own),
             count(DISTINCT customer) FILTER (NOT own) FROM e GROUP BY channel),
w AS (SELECT 'weekday' AS attribute, weekday AS value, count(*) FILTER (own) AS members,
             count(*) FILTER (NOT own) AS others FROM e GROUP BY weekday
      UNION ALL SELECT 'hour', hour, count(*) FILTER (own), count(*) FILTER (NOT own) FROM e GROUP BY hour),
every AS (SELECT * FROM v, people UNION ALL SELECT * FROM w, times)
SELECT attribute, value, members / of_members AS in_segment, others / of_others AS elsewhere,
       members * (of_members + of_others)::DOUBLE / (members + others) / of_members AS lift, 100 * lift AS index, members + others AS n,
       members, of_members, others, of_others
FROM every ORDER BY ALL;
