-- Customers in tenths by net revenue, best first, ties by id.
WITH v AS (SELECT customer, sum(amount) AS v FROM events WHERE event IN ('purchase', 'refund') GROUP BY customer),
r AS (SELECT v, row_number() OVER (ORDER BY v DESC, customer) - 1 AS rank, count(*) OVER () AS n FROM v),
d AS (SELECT 10 * rank // n + 1 AS decile, count(*) AS customers, sum(v)::DOUBLE AS revenue, min(v)::DOUBLE AS least
      FROM r GROUP BY 1)
SELECT decile, customers, revenue, revenue / sum(revenue) OVER () AS share,
       sum(revenue) OVER (ORDER BY decile) / sum(revenue) OVER () AS cumulative, revenue / customers AS per_customer, least
FROM d ORDER BY decile;
