-- What is wrong with the sample shop, counted on its own tables: check, table, column, rows that have it, rows looked at.
-- `later` is the day after the file was written. Emails that were only sent and arms of the test are read, but are no events.
WITH sizes(name, col, looked) AS (
  SELECT 'emails', 'event_at', count(*) FROM emails
  UNION ALL SELECT 'experiment', 'assigned_at', count(*) FROM experiment
  UNION ALL SELECT 'orders', 'ordered_at', count(*) FROM orders
  UNION ALL SELECT 'page_views', 'viewed_at', count(*) FROM page_views
  UNION ALL SELECT 'refunds', 'refunded_at', count(*) FROM refunds
  UNION ALL SELECT 'social_mentions', 'mentioned_at', count(*) FROM social_mentions
  UNION ALL SELECT 'store_visits', 'visited_at', count(*) FROM store_visits
  UNION ALL SELECT 'support', 'opened_at', count(*) FROM support
  UNION ALL SELECT 'survey', 'answered_at', count(*) FROM survey),
times(name, customer, stamp, is_event) AS (
  SELECT 'emails', customer_id, event_at::VARCHAR, event <> 'email_sent' FROM emails
  UNION ALL SELECT 'experiment', customer_id, assigned_at::VARCHAR, false FROM experiment
  UNION ALL SELECT 'orders', customer_id, ordered_at::VARCHAR, true FROM orders
  UNION ALL SELECT 'page_views', customer_id, viewed_at::VARCHAR, true FROM page_views
  UNION ALL SELECT 'refunds', customer_id, refunded_at::VARCHAR, true FROM refunds
  UNION ALL SELECT 'social_mentions', customer_id, mentioned_at::VARCHAR, true FROM social_mentions
  UNION ALL SELECT 'store_visits', customer_id, visited_at::VARCHAR, true FROM store_visits
  UNION ALL SELECT 'support', customer_id, opened_at::VARCHAR, true FROM support
  UNION ALL SELECT 'survey', customer_id, answered_at::VARCHAR, true FROM survey),
doubled(name, rows) AS (
  SELECT 'emails', (SELECT count(*) FROM emails) - (SELECT count(*) FROM (SELECT DISTINCT * FROM emails))
  UNION ALL SELECT 'experiment', (SELECT count(*) FROM experiment) - (SELECT count(*) FROM (SELECT DISTINCT * FROM experiment))
  UNION ALL SELECT 'orders', (SELECT count(*) FROM orders) - (SELECT count(*) FROM (SELECT DISTINCT * FROM orders))
  UNION ALL SELECT 'page_views', (SELECT count(*) FROM page_views) - (SELECT count(*) FROM (SELECT DISTINCT * FROM page_views))
  UNION ALL SELECT 'refunds', (SELECT count(*) FROM refunds) - (SELECT count(*) FROM (SELECT DISTINCT * FROM refunds))
  UNION ALL SELECT 'social_mentions', (SELECT count(*) FROM social_mentions) - (SELECT count(*) FROM (SELECT DISTINCT * FROM social_mentions))
  UNION ALL SELECT 'store_visits', (SELECT count(*) FROM store_visits) - (SELECT count(*) FROM (SELECT DISTINCT * FROM store_visits))
  UNION ALL SELECT 'support', (SELECT count(*) FROM support) - (SELECT count(*) FROM (SELECT DISTINCT * FROM support))
  UNION ALL SELECT 'survey', (SELECT count(*) FROM survey) - (SELECT count(*) FROM (SELECT DISTINCT * FROM survey))),
read AS (SELECT *, try_cast(stamp AS TIMESTAMP) AS time FROM times),
good AS (SELECT * FROM read WHERE is_event AND customer <> '' AND time >= TIMESTAMP '1971-01-01' AND time < $later::DATE + 1),
log AS (  -- rows of one order are one event
  SELECT customer_id AS customer, min(ordered_at) AS time, 'purchase' AS event, sum(amount) AS amount FROM orders
  WHERE customer_id <> '' AND ordered_at BETWEEN TIMESTAMP '1971-01-01' AND $later::DATE + 1 GROUP BY customer_id, order_id
  UNION ALL SELECT customer_id, refunded_at, 'refund', amount FROM refunds
  UNION ALL SELECT customer, time, name, NULL FROM good WHERE name NOT IN ('orders', 'refunds')),
