-- Orders at weekends of women and of everyone else in the quarter of an offer, and four times as many days before.
WITH known AS (SELECT customer, coalesce(sex, '') = 'female' AS treated FROM people
               WHERE customer NOT IN (SELECT customer FROM events GROUP BY customer HAVING min(time) >= DATE '2024-04-06')),
days AS (SELECT DATE '2023-04-28' + n::INTEGER AS day FROM range(430) t(n)),
counted AS (SELECT count(*) FILTER (day < DATE '2024-04-06') AS before, count(*) FILTER (day >= DATE '2024-04-06') AS after
            FROM days WHERE isodow(day) >= 6),
did AS (SELECT customer, count(*) FILTER (time < DATE '2024-04-06') AS before, count(*) FILTER (time >= DATE '2024-04-06') AS after
        FROM events WHERE event = 'purchase' AND time >= DATE '2023-04-28' AND time < DATE '2024-07-01' AND time < $as_of
        AND isodow(time) >= 6 GROUP BY customer),
summed AS (SELECT treated, count(*) AS customers, sum(before) AS b, sum(after) AS a FROM known LEFT JOIN did USING (customer) GROUP BY 1)
SELECT CASE WHEN treated THEN 'sex=female' ELSE 'everyone else' END AS "group", customers,
       b / customers / counted.before * 30 AS before, a / customers / counted.after * 30 AS after,
       (a / counted.after) / (b / counted.before) - 1 AS change
FROM summed, counted;
