"""With every effect off, the file holds the stated process: its moments lie within three standard errors."""

from __future__ import annotations

from math import log, pi
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_data import latent

if TYPE_CHECKING:
    from conftest import Shop

    from sample_data.arrays import Floats


def z(differences: Floats) -> float:
    """The mean of differences that should be zero on average, in its own standard errors."""
    return float(differences.mean() / (differences.std(ddof=1) / np.sqrt(len(differences))))


@pytest.fixture(scope="module")
def repeats(bare: Shop) -> tuple[Floats, Floats]:
    """Each customer's repeat orders, and weeks since its first."""
    found = bare.numbers(
        "SELECT count(*) - 1 AS x, epoch(TIMESTAMP '2025-01-01' - min(ordered_at)) / 604800 AS t"
        " FROM orders GROUP BY customer_id"
    )
    return np.asarray(found["x"], dtype=float), np.asarray(found["t"], dtype=float)


def test_mean_of_repeats_is_pareto_nbd(bare: Shop, repeats: tuple[Floats, Floats]) -> None:
    p = bare.truth.purchases
    x, t = repeats
    expected = p.r * p.beta / (p.alpha * (p.s - 1)) * (1 - (p.beta / (p.beta + t)) ** (p.s - 1))
    assert abs(z(x - expected)) < 3


def test_spread_of_repeats_is_pareto_nbd(bare: Shop, repeats: tuple[Floats, Floats]) -> None:
    """E[X(X − 1)] = E[λ²]·E[min(lifetime, T)²], the second in closed form by parts."""
    p = bare.truth.purchases
    x, t = repeats
    b, s = p.beta, p.s

    def part(u: Floats) -> Floats:  # ∫ 2(u − β)·(β/u)^s du
        return 2 * b**s * (u ** (2 - s) / (2 - s) - b * u ** (1 - s) / (1 - s))

    squared_life = part(b + t) - part(np.full_like(t, b))
    expected = p.r * (p.r + 1) / p.alpha**2 * squared_life
    assert abs(z(x * (x - 1) - expected)) < 3


def test_as_many_are_active_as_the_process_says(bare: Shop, repeats: tuple[Floats, Floats]) -> None:
    p = bare.truth.purchases
    survives = (p.beta / (p.beta + repeats[1])) ** p.s
    error = np.sqrt((survives * (1 - survives)).sum())
    assert abs(bare.truth.drawn.active - survives.sum()) < 3 * error


def test_purchases_are_uniform_in_life(bare: Shop) -> None:
    """The middle of a customer's last known purchases is no season of its own: of two repeats by
    customers who never leave, the first is at a third of the time, the second at two thirds."""
    truth = latent(bare.truth)
    stays = {f"C{number + 1:06d}" for number in truth.filter("active")["customer"]}
    found = bare.rows(
        "SELECT customer_id, list(epoch(ordered_at) ORDER BY ordered_at) FROM orders"
        " GROUP BY customer_id HAVING count(*) = 3"
    )
    end = 1_735_689_600  # 2025-01-01
    parts = np.asarray([[(at - o[0]) / (end - o[0]) for at in o[1:]] for who, o in found if who in stays])
    assert len(parts) > 500
    assert abs(z(parts[:, 0] - 1 / 3)) < 3
    assert abs(z(parts[:, 1] - 2 / 3)) < 3


def test_spend_is_gamma_gamma(bare: Shop) -> None:
    """Mean, and mean and variance of logarithms, for which whole p and q have closed forms."""
    g = bare.truth.spend
    found = bare.numbers("SELECT arg_min(amount, ordered_at)::DOUBLE AS z FROM orders GROUP BY customer_id")
    amounts = np.asarray(found["z"], dtype=float)
    assert abs(z(amounts - g.p * g.gamma / (g.q - 1))) < 3

    def digamma(n: float) -> float:  # less Euler's constant, which cancels
        return sum(1 / k for k in range(1, int(n)))

    def trigamma(n: float) -> float:
        return pi**2 / 6 - sum(1 / k**2 for k in range(1, int(n)))

    centred = np.log(amounts) - (digamma(g.p) - digamma(g.q) + log(g.gamma))
    assert abs(z(centred)) < 3
    assert abs(z(centred**2 - trigamma(g.p) - trigamma(g.q))) < 3


def test_spend_does_not_depend_on_how_often(bare: Shop) -> None:
    found = bare.numbers("SELECT ln(1 + count(*)) AS f, avg(ln(amount)) AS m FROM orders GROUP BY customer_id")
    f, m = (np.asarray(found[name], dtype=float) for name in "fm")
    assert abs(np.corrcoef(f, m)[0, 1]) < 3 / np.sqrt(len(f))


def test_orders_are_occasions_unless_same_day_is_on(bare: Shop, shop: Shop) -> None:
    """Only who leaves within days of the first order may have two on one day."""
    twice = (
        "SELECT count(*) FROM (SELECT customer_id FROM (SELECT DISTINCT * FROM orders)"
        " WHERE customer_id IS NOT NULL GROUP BY customer_id, ordered_at::DATE HAVING count(*) > 1)"
    )
    assert bare.one(twice)[0] < bare.truth.counts["orders"] / 1000
    assert shop.one(twice)[0] > shop.truth.drawn.same_day_orders / 2


def test_latent_tells_who_is_who(bare: Shop, shop: Shop) -> None:
    for one in (bare, shop):
        truth = latent(one.truth)
        assert truth["active"].sum() == one.truth.drawn.active
        assert truth["buyer"].sum() == one.truth.drawn.buyers
        assert truth.filter("active", ~truth["buyer"]).is_empty()
