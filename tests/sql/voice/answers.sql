-- Customers with an event in a month and those of them who answered, with Wilson's interval.
WITH c AS (SELECT date_trunc('month', time)::DATE AS period, count(DISTINCT customer) AS invited,
                  count(DISTINCT customer) FILTER (event = 'survey') AS answered
           FROM events WHERE time < $as_of GROUP BY period),
z AS (SELECT *, answered / invited AS rate, 1.959963984540054 AS z FROM c),
w AS (SELECT *, z * sqrt(rate * (1 - rate) / invited + z ** 2 / (4 * invited ** 2)) AS width,
             rate + z ** 2 / (2 * invited) AS middle, 1 + z ** 2 / invited AS divisor FROM z)
SELECT period, invited, answered, rate, CASE WHEN answered > 0 THEN greatest((middle - width) / divisor, 0) ELSE 0 END
       AS low, least((middle + width) / divisor, 1) AS high
FROM w;
