-- Buyers by month: who bought on two days or more, who came back the month after, who had bought in an earlier month.
WITH a AS (SELECT customer, date_trunc('month', time)::DATE AS period, count(DISTINCT time::DATE) AS days
           FROM events WHERE event = 'purchase' GROUP BY ALL),
b AS (SELECT *, lag(period) OVER w AS before, lead(period) OVER w AS after
      FROM a WINDOW w AS (PARTITION BY customer ORDER BY period)),
c AS (SELECT period, count(*) AS buyers, count(*) FILTER (days >= 2) AS repeat_buyers,
             CASE WHEN period + INTERVAL 2 MONTH <= $as_of::DATE
                  THEN count(*) FILTER (after = period + INTERVAL 1 MONTH) END AS returning_next,
             count(before) AS returning_buyers FROM b GROUP BY period)
SELECT period, buyers, repeat_buyers, repeat_buyers / buyers AS repurchase_rate, returning_next,
       returning_next / buyers AS return_rate, returning_buyers, returning_buyers / buyers AS returning_share
FROM c ORDER BY period;
