-- Thresholds of silence: quantiles of all gaps, each customer's own, and the one with the least sum of two errors;
-- whom each would call churned, how many such silences ended, and both errors on a third of the history held out.
WITH d AS (SELECT DISTINCT customer, time::DATE AS day FROM events WHERE event = 'purchase'),
o AS (SELECT customer, day, lead(day) OVER w AS next, day - lag(day) OVER w AS gap FROM d
      WINDOW w AS (PARTITION BY customer ORDER BY day)),
q AS (SELECT quantile_cont(gap, [0.95, 0.9, 0.8]) AS q FROM o WHERE gap IS NOT NULL),
h AS (SELECT $as_of::DATE - (($as_of::DATE - min(time::DATE)) // 3)::INTEGER AS begin FROM events),
t AS (SELECT begin - day AS days, count(next) AS returned, count(*) - count(next) AS gone
      FROM o, h WHERE day < begin AND (next IS NULL OR next >= begin) GROUP BY days),
e AS (SELECT days, 1 - sum(returned) OVER w / sum(returned) OVER () + sum(gone) OVER w / sum(gone) OVER () AS error
      FROM t WINDOW w AS (ORDER BY days)),
r AS (SELECT unnest(['all gaps, 95 %', 'all gaps, 90 %', 'all gaps, 80 %']) AS rule, unnest(q) AS threshold FROM q
      UNION ALL SELECT 'two errors, least sum', arg_min(days, (error, days)) FROM e),
now AS (SELECT customer, $as_of::DATE - day AS silence FROM o WHERE next IS NULL),
hn AS (SELECT silence, count(*) AS n FROM now GROUP BY silence),
hg AS (SELECT gap, count(*) AS n FROM o WHERE gap IS NOT NULL GROUP BY gap),
a AS (SELECT rule, any_value(threshold) AS threshold, sum(n) AS buyers,
             coalesce(sum(n) FILTER (silence > q[3] AND silence <= threshold), 0) AS silent,
             coalesce(sum(n) FILTER (silence > threshold), 0) AS churned
      FROM r CROSS JOIN hn CROSS JOIN q GROUP BY rule),
b AS (SELECT rule, coalesce(sum(n) FILTER (gap > threshold), 0) AS came_back FROM r CROSS JOIN hg GROUP BY rule),
c AS (SELECT rule, sum(returned + gone) AS tested, coalesce(sum(returned) FILTER (days > threshold), 0) / sum(returned) AS flagged_returned,
             coalesce(sum(gone) FILTER (days <= threshold), 0) / sum(gone) AS missed_gone FROM r CROSS JOIN t GROUP BY rule),
own AS (SELECT customer, quantile_cont(gap, 0.9) AS own FROM o WHERE gap IS NOT NULL GROUP BY customer HAVING count(*) >= 5),
oa AS (SELECT count(*) AS buyers, count(*) FILTER (silence > q[3] AND silence <= coalesce(own, q[2])) AS silent,
              count(*) FILTER (silence > coalesce(own, q[2])) AS churned FROM now LEFT JOIN own USING (customer), q),
ob AS (SELECT count(*) FILTER (gap > coalesce(own, q[2])) AS came_back FROM o LEFT JOIN own USING (customer), q),
u AS (SELECT * FROM a JOIN b USING (rule) JOIN c USING (rule)
      UNION ALL SELECT 'own gaps, 90 %', NULL, oa.*, ob.*, NULL, NULL, NULL FROM oa, ob)
SELECT rule, threshold::DOUBLE AS threshold, buyers::BIGINT AS buyers, silent::BIGINT AS silent, churned::BIGINT AS churned,
       churned / buyers AS churned_share, came_back::BIGINT AS came_back, came_back / (came_back + churned) AS false_churn_rate,
       tested::BIGINT AS tested, flagged_returned, missed_gone
FROM u ORDER BY rule;
