-- Kaplan-Meier of the days to the second purchase day, with Greenwood's variance on the log-log scale.
WITH d AS (SELECT DISTINCT customer, time::DATE AS day FROM events WHERE event = 'purchase'),
c AS (SELECT min(day, 2) AS first FROM d GROUP BY customer),
u AS (SELECT coalesce(first[2], $as_of::DATE) - first[1] AS days, first[2] IS NOT NULL AS happened FROM c),
k AS (SELECT days, count(*) FILTER (happened) AS events, count(*) FILTER (NOT happened) AS censored FROM u GROUP BY days),
r AS (SELECT *, sum(events + censored) OVER (ORDER BY days DESC) AS at_risk FROM k),
s AS (SELECT *, product(1 - events / at_risk) OVER w AS survival,
             sum(CASE WHEN at_risk > events THEN events / (at_risk * (at_risk - events)) END) OVER w AS greenwood
      FROM r WINDOW w AS (ORDER BY days)),
e AS (SELECT *, CASE WHEN survival > 0 AND survival < 1 THEN exp(1.959963984540054 * sqrt(greenwood) / ln(survival)) END AS width FROM s)
SELECT days, at_risk::BIGINT AS at_risk, events, censored, survival,
       pow(survival, 1 / width) AS low, pow(survival, width) AS high
FROM e ORDER BY days;
