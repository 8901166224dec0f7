-- Content answers (4 and 5 of 5) by month, with Wilson's interval: the latest answer of each customer and month.
WITH latest AS (SELECT customer, date_trunc('month', answered_at)::DATE AS period, csat FROM survey
                WHERE answered_at < $as_of AND csat BETWEEN 1 AND 5
                QUALIFY row_number() OVER (PARTITION BY customer, period ORDER BY answered_at DESC) = 1),
c AS (SELECT period, count(*) AS answers, count(*) FILTER (csat >= 4) AS top, avg(csat) AS mean FROM latest
      GROUP BY period),
z AS (SELECT *, top / answers AS rate, 1.959963984540054 AS z FROM c),
w AS (SELECT *, z * sqrt(rate * (1 - rate) / answers + z ** 2 / (4 * answers ** 2)) AS width,
             rate + z ** 2 / (2 * answers) AS middle, 1 + z ** 2 / answers AS divisor FROM z)
SELECT period, answers, top, rate, mean, greatest((middle - width) / divisor, 0) AS low,
       least((middle + width) / divisor, 1) AS high
FROM w;
