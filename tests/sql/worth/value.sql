-- Revenue as customers × frequency × AOV + refunds in every month (p, the answer's part), and what each factor changed
-- from the last month but one to the last: the average over the six orders in which three factors can change.
WITH p AS (SELECT date_trunc('month', time)::DATE AS period, count(DISTINCT customer) FILTER (event = 'purchase') AS c,
                  count(*) FILTER (event = 'purchase') AS orders,
                  coalesce(sum(amount) FILTER (event = 'purchase'), 0)::DOUBLE AS amount,
                  coalesce(sum(amount) FILTER (event = 'refund'), 0)::DOUBLE AS r
           FROM events WHERE event IN ('purchase', 'refund') AND time < $as_of::DATE GROUP BY ALL),
f AS (SELECT row_number() OVER (ORDER BY period DESC) AS n, c, orders / c AS f, amount / orders AS a, r, amount + r AS v FROM p),
t AS (SELECT l.c AS c1, b.c AS c0, l.f AS f1, b.f AS f0, l.a AS a1, b.a AS a0, l.r AS r1, b.r AS r0, l.v AS v1, b.v AS v0
      FROM f l, f b WHERE l.n = 1 AND b.n = 2),
u AS (SELECT unnest([
        {factor: 'revenue', last: v1, before: v0, contribution: v1 - v0, unit: 'money'},
        {factor: 'customers', last: c1, before: c0,
         contribution: (c1 - c0) * (2 * f0 * a0 + f1 * a0 + f0 * a1 + 2 * f1 * a1) / 6, unit: 'count'},
        {factor: 'purchase_frequency', last: f1, before: f0,
         contribution: (f1 - f0) * (2 * c0 * a0 + c1 * a0 + c0 * a1 + 2 * c1 * a1) / 6, unit: 'rate'},
        {factor: 'aov', last: a1, before: a0,
         contribution: (a1 - a0) * (2 * c0 * f0 + c1 * f0 + c0 * f1 + 2 * c1 * f1) / 6, unit: 'money'},
        {factor: 'refunds', last: r1, before: r0, contribution: r1 - r0, unit: 'money'}], recursive := true), v0 FROM t)
SELECT factor, last, before, last - before AS change, (last - before) / abs(before) AS change_rate, contribution,
       contribution / abs(v0) AS share, unit
FROM u;
