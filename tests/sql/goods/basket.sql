-- Two items in one order, ten orders or more: both rules of each pair.
WITH held AS (SELECT DISTINCT order_id, name FROM lines),
alone AS (SELECT name, count(*) AS n FROM held GROUP BY name),
every AS (SELECT count(DISTINCT order_id)::DOUBLE AS n FROM held),
pairs AS (SELECT a.name AS item, b.name AS other, count(*) AS orders
         FROM held a JOIN held b ON a.order_id = b.order_id AND a.name <> b.name GROUP BY ALL HAVING count(*) >= 10)
SELECT item, other AS with, orders, x.n AS item_orders, y.n AS with_orders, orders / e.n AS support,
       orders / x.n AS confidence, (orders / x.n) / (y.n / e.n) AS lift,
       orders / e.n - (x.n / e.n) * (y.n / e.n) AS leverage,
       CASE WHEN orders < x.n THEN (1 - y.n / e.n) / (1 - orders / x.n) END AS conviction
FROM pairs JOIN alone x ON x.name = item JOIN alone y ON y.name = other, every e;
