-- Net revenue of monthly cohorts by months since the first order, and cumulated, also where nobody paid.
WITH m AS (SELECT customer, date_trunc('month', time)::DATE AS period, sum(amount) AS v,
                  count(*) FILTER (event = 'purchase') AS orders
           FROM events WHERE event IN ('purchase', 'refund') GROUP BY ALL),
c AS (SELECT *, min(period) FILTER (orders > 0) OVER (PARTITION BY customer) AS cohort FROM m),
r AS (SELECT cohort, date_diff('month', cohort, period) AS interval, sum(v) AS revenue,
             count(*) FILTER (period = cohort) AS size FROM c WHERE period >= cohort GROUP BY ALL),
g AS (SELECT cohort, size, unnest(range(0, date_diff('month', cohort, $as_of::DATE))) AS interval
      FROM r WHERE interval = 0)
SELECT cohort, g.size, interval, coalesce(revenue, 0)::DOUBLE AS revenue,
       (sum(coalesce(revenue, 0)) OVER (PARTITION BY cohort ORDER BY interval))::DOUBLE AS cumulative,
       cumulative / g.size AS per_customer
FROM g LEFT JOIN r USING (cohort, interval) ORDER BY cohort, interval;
