-- How many customers had 1, 2, 3 … interactions, over everything.
WITH d AS (SELECT n AS times, count(*) AS customers FROM (SELECT count(*) AS n FROM events GROUP BY customer) GROUP BY n)
SELECT times, customers, customers / sum(customers) OVER () AS share,
       sum(customers) OVER (ORDER BY times) / sum(customers) OVER () AS cumulative
FROM d ORDER BY times;
