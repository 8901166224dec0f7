-- Purchases divided among the visits × channels of the 30 days before them, by every model.
WITH seen AS (
    SELECT *, coalesce(epoch_ms(time) - epoch_ms(lag(time) OVER (PARTITION BY customer ORDER BY time)), 9e15) AS pause
    FROM touches WHERE event <> 'email_sent' AND time < $as_of),
placed AS (
    SELECT customer, time, event, channel,
           coalesce('s' || session,
                    'g' || count(*) FILTER (pause > 30 * 60000)
                           OVER (PARTITION BY customer ORDER BY time RANGE UNBOUNDED PRECEDING)) AS sitting
    FROM seen),
touch AS (SELECT customer, channel, min(time) AS moment FROM placed
          WHERE channel IS NOT NULL AND event NOT IN ('purchase', 'refund') GROUP BY customer, sitting, channel),
bought AS (SELECT row_number() OVER () AS id, customer, time, amount FROM events WHERE event = 'purchase' AND time < $as_of),
pairs AS (
    SELECT id, b.customer, channel, amount, count(*) OVER purchase AS n,
           row_number() OVER (PARTITION BY id ORDER BY moment) AS place,
           pow(2, -(epoch_ms(time) - epoch_ms(moment)) / 86400000 / 7) AS weight
    FROM bought b JOIN touch t ON b.customer = t.customer AND moment <= time AND moment >= time - INTERVAL 30 DAY
    WINDOW purchase AS (PARTITION BY id)),
shared AS (
    SELECT id, customer, channel, amount, (place = 1)::DOUBLE AS first, (place = n)::DOUBLE AS last, 1 / n AS linear,
           weight / sum(weight) OVER (PARTITION BY id) AS decay,
           CASE n WHEN 1 THEN 1 WHEN 2 THEN .5 ELSE if(place IN (1, n), .4, .2 / (n - 2)) END AS position
    FROM pairs),
lonely AS (SELECT * FROM bought ANTI JOIN pairs USING (id))
SELECT channel, count(*) AS touches, count(DISTINCT customer) AS customers, sum(first) AS first, sum(last) AS last,
       sum(linear) AS linear, sum(decay) AS decay, sum(position)::DOUBLE AS position,
       sum(first * amount) AS revenue_first, sum(last * amount) AS revenue_last, sum(linear * amount) AS revenue_linear,
       sum(decay * amount) AS revenue_decay, sum(position::DOUBLE * amount) AS revenue_position
FROM shared GROUP BY channel
UNION ALL SELECT 'unknown', 0, count(DISTINCT customer), count(*), count(*), count(*), count(*), count(*), sum(amount),
                 sum(amount), sum(amount), sum(amount), sum(amount) FROM lonely;
