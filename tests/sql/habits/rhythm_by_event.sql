-- Interactions, customers and events a calendar day by kind of event, weekday (1 = Monday) and hour.
WITH e AS (SELECT event, isodow(time) AS weekday, hour(time) AS hour, count(*) AS interactions,
                  count(DISTINCT customer) AS customers
           FROM events GROUP BY ALL),
d AS (SELECT isodow(day) AS weekday, count(*) AS days
      FROM (SELECT unnest(generate_series(min(time)::DATE, $as_of::DATE - 1, INTERVAL 1 DAY)) AS day FROM events) GROUP BY ALL),
k AS (SELECT DISTINCT event FROM events)
SELECT event, d.weekday, h.hour, coalesce(interactions, 0) AS interactions, coalesce(customers, 0) AS customers,
       coalesce(interactions, 0) / days AS per_day
FROM k CROSS JOIN d CROSS JOIN (SELECT unnest(range(24)) AS hour) h LEFT JOIN e USING (event, weekday, hour) ORDER BY ALL;
