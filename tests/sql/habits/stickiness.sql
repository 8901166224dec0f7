-- Customers of the last 1, 7 and 30 days at the end of each month, mean customers a day of these 30 days, their ratio.
WITH d AS (SELECT DISTINCT customer, time::DATE AS day FROM events),
p AS (SELECT DISTINCT date_trunc('month', day)::DATE AS period, last_day(day) AS last FROM d),
r AS (SELECT period, last, count(DISTINCT customer) FILTER (day = last) AS dau,
             count(DISTINCT customer) FILTER (day > last - 7) AS wau, count(DISTINCT customer) AS mau, count(*) / 30 AS mean_dau
      FROM p JOIN d ON day BETWEEN last - 29 AND last GROUP BY ALL)
SELECT period, dau, wau, CASE WHEN whole THEN mau END AS mau, CASE WHEN whole THEN mean_dau END AS mean_dau,
       CASE WHEN whole THEN mean_dau / mau END AS ratio
FROM (SELECT *, last - 29 >= (SELECT min(day) FROM d) AS whole FROM r) ORDER BY period;
