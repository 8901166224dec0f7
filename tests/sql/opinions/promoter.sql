-- Promoters, passives and detractors by the latest answer, each with its size, activity, worth, recency and trend.
WITH p AS (SELECT customer, max(time::DATE) AS last, count(DISTINCT time::DATE) AS frequency FROM events
           WHERE event = 'purchase' GROUP BY customer),
a AS (SELECT customer, nps FROM survey WHERE answered_at < $as_of AND nps BETWEEN 0 AND 10
      QUALIFY row_number() OVER (PARTITION BY customer ORDER BY answered_at DESC) = 1),
m AS (SELECT k.customer, $as_of::DATE - last AS recency, frequency, CASE
        WHEN nps IS NULL THEN 'no answer' WHEN nps >= 9 THEN 'promoters' WHEN nps >= 7 THEN 'passives'
        ELSE 'detractors' END AS segment
      FROM customers k LEFT JOIN p USING (customer) LEFT JOIN a USING (customer)),
e AS (SELECT segment, date_trunc('month', time)::DATE AS period, count(*) AS interactions,
             count(*) FILTER (event = 'purchase') AS orders,
             sum(amount) FILTER (event = 'purchase') AS amount, sum(amount) AS net
      FROM events JOIN m USING (customer) GROUP BY ALL),
people AS (SELECT segment, count(*) AS customers, median(recency) AS days_since_last, count(frequency) AS buyers,
                  count(*) FILTER (frequency >= 2) AS repeaters FROM m GROUP BY segment),
totals AS (SELECT segment, sum(interactions)::BIGINT AS interactions, sum(orders)::BIGINT AS orders,
                  sum(amount) AS amount, coalesce(sum(net), 0) AS net FROM e GROUP BY segment),
months AS (SELECT DISTINCT period FROM e ORDER BY period DESC LIMIT 12),
trend AS (SELECT segment, list(coalesce(e.interactions, 0) / people.customers ORDER BY period) AS trend
          FROM people CROSS JOIN months LEFT JOIN e USING (segment, period) GROUP BY segment)
SELECT segment, customers, customers / sum(customers) OVER () AS share, coalesce(interactions, 0) AS interactions,
       coalesce(interactions, 0) / customers / (SELECT $as_of::DATE - min(time::DATE) FROM events) * 30 AS per_30_days,
       coalesce(orders, 0) AS orders, coalesce(net, 0)::DOUBLE AS revenue,
       coalesce(net, 0)::DOUBLE / (sum(net) OVER ())::DOUBLE AS revenue_share,
       CASE WHEN orders > 0 THEN amount::DOUBLE / orders END AS aov, days_since_last,
       CASE WHEN buyers > 0 THEN repeaters / buyers END AS repeat_rate, trend
FROM people LEFT JOIN totals USING (segment) LEFT JOIN trend USING (segment) ORDER BY segment;
