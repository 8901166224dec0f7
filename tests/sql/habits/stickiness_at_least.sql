-- Customers by the number of days with an interaction: at least so many.
WITH d AS (SELECT days, count(*) AS n FROM (SELECT count(DISTINCT time::DATE) AS days FROM events GROUP BY customer) GROUP BY days)
SELECT days, sum(n) OVER w AS customers, sum(n) OVER w / sum(n) OVER () AS share
FROM d WINDOW w AS (ORDER BY days DESC) ORDER BY days;
