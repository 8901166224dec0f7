-- Net revenue by month and where it came from: every customer's month against the same customer's month before.
WITH a AS (SELECT customer, date_trunc('month', time)::DATE AS period, sum(amount) AS v
           FROM events WHERE event IN ('purchase', 'refund') GROUP BY ALL),
b AS (SELECT *, lag(period) OVER w AS before, lag(v) OVER w AS was, lead(period) OVER w AS after
      FROM a WINDOW w AS (PARTITION BY customer ORDER BY period)),
here AS (SELECT period, sum(v) AS revenue, sum(v) FILTER (before IS NULL) AS new,
                sum(least(v, was)) FILTER (before = period - INTERVAL 1 MONTH) AS retained,
                sum(greatest(v - was, 0)) FILTER (before = period - INTERVAL 1 MONTH) AS expansion,
                sum(v) FILTER (before < period - INTERVAL 1 MONTH) AS resurrected,
                sum(greatest(was - v, 0)) FILTER (before = period - INTERVAL 1 MONTH) AS contraction
         FROM b GROUP BY period),
gone AS (SELECT (period + INTERVAL 1 MONTH)::DATE AS period, sum(v) AS churned
         FROM b WHERE after IS NULL OR after > period + INTERVAL 1 MONTH GROUP BY ALL),
c AS (SELECT here.* EXCLUDE (retained, expansion, resurrected, contraction), coalesce(churned, 0) AS churned,
             coalesce(retained, 0) AS retained, coalesce(expansion, 0) AS expansion,
             coalesce(resurrected, 0) AS resurrected, coalesce(contraction, 0) AS contraction,
             lag(revenue) OVER (ORDER BY here.period) AS last FROM here LEFT JOIN gone USING (period))
SELECT period, revenue::DOUBLE AS revenue, coalesce(new, 0)::DOUBLE AS new, retained::DOUBLE AS retained,
       expansion::DOUBLE AS expansion, resurrected::DOUBLE AS resurrected,
       CASE WHEN last IS NOT NULL THEN contraction::DOUBLE END AS contraction,
       CASE WHEN last IS NOT NULL THEN churned::DOUBLE END AS churned, (revenue - last)::DOUBLE AS net,
       CASE WHEN last IS NOT NULL THEN (new + expansion + resurrected)::DOUBLE / (contraction + churned) END AS quick_ratio,
       retained::DOUBLE / last::DOUBLE AS gross_retention
FROM c ORDER BY period;
