-- Every item: buyers, orders, revenue, margin; who began with it, bought it again, came back for anything.
WITH people AS (SELECT customer, min(time::DATE) AS begin, max(time::DATE) AS last FROM lines GROUP BY customer),
pairs AS (SELECT name, customer, min(time::DATE) AS first, max(time::DATE) AS again FROM lines GROUP BY ALL),
who AS (SELECT name, count(*) AS customers, count(*) FILTER (first = begin) AS first_orders,
               count(*) FILTER (again > first) AS bought_again, count(*) FILTER (last > first) AS came_back
        FROM pairs JOIN people USING (customer) GROUP BY name),
sold AS (SELECT name, count(DISTINCT order_id) AS orders, sum(quantity) AS quantity, sum(amount) AS revenue,
                sum(amount - cost) AS margin FROM lines GROUP BY name)
SELECT name AS item, customers, orders, quantity, revenue, revenue / sum(revenue) OVER () AS share, margin,
       margin / revenue AS margin_rate, first_orders, bought_again, bought_again / customers AS repeat_rate, came_back,
       came_back / customers AS return_rate
FROM who JOIN sold USING (name);
