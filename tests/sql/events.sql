-- The sample shop's interactions in one table, cleaned as the mapping says: no row without a customer, none after
-- the last possible day, one purchase an order, channels spelled alike, refunds negative, sent e-mails left out. Page views tell their session
-- and the item they show.
CREATE TABLE events AS
SELECT customer_id AS customer, min(ordered_at) AS time, 'purchase' AS event, min(lower(trim(channel))) AS channel,
       sum(amount)::DECIMAL(18, 4) AS amount
FROM shop.orders WHERE customer_id IS NOT NULL AND ordered_at < $as_of GROUP BY customer_id, order_id
UNION ALL BY NAME SELECT customer_id AS customer, refunded_at AS time, 'refund' AS event, -amount AS amount
FROM shop.refunds WHERE customer_id IS NOT NULL AND refunded_at < $as_of
UNION ALL BY NAME SELECT customer_id AS customer, viewed_at AS time, 'page_view' AS event, channel,
       session_id AS session, product_id AS item
FROM shop.page_views WHERE customer_id IS NOT NULL AND viewed_at < $as_of
UNION ALL BY NAME SELECT customer_id AS customer, event_at AS time, event FROM shop.emails WHERE event <> 'email_sent'
UNION ALL BY NAME SELECT customer_id AS customer, opened_at AS time, 'support' AS event, channel FROM shop.support
UNION ALL BY NAME SELECT customer_id AS customer, mentioned_at AS time, 'social_mention' AS event, platform AS channel FROM shop.social_mentions
UNION ALL BY NAME SELECT customer_id AS customer, visited_at AS time, 'store_visit' AS event FROM shop.store_visits
UNION ALL BY NAME SELECT customer_id AS customer, answered_at AS time, 'survey' AS event FROM shop.survey;
