-- Deals by stage: how many, what they are about, weighted by the win rate of all that were closed, and their age.
WITH d AS (
    SELECT *, CASE stage WHEN 'Won' THEN 'won' WHEN 'Lost' THEN 'lost' ELSE 'open' END AS outcome FROM deals),
known AS (
    SELECT avg((outcome = 'won')::INTEGER) FILTER (outcome <> 'open') AS rate,
           greatest(date_trunc('day', max(opened)), date_trunc('day', max(closed) FILTER (outcome <> 'open')))
           + INTERVAL 1 DAY AS until FROM d)
SELECT stage, outcome, count(*) AS deals, sum(amount) AS amount,
       sum(amount) * CASE outcome WHEN 'won' THEN 1 WHEN 'lost' THEN 0 ELSE any_value(rate) END AS weighted,
       median((epoch_ms(if(outcome = 'open', until, closed)) - epoch_ms(opened)) / 86400000) AS median_age
FROM d, known GROUP BY stage, outcome ORDER BY list_position(['open', 'won', 'lost'], outcome), deals DESC, stage;
