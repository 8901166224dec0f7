-- The headline figures over everything, in the last month and in the one before.
WITH a AS (SELECT customer, date_trunc('month', time)::DATE AS period, count(*) AS n FROM events GROUP BY ALL),
b AS (SELECT *, lag(period) OVER (PARTITION BY customer ORDER BY period) AS before FROM a),
act AS (SELECT period, count(*) AS active, count(*) FILTER (before IS NULL) AS new,
               count(*) FILTER (before = period - INTERVAL 1 MONTH) AS "returning",
               count(*) FILTER (before < period - INTERVAL 1 MONTH) AS resurrecting, sum(n)::BIGINT AS interactions
        FROM b GROUP BY period),
days AS (SELECT customer, time::DATE AS day, date_trunc('month', time)::DATE AS period, count(*) AS orders, sum(amount) AS amount
         FROM events WHERE event = 'purchase' GROUP BY ALL),
bp AS (SELECT period, customer, count(*) AS occasions, sum(orders) AS orders, sum(amount) AS amount FROM days GROUP BY ALL),
buy AS (SELECT period, sum(orders)::BIGINT AS orders, sum(amount) AS amount, count(*) AS buyers,
               count(*) FILTER (occasions >= 2) AS repeaters FROM bp GROUP BY period),
back AS (SELECT date_trunc('month', time)::DATE AS period, sum(amount) AS refunded FROM events WHERE event = 'refund' GROUP BY ALL),
g AS (SELECT period, day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap FROM days),
gap AS (SELECT period, median(gap) AS median_gap FROM g WHERE gap IS NOT NULL GROUP BY period),
w AS (SELECT period, active, new, "returning", interactions, orders, buyers, median_gap,
             sum(new) OVER (ORDER BY period) AS customers, interactions / active AS per_customer,
             (amount + coalesce(refunded, 0))::DOUBLE AS revenue, amount::DOUBLE / orders AS aov,
             orders / buyers AS purchase_frequency, repeaters / buyers AS repeat_rate,
             "returning" / lag(active) OVER o AS retention,
             (new + resurrecting) / (lag(active) OVER o - "returning") AS quick_ratio
      FROM act LEFT JOIN buy USING (period) LEFT JOIN back USING (period) LEFT JOIN gap USING (period)
      WINDOW o AS (ORDER BY period)),
whole AS (SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(DISTINCT customer) FROM days) AS buyers,
      (SELECT count(DISTINCT customer) FROM a) AS active, (SELECT sum(new) FROM act) AS new, NULL AS "returning",
      (SELECT sum(interactions) FROM act) AS interactions,
      (SELECT sum(interactions) FROM act) / (SELECT count(DISTINCT customer) FROM a) AS per_customer,
      (SELECT sum(orders) FROM buy) AS orders,
      ((SELECT sum(amount) FROM buy) + coalesce((SELECT sum(refunded) FROM back), 0))::DOUBLE AS revenue,
      (SELECT sum(amount)::DOUBLE / sum(orders) FROM buy) AS aov,
      (SELECT sum(orders) FROM buy) / (SELECT count(DISTINCT customer) FROM days) AS purchase_frequency,
      (SELECT avg((n >= 2)::INT) FROM (SELECT count(*) AS n FROM days GROUP BY customer)) AS repeat_rate,
      (SELECT sum("returning") FILTER (p IS NOT NULL) / sum(p) FROM (SELECT "returning", lag(active) OVER (ORDER BY period) AS p FROM act)) AS retention,
      (SELECT sum(new + resurrecting) FILTER (p IS NOT NULL) / (sum(p) - sum("returning") FILTER (p IS NOT NULL))
       FROM (SELECT *, lag(active) OVER (ORDER BY period) AS p FROM act)) AS quick_ratio,
      (SELECT median(gap) FROM g WHERE gap IS NOT NULL) AS median_gap),
measures AS (SELECT unnest(['customers', 'buyers', 'active', 'new', 'returning', 'interactions', 'per_customer', 'orders',
      'revenue', 'aov', 'purchase_frequency', 'repeat_rate', 'retention', 'quick_ratio', 'median_gap']) AS measure,
      generate_subscripts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 1) AS place),
long AS (UNPIVOT (SELECT period, columns(* EXCLUDE period)::DOUBLE FROM w) ON COLUMNS(* EXCLUDE period) INTO NAME measure VALUE v),
vals AS (UNPIVOT (SELECT columns(*)::DOUBLE FROM whole) ON COLUMNS(*) INTO NAME measure VALUE v),
recent AS (SELECT measure, list(v ORDER BY period)[-12:] AS trend FROM long GROUP BY measure)
SELECT measure, vals.v AS value, trend[-1] AS last, trend[-2] AS before, trend[-1] - trend[-2] AS change,
       CASE WHEN trend[-2] <> 0 AND measure NOT IN ('repeat_rate', 'retention') THEN (trend[-1] - trend[-2]) / abs(trend[-2]) END AS change_rate, trend
FROM measures LEFT JOIN vals USING (measure) LEFT JOIN recent USING (measure) ORDER BY place;
