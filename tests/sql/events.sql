-- The sample shop's interactions in one table, cleaned as the mapping says: no row without a customer, none after
-- the last possible day, one purchase an order, channels spelled alike, refunds negative, sent e-mails left out.
CREATE TABLE events AS
SELECT customer_id AS customer, min(ordered_at) AS time, 'purchase' AS event, min(lower(trim(channel))) AS channel,
       sum(amount)::DECIMAL(18, 4) AS amount
FROM shop.orders WHERE customer_id IS NOT NULL AND ordered_at < $as_of GROUP BY customer_id, order_id
UNION ALL SELECT customer_id, refunded_at, 'refund', NULL, -amount
FROM shop.refunds WHERE customer_id IS NOT NULL AND refunded_at < $as_of
UNION ALL SELECT customer_id, viewed_at, 'page_view', channel, NULL
FROM shop.page_views WHERE customer_id IS NOT NULL AND viewed_at < $as_of
UNION ALL SELECT customer_id, event_at, event, NULL, NULL FROM shop.emails WHERE event <> 'email_sent'
UNION ALL SELECT customer_id, opened_at, 'support', channel, NULL FROM shop.support
UNION ALL SELECT customer_id, mentioned_at, 'social_mention', platform, NULL FROM shop.social_mentions
UNION ALL SELECT customer_id, visited_at, 'store_visit', NULL, NULL FROM shop.store_visits
UNION ALL SELECT customer_id, answered_at, 'survey', NULL, NULL FROM shop.survey;
