-- The same interactions with what optional columns tell of them, and the e-mails that were sent, which are no events.
CREATE TABLE touches AS
SELECT customer, time, event, channel, amount, NULL AS session, NULL AS campaign
FROM events WHERE event NOT IN ('page_view', 'email_open', 'email_click')
UNION ALL SELECT customer_id, viewed_at, 'page_view', channel, NULL, session_id, NULL
FROM shop.page_views WHERE customer_id IS NOT NULL AND viewed_at < $as_of
UNION ALL SELECT customer_id, event_at, event, NULL, NULL, NULL, campaign FROM shop.emails WHERE event_at < $as_of;
