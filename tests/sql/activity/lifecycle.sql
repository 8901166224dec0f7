-- The lifecycle stages by the 80 % and 95 % quantiles of all gaps, each with its size, activity, worth and trend.
WITH d AS (SELECT DISTINCT customer, time::DATE AS day FROM events WHERE event = 'purchase'),
g AS (SELECT customer, day, day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap FROM d),
q AS (SELECT quantile_cont(gap, 0.8) AS silent, quantile_cont(gap, 0.95) AS churned FROM g),
s AS (SELECT customer, $as_of::DATE - min(day) AS age, $as_of::DATE - max(day) AS recency, count(*) AS frequency
      FROM g GROUP BY customer),
m AS (SELECT k.customer, recency, frequency, CASE
        WHEN age IS NULL THEN 'prospect' WHEN age <= 30 AND frequency = 1 THEN 'new'
        WHEN recency > churned THEN 'churned' WHEN recency > silent THEN 'silent' ELSE 'active' END AS segment
      FROM customers k LEFT JOIN (SELECT * FROM s, q) s USING (customer)),
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
