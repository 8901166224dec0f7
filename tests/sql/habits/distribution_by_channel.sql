-- How many customers had 1, 2, 3 … interactions in each channel.
WITH d AS (SELECT channel, n AS times, count(*) AS customers
           FROM (SELECT coalesce(channel, '(none)') AS channel, count(*) AS n FROM events GROUP BY customer, channel)
           GROUP BY ALL)
SELECT channel, times, customers, customers / sum(customers) OVER (PARTITION BY channel) AS share,
       sum(customers) OVER (PARTITION BY channel ORDER BY times) / sum(customers) OVER (PARTITION BY channel) AS cumulative
FROM d ORDER BY channel = '(none)', channel, times;
