-- The engagement bands, each with its size, activity, worth, recency and trend.
WITH w(event, kind, weight) AS (VALUES ('purchase', 'active', 100), ('page_view', 'active', 40), ('store_visit', 'active', 60),
        ('support', 'active', 60), ('survey', 'active', 60), ('social_mention', 'active', 60),
        ('email_open', 'passive', 20), ('email_click', 'passive', 40)),
c AS (SELECT customer, event, least(count(*), 20) AS n FROM events
      WHERE time >= $as_of::DATE - 30 AND event <> 'refund' GROUP BY customer, event, time::DATE),
r AS (SELECT customer, sqrt(coalesce(sum(n * weight) FILTER (kind = 'active'), 0)) AS a,
             sqrt(coalesce(sum(n * weight) FILTER (kind = 'passive'), 0)) AS p
      FROM c JOIN w USING (event) GROUP BY customer),
s AS (SELECT customer, 70 * a / max(a) OVER () + 30 * p / max(p) OVER () AS score FROM r),
b AS (SELECT customer, max(time::DATE) AS last, count(DISTINCT time::DATE) AS frequency
      FROM events WHERE event = 'purchase' GROUP BY customer),
m AS (SELECT k.customer, $as_of::DATE - last AS recency, frequency,
             CASE WHEN score > 75 THEN 'top' WHEN score > 50 THEN 'high' WHEN score > 25 THEN 'medium'
                  WHEN score > 0 THEN 'low' ELSE 'none' END AS segment
      FROM customers k LEFT JOIN s USING (customer) LEFT JOIN b USING (customer)),
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
