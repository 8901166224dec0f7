-- The sample shop's order lines with customer and time of their orders, cleaned as `events` is, and what they cost.
CREATE TABLE lines AS
WITH o AS (SELECT order_id, customer_id AS customer, min(ordered_at) AS time FROM shop.orders
           WHERE customer_id IS NOT NULL AND ordered_at < $as_of GROUP BY ALL)
SELECT o.customer, o.time, o.order_id, l.product_id AS item, p.name, p.category, l.quantity,
       (l.price * l.quantity)::DECIMAL(18, 4) AS amount, (p.cost * l.quantity)::DECIMAL(18, 4) AS cost
FROM shop.order_lines l JOIN o USING (order_id) JOIN shop.products p USING (product_id);
