-- Customers of the last 1, 7 and 30 days at the end of each month by kind of event, mean customers a day, their ratio.
WITH d AS (SELECT DISTINCT event, customer, time::DATE AS day FROM events),
p AS (SELECT DISTINCT date_trunc('month', day)::DATE AS period, last_day(day) AS last FROM d),
r AS (SELECT period, last, event, count(DISTINCT customer) FILTER (day = last) AS dau,
             count(DISTINCT customer) FILTER (day > last - 7) AS wau, count(DISTINCT customer) AS mau, count(*) / 30 AS mean_dau
      FROM p JOIN d ON day BETWEEN last - 29 AND last GROUP BY ALL),
a AS (SELECT period, last, event, coalesce(dau, 0) AS dau, coalesce(wau, 0) AS wau, coalesce(mau, 0) AS mau,
             coalesce(mean_dau, 0) AS mean_dau
      FROM (p CROSS JOIN (SELECT DISTINCT event FROM d)) LEFT JOIN r USING (period, last, event))
SELECT period, event, dau, wau, CASE WHEN whole THEN mau END AS mau, CASE WHEN whole THEN mean_dau END AS mean_dau,
       CASE WHEN whole AND mau > 0 THEN mean_dau / mau END AS ratio
FROM (SELECT *, last - 29 >= (SELECT min(day) FROM d) AS whole FROM a) ORDER BY period, event;
