-- The net promoter score by month: the latest answer of each customer and month.
WITH latest AS (SELECT customer, date_trunc('month', answered_at)::DATE AS period, nps FROM survey
                WHERE answered_at < $as_of AND nps BETWEEN 0 AND 10
                QUALIFY row_number() OVER (PARTITION BY customer, period ORDER BY answered_at DESC) = 1),
c AS (SELECT period, count(*) AS answers, count(*) FILTER (nps >= 9) AS promoters,
             count(*) FILTER (nps >= 7 AND nps < 9) AS passives, count(*) FILTER (nps < 7) AS detractors
      FROM latest GROUP BY period),
s AS (SELECT *, (promoters - detractors) / answers AS net, (promoters + detractors) / answers AS moved FROM c),
m AS (SELECT *, 1.959963984540054 * sqrt((moved - net ** 2) / answers) AS margin FROM s)
SELECT period, answers, promoters, passives, detractors, 100 * net AS nps, 100 * greatest(net - margin, -1) AS low,
       100 * least(net + margin, 1) AS high
FROM m;
