-- Contacts by the month they were opened in: replies, resolutions, and how many needed no second contact.
WITH t AS (SELECT customer, opened_at, date_trunc('month', opened_at)::DATE AS period,
                  CASE WHEN first_reply_at < $as_of THEN first_reply_at END AS replied,
                  CASE WHEN resolved_at < $as_of THEN resolved_at END AS resolved,
                  lead(opened_at) OVER (PARTITION BY customer ORDER BY opened_at) AS later
           FROM support WHERE opened_at < $as_of),
h AS (SELECT *, epoch_ms(replied - opened_at) / 3600000 AS reply, epoch_ms(resolved - opened_at) / 3600000 AS resolution,
             coalesce((resolved + INTERVAL 7 DAYS)::DATE < $as_of::DATE, false) AS settled FROM t),
c AS (SELECT period, count(*) AS tickets, count(DISTINCT customer) AS customers, median(reply) AS median_first_reply,
             quantile_cont(reply, 0.9) AS p90_first_reply, median(resolution) AS median_resolution,
             quantile_cont(resolution, 0.9) AS p90_resolution, count(*) FILTER (settled) AS settled,
             count(*) FILTER (settled AND NOT coalesce(later <= resolved + INTERVAL 7 DAYS, false)) AS first_contact
      FROM h GROUP BY period),
o AS (SELECT date_trunc('month', time)::DATE AS period, count(*) AS orders FROM events
      WHERE event = 'purchase' AND time < $as_of GROUP BY period)
SELECT period, tickets, customers, tickets * 100 / orders AS per_100_orders, median_first_reply, p90_first_reply,
       median_resolution, p90_resolution, settled, first_contact / nullif(settled, 0) AS first_contact_rate
FROM c JOIN o USING (period);
