-- After first buying one item: what was bought on the customer's next day with an order; ten customers or more.
WITH held AS (SELECT DISTINCT customer, time::DATE AS day, name FROM lines),
days AS (SELECT customer, day, lead(day) OVER w AS next_day, row_number() OVER w AS n
         FROM (SELECT DISTINCT customer, day FROM held) WINDOW w AS (PARTITION BY customer ORDER BY day)),
starts AS (SELECT customer, name, next_day, next_day - day AS gap
           FROM (SELECT customer, name, min(day) AS day FROM held GROUP BY ALL) JOIN days USING (customer, day)
           WHERE next_day IS NOT NULL),
enough AS (SELECT name, count(*) AS n FROM starts GROUP BY name),
base AS (SELECT name, count(*) / (SELECT count(*) FROM days WHERE n > 1) AS base
         FROM held JOIN days USING (customer, day) WHERE n > 1 GROUP BY name),
pairs AS (SELECT s.name AS item, h.name AS next, count(*) AS customers, median(gap) AS median_days
          FROM starts s JOIN held h ON h.customer = s.customer AND h.day = s.next_day GROUP BY ALL HAVING count(*) >= 10)
SELECT item, next, customers, n AS of, customers / n AS share, base, customers / n / base AS lift, median_days
FROM pairs JOIN enough ON enough.name = item JOIN base ON base.name = next;
