-- How many customers a test needs for a lift of the purchases within 14 days of whoever came in the last 180 days.
WITH came AS (SELECT customer, min(time) AS shown FROM events
              WHERE time >= $as_of::DATE - INTERVAL 180 DAY AND time < $as_of GROUP BY customer),
known AS (SELECT customer, shown FROM came WHERE shown::DATE + 14 <= $as_of::DATE),
bought AS (SELECT DISTINCT k.customer FROM known k JOIN events e ON e.customer = k.customer AND e.event = 'purchase'
           AND e.time > k.shown AND e.time < k.shown + INTERVAL 14 DAY),
base AS (SELECT (SELECT count(*) FROM bought) / (SELECT count(*) FROM known) AS p),
lifts AS (SELECT p, lift, p * (1 + lift) AS rate FROM base, (VALUES (.05), (.1), (.15), (.2), (.3), (.5)) l(lift)),
sizes AS (SELECT *, ceil((1.959963984540054 * sqrt(2 * (p + rate) / 2 * (1 - (p + rate) / 2))
                 + 0.8416212335729143 * sqrt(p * (1 - p) + rate * (1 - rate))) ** 2 / (rate - p) ** 2) AS per_arm FROM lifts),
traffic AS (SELECT shown::DATE AS day, sum(count(*)) OVER (ORDER BY shown::DATE) AS so_far FROM came GROUP BY 1)
SELECT lift::DOUBLE AS lift, rate, per_arm, 2 * per_arm AS customers,
       (SELECT min(day) FROM traffic WHERE so_far >= 2 * per_arm) - (SELECT min(day) FROM traffic) + 1 + 14 AS days
FROM sizes;
