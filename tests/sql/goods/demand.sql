-- Pieces sold of each item in every complete month since its first sale, and the median change from one to the same
-- month of the next year, by month; normal probabilities are not a thing of SQL.
WITH months AS (SELECT unnest(range(min(date_trunc('month', time)), $as_of::TIMESTAMP, INTERVAL 1 MONTH))::DATE AS month
                FROM events),
sold AS (SELECT name, date_trunc('month', time)::DATE AS month, sum(quantity) AS n FROM lines GROUP BY ALL),
cells AS (SELECT f.name, m.month, coalesce(s.n, 0)::DOUBLE AS n, datediff('month', DATE '2000-01-01', m.month) AS place
          FROM (SELECT name, min(month) AS first FROM sold GROUP BY name) f JOIN months m ON m.month >= f.first
          LEFT JOIN sold s ON s.name = f.name AND s.month = m.month),
counted AS (SELECT name, count(*) AS periods, max(place) AS last FROM cells GROUP BY name),
slopes AS (SELECT a.name, median((b.n - a.n) / (b.place - a.place)) AS slope
           FROM cells a JOIN cells b ON a.name = b.name AND b.place > a.place AND (b.place - a.place) % 12 = 0 GROUP BY ALL),
ends AS (SELECT name, max(n) FILTER (place = last) AS l, max(n) FILTER (place = last - 1) AS b,
              max(n) FILTER (place = last - 12) AS y FROM cells JOIN counted USING (name) GROUP BY name)
SELECT name AS item, l AS last, b AS before, y AS year_before, CASE WHEN b > 0 THEN (l - b) / b END AS change,
       CASE WHEN periods >= 20 THEN slope END AS slope, periods
FROM ends JOIN counted USING (name) LEFT JOIN slopes USING (name);
