-- The category in most of each customer's orders, if it is alone there and in half of them; else mixed.
WITH held AS (SELECT DISTINCT customer, order_id, category FROM lines),
counts AS (SELECT customer, category, count(*) AS n FROM held GROUP BY ALL),
most AS (SELECT customer, max(n) AS top, arg_max(category, n) AS category FROM counts GROUP BY customer),
tied AS (SELECT customer, count(*) AS ties FROM counts JOIN most USING (customer) WHERE n = top GROUP BY customer),
orders AS (SELECT customer, count(DISTINCT order_id) AS orders FROM held GROUP BY customer)
SELECT customer, CASE WHEN ties = 1 AND top >= orders / 2 THEN category ELSE 'mixed' END AS segment,
       top AS orders_of_favourite, orders
FROM most JOIN tied USING (customer) JOIN orders USING (customer);
