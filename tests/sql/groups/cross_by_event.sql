-- How kinds of event and months go together: interactions in each cell, against what their totals let expect.
WITH c AS (SELECT event, date_trunc('month', time)::DATE AS period, count(*) AS value, count(DISTINCT customer) AS customers
           FROM events GROUP BY ALL),
r AS (SELECT event, sum(value)::BIGINT AS r FROM c GROUP BY event),
k AS (SELECT period, sum(value)::BIGINT AS k FROM c GROUP BY period),
w AS (SELECT sum(r)::BIGINT AS whole FROM r)
SELECT event, period, coalesce(c.value, 0) AS value, coalesce(c.value, 0) / r AS row_share,
       coalesce(c.value, 0) / k AS column_share, coalesce(c.value, 0) / whole AS total_share, r * k / whole AS expected,
       100 * coalesce(c.value, 0) / (r * k / whole) AS index, coalesce(customers, 0) AS customers
FROM r CROSS JOIN k CROSS JOIN w LEFT JOIN c USING (event, period) ORDER BY ALL;
