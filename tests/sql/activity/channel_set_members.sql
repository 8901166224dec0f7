-- How many channels each customer has used, and which, for those who used any.
WITH c AS (SELECT customer, count(DISTINCT channel) AS channels, string_agg(DISTINCT channel, ' + ' ORDER BY channel) AS name
           FROM events WHERE channel IS NOT NULL GROUP BY customer),
n AS (SELECT name, row_number() OVER (ORDER BY count(*) DESC, min(customer)) AS place FROM c GROUP BY name)
SELECT customer, CASE WHEN place <= 20 THEN name ELSE 'other sets' END AS segment, least(place - 1, 20) AS place, channels
FROM c JOIN n USING (name) ORDER BY customer;
