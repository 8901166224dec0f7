-- What became of each campaign's e-mails, each once a customer; an order within 7 days of sending is a conversion.
WITH mail AS (
    SELECT customer, campaign, min(time) FILTER (event = 'email_sent') AS sent_at, min(time) AS begun,
           bool_or(event = 'email_open') AS opened, bool_or(event = 'email_click') AS clicked
    FROM touches WHERE starts_with(event, 'email_') AND time < $as_of GROUP BY customer, campaign),
orders AS (SELECT customer, time FROM events WHERE event = 'purchase' AND time < $as_of),
followed AS (
    SELECT m.*, sent_at IS NOT NULL AS sent, o.time <= sent_at + INTERVAL 7 DAY AS converted,
           sent_at::DATE + 7 >= $as_of::DATE AS late
    FROM mail m ASOF LEFT JOIN orders o ON m.customer = o.customer AND m.sent_at <= o.time),
counted AS (
    SELECT campaign, count(*) FILTER (sent) AS sent, count(*) FILTER (sent) AS delivered,
           count(*) FILTER (opened) AS opened, count(*) FILTER (clicked) AS clicked,
           count(*) FILTER (opened OR clicked) AS responded, count(*) FILTER (sent AND converted) AS converted,
           0 AS unsubscribed, count(*) FILTER (sent AND late) AS open
    FROM followed GROUP BY campaign)
SELECT *, opened / delivered AS open_rate, clicked / delivered AS click_rate, clicked / opened AS click_to_open,
       responded / delivered AS response_rate, converted / delivered AS conversion_rate
FROM counted;
