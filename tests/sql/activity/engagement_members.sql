-- Engagement of every customer in the 30 days before the analysis date: at most 20 events of a kind a day, weighted,
-- active and passive apart, each 0 to 100 by its largest root, and both together.
WITH w(event, kind, weight) AS (VALUES ('purchase', 'active', 100), ('page_view', 'active', 40), ('store_visit', 'active', 60),
        ('support', 'active', 60), ('survey', 'active', 60), ('social_mention', 'active', 60),
        ('email_open', 'passive', 20), ('email_click', 'passive', 40)),
c AS (SELECT customer, event, least(count(*), 20) AS n FROM events
      WHERE time >= $as_of::DATE - 30 AND event <> 'refund' GROUP BY customer, event, time::DATE),
r AS (SELECT customer, sqrt(coalesce(sum(n * weight) FILTER (kind = 'active'), 0)) AS a,
             sqrt(coalesce(sum(n * weight) FILTER (kind = 'passive'), 0)) AS p
      FROM c JOIN w USING (event) GROUP BY customer),
s AS (SELECT customer, 100 * a / max(a) OVER () AS active, 100 * p / max(p) OVER () AS passive FROM r)
SELECT customer, coalesce(0.7 * active + 0.3 * passive, 0) AS score, coalesce(active, 0) AS active,
       coalesce(passive, 0) AS passive
FROM customers LEFT JOIN s USING (customer);