checks(check_, name, col, rows, looked) AS (
  SELECT 'exact_duplicates', name, NULL, doubled.rows, looked FROM doubled JOIN sizes USING (name)
  UNION ALL SELECT 'unreadable', name, col, count(*) FILTER (stamp IS NOT NULL AND time IS NULL), any_value(looked) FROM read JOIN sizes USING (name) GROUP BY ALL
  UNION ALL SELECT 'far_past', name, col, count(*) FILTER (time < TIMESTAMP '1971-01-01'), any_value(looked) FROM read JOIN sizes USING (name) GROUP BY ALL
  UNION ALL SELECT 'future', name, col, count(*) FILTER (time >= $later::DATE + 1), any_value(looked) FROM read JOIN sizes USING (name) GROUP BY ALL
  UNION ALL SELECT 'missing', name, 'customer_id', count(*) FILTER (customer IS NULL OR customer = ''), any_value(looked) FROM read JOIN sizes USING (name) GROUP BY ALL
  UNION ALL SELECT 'missing', name, col, count(*) FILTER (stamp IS NULL), any_value(looked) FROM read JOIN sizes USING (name) GROUP BY ALL
  UNION ALL SELECT 'missing', 'orders', 'amount', count(*) FILTER (amount IS NULL), count(*) FROM orders
  UNION ALL SELECT 'missing', 'orders', 'channel', count(*) FILTER (channel IS NULL OR channel = ''), count(*) FROM orders
  UNION ALL SELECT 'missing', 'support', 'channel', count(*) FILTER (channel IS NULL OR channel = ''), count(*) FROM support
  UNION ALL SELECT 'unreadable', 'orders', 'amount', 0, count(*) FROM orders
  UNION ALL SELECT 'unreadable', 'refunds', 'amount', 0, count(*) FROM refunds
  UNION ALL SELECT 'zero_amount', 'orders', 'amount', count(*) FILTER (amount = 0), count(*) FROM orders
  UNION ALL SELECT 'negative_amount', 'orders', 'amount', count(*) FILTER (amount < 0), count(*) FROM orders
  UNION ALL SELECT 'spelling', 'orders', NULL, count(*) FILTER (channel <> lower(trim(channel)) AND channel <> ''), count(*) FROM orders
  UNION ALL SELECT 'excluded', 'emails', NULL, count(*) FILTER (event = 'email_sent'), count(*) FROM emails
  UNION ALL SELECT 'excluded', 'experiment', NULL, count(*), count(*) FROM experiment
  UNION ALL SELECT 'mixed_formats', 'survey', 'answered_at', sum(n) - max(n), (SELECT count(*) FROM survey)
    FROM (SELECT count(*) AS n FROM survey WHERE try_cast(answered_at AS TIMESTAMP) IS NOT NULL
          GROUP BY regexp_replace(answered_at::VARCHAR, '[0-9]', '0', 'g'))
  UNION ALL SELECT 'orphan', 'log', NULL, count(*) FILTER (customer NOT IN (SELECT customer_id FROM customers)), count(*) FROM log
  UNION ALL SELECT 'no_event', 'log', NULL, count(*) FILTER (id NOT IN (SELECT customer FROM log)), count(*)
    FROM (SELECT customer_id AS id FROM customers UNION SELECT customer FROM log)
  UNION ALL SELECT 'refund_before_purchase', 'log', NULL, count(*) FILTER (NOT EXISTS
      (SELECT 1 FROM log p WHERE p.event = 'purchase' AND p.customer = r.customer AND p.time <= r.time)), count(*)
    FROM log r WHERE event = 'refund'
  UNION ALL SELECT 'same_day_and_amount', 'log', NULL, sum(n - 1) FILTER (amount <> 0), sum(n)
    FROM (SELECT customer, time::DATE, amount, count(*) AS n FROM log WHERE event = 'purchase' GROUP BY ALL)
  UNION ALL SELECT 'listed_twice', 'customers', NULL, count(*) - count(DISTINCT customer_id), 0 FROM customers)
SELECT check_ AS "check", name AS "table", col AS "column", rows::BIGINT AS rows, looked::BIGINT AS "of" FROM checks;
