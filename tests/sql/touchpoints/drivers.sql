-- Kinds of event before the first purchase: how many of those with and without them bought, odds ratio, φ.
WITH e AS (SELECT customer, time, event FROM events WHERE time < $as_of),
goal AS (SELECT customer, min(time) AS goal_at FROM e WHERE event = 'purchase' GROUP BY customer),
whole AS (SELECT count(DISTINCT customer) AS everyone, (SELECT count(*) FROM goal) AS buyers FROM e),
did AS (SELECT event, count(DISTINCT customer) AS did, count(DISTINCT customer) FILTER (goal_at IS NOT NULL) AS a
        FROM e LEFT JOIN goal USING (customer) WHERE goal_at IS NULL OR time < goal_at GROUP BY event),
cells AS (SELECT event, a::DOUBLE AS a, (buyers - a)::DOUBLE AS b, (did - a)::DOUBLE AS c,
                 (everyone - did - (buyers - a))::DOUBLE AS d FROM did, whole
          WHERE did >= 10 AND everyone - did >= 10),
rated AS (SELECT *, (a * d - b * c) / sqrt((a + b) * (c + d) * (a + c) * (b + d)) AS phi,
                 if(least(a, b, c, d) = 0, 0.5, 0) AS h FROM cells),
odds AS (SELECT *, ln((a + h) * (d + h) / ((b + h) * (c + h))) AS log,
                1.959963984540054 * sqrt(1 / (a + h) + 1 / (b + h) + 1 / (c + h) + 1 / (d + h)) AS error FROM rated)
SELECT 'event' AS about, event AS behaviour, a AS did_and_bought, a + c AS did, b AS not_and_bought, b + d AS "not",
       a / (a + c) AS rate, b / (b + d) AS rate_without, exp(log) AS odds_ratio, exp(log - error) AS low,
       exp(log + error) AS high, phi,
       CASE WHEN abs(phi) >= .4 THEN 'high' WHEN abs(phi) >= .3 THEN 'moderate'
            WHEN abs(phi) >= .2 THEN 'slight' ELSE 'none' END AS strength
FROM odds;
