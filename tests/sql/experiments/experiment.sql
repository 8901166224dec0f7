-- What became of the arms of the test: `arms` says who was put into which when, and when somebody converted.
WITH rows AS (SELECT customer, variant, assigned_at, converted_at FROM arms WHERE assigned_at < $as_of),
first AS (SELECT customer, arg_min(variant, assigned_at) AS arm, min(assigned_at) AS shown, count(DISTINCT variant) AS arms
          FROM rows GROUP BY customer),
counted AS (SELECT * FROM first WHERE arms = 1 AND shown::DATE + 14 <= $as_of::DATE),
told AS (SELECT arm, count(*) AS customers, count(*) FILTER (EXISTS (
           SELECT 1 FROM rows r WHERE r.customer = c.customer AND r.converted_at >= c.shown
           AND r.converted_at < c.shown + INTERVAL 14 DAY)) AS converted FROM counted c GROUP BY arm),
rated AS (SELECT *, converted / customers AS rate, 1.959963984540054 AS z FROM told),
compared AS (SELECT b.*, a.converted AS c, a.customers AS n FROM rated b, rated a WHERE a.arm = 'control'),
lifted AS (SELECT *, ln((converted / customers) / (c / n)) AS ratio,
                  sqrt(1 / converted - 1 / customers + 1 / c - 1 / n) AS error FROM compared)
SELECT arm, customers, converted, rate,
       (rate + z * z / (2 * customers) - z * sqrt(rate * (1 - rate) / customers + z * z / (4 * customers * customers)))
         / (1 + z * z / customers) AS low,
       (rate + z * z / (2 * customers) + z * sqrt(rate * (1 - rate) / customers + z * z / (4 * customers * customers)))
         / (1 + z * z / customers) AS high,
       CASE WHEN arm <> 'control' THEN exp(ratio) - 1 END AS lift,
       CASE WHEN arm <> 'control' THEN exp(ratio - z * error) - 1 END AS lift_low,
       CASE WHEN arm <> 'control' THEN exp(ratio + z * error) - 1 END AS lift_high
FROM lifted;
