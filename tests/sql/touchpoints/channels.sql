-- What each channel brings: customers, events, first contacts, orders, revenue, enquiries, and who uses it alone.
WITH e AS (SELECT customer, coalesce(channel, '(none)') AS channel, channel AS told, event, amount FROM events
           WHERE time < $as_of),
by_customer AS (SELECT customer, count(DISTINCT told) AS channels, coalesce(min(told), '(none)') AS only_one
                FROM e GROUP BY customer),
alone AS (SELECT only_one AS channel, count(*) AS only_here FROM by_customer WHERE channels <= 1 GROUP BY only_one),
firsts AS (SELECT coalesce(channel, '(none)') AS channel FROM events
           WHERE time < $as_of QUALIFY row_number() OVER (PARTITION BY customer ORDER BY time) = 1),
new AS (SELECT channel, count(*) AS new FROM firsts GROUP BY channel),
counted AS (
    SELECT channel, count(DISTINCT customer) AS customers, count(*) AS interactions,
           count(*) FILTER (event = 'purchase') AS orders,
           count(DISTINCT customer) FILTER (event = 'purchase') AS buyers,
           coalesce(sum(amount) FILTER (event IN ('purchase', 'refund')), 0)::DOUBLE AS revenue,
           sum(amount) FILTER (event = 'purchase')::DOUBLE AS paid,
           count(*) FILTER (event = 'support') AS enquiries
    FROM e GROUP BY channel)
SELECT channel, customers, customers / (SELECT count(*) FROM by_customer) AS share, interactions,
       interactions / customers AS per_customer, coalesce(new, 0) AS new, orders, buyers,
       buyers / customers AS conversion, revenue, paid / orders AS aov, enquiries, coalesce(only_here, 0) AS only_here
FROM counted LEFT JOIN alone USING (channel) LEFT JOIN new USING (channel);
