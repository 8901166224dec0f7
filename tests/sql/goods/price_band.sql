-- Where the prices a customer paid stand among those of their category: below, and half of those alike.
WITH priced AS (SELECT customer, category, round(amount / quantity, 4) AS price FROM lines WHERE quantity > 0),
places AS (SELECT customer, (rank() OVER w - 1 + count(*) OVER (PARTITION BY category, price) / 2)
                            / count(*) OVER (PARTITION BY category) AS place
           FROM priced WINDOW w AS (PARTITION BY category ORDER BY price))
SELECT customer, avg(place) AS price_level, NULL::DOUBLE AS offers, count(*) AS priced_lines,
       CASE WHEN price_level >= 0.75 THEN 'high-end' WHEN price_level <= 0.25 THEN 'value' ELSE 'middle' END AS segment
FROM places GROUP BY customer;
