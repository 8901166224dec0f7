-- Kinds of event by how many customers do them, and how often.
WITH e AS (SELECT customer, event FROM events WHERE time < $as_of),
c AS (SELECT event, count(DISTINCT customer) AS customers, count(*) AS interactions FROM e GROUP BY event),
r AS (SELECT event, customers, customers / (SELECT count(DISTINCT customer) FROM e) AS reach, interactions,
             interactions / customers AS per_customer FROM c)
SELECT *, CASE WHEN customers >= (SELECT median(customers) FROM r) THEN 'many, ' ELSE 'few, ' END
          || CASE WHEN per_customer >= (SELECT median(per_customer) FROM r) THEN 'often' ELSE 'seldom' END AS quadrant
FROM r;
