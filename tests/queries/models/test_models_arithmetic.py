"""The models against their definitions: quadrature, simulation, limits, and numbers that would overflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammaln

from queries.errors import CancelledError
from queries.models import dropout, gamma_gamma, pareto_nbd, purchases
from queries.models.histories import Histories
from queries.models.purchases import MODELS

if TYPE_CHECKING:
    from queries.models.purchase_model import PurchaseModel

EVERY = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
parameters = st.tuples(*[st.floats(0.05, 20.0)] * 4).map(np.array)


def never() -> None:
    """Nobody stops these fits."""


def one(x: float, t_x: float, t: float) -> Histories:
    return Histories(np.array([x]), np.array([t_x]), np.array([t]), np.ones(1))


def pareto_by_quadrature(theta: np.ndarray, x: float, t_x: float, t: float) -> float:
    r, alpha, s, beta = theta
    alive = (alpha + t) ** -(r + x) * (beta + t) ** -s
    left, _ = quad(lambda tau: (alpha + tau) ** -(r + x) * (beta + tau) ** -(s + 1), t_x, t, epsabs=0, epsrel=1e-11)
    return float(gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + np.log(alive + s * left))


@pytest.mark.parametrize("theta", [(1.1, 12.0, 0.6, 20.0), (0.55, 10.6, 0.61, 3.0), (2.0, 5.0, 1.0, 5.0)])
@pytest.mark.parametrize(("x", "t_x", "t"), [(0, 0, 10), (3, 20, 39), (12, 38.9, 39), (1, 5, 90)])
def test_pareto_likelihood_is_the_integral_over_leaving(
    theta: tuple[float, ...], x: float, t_x: float, t: float
) -> None:
    found = MODELS["pareto"].log_likelihood(np.array(theta), one(x, t_x, t))
    assert found == pytest.approx(pareto_by_quadrature(np.array(theta), x, t_x, t), rel=1e-9)


@EVERY
@settings(max_examples=30)
@example(theta=np.array([0.05, 0.05078125, 0.05, 3.0]), t=24.0)
@given(theta=parameters, t=st.floats(0.1, 200.0))
def test_numbers_of_repeats_are_a_distribution(model: PurchaseModel, theta: np.ndarray, t: float) -> None:
    chances = model.repeats(theta, np.array([t]), 60)[:, 0]
    assert np.all(chances >= -1e-9)
    assert chances.sum() <= 1 + 1e-6
    assert np.arange(61) @ chances <= model.expected(theta, np.array([t]))[0] + 1e-6


@EVERY
def test_the_mean_of_that_distribution_is_the_expectation(model: PurchaseModel) -> None:
    theta, t = np.array([0.8, 9.0, 0.7, 2.5]), np.array([1.0, 30.0, 100.0])
    chances = model.repeats(theta, t, 600)
    assert chances.sum(axis=0) == pytest.approx(1, abs=1e-6)
    assert np.arange(601) @ chances == pytest.approx(model.expected(theta, t), rel=1e-5)


@EVERY
def test_a_new_customer_is_expected_to_do_as_one_without_history(model: PurchaseModel) -> None:
    theta, t = np.array([0.8, 9.0, 0.7, 2.5]), 40.0
    new = model.ahead(theta, one(0, 0, 0), t)
    assert new == pytest.approx(model.expected(theta, np.array([t])), rel=1e-9)


@EVERY
@settings(max_examples=30)
@given(theta=parameters, x=st.integers(0, 300), last=st.floats(0.01, 1.0), t=st.floats(2.0, 500.0))
def test_nothing_overflows_and_chances_are_chances(
    model: PurchaseModel, theta: np.ndarray, x: int, last: float, t: float
) -> None:
    known = one(x, last * t if x else 0.0, t)
    assert np.isfinite(model.log_likelihood(theta, known)).all()
    alive = model.alive(theta, known)[0]
    assert 0 <= alive <= 1
    ahead = [model.ahead(theta, known, days)[0] for days in (1.0, 10.0, 100.0)]
    assert np.isfinite(ahead).all()
    assert 0 <= ahead[0] <= ahead[1] * (1 + 1e-9) <= ahead[2] * (1 + 1e-9) ** 2
    # Nobody is expected to buy more than somebody who stays for good.
    assert ahead[2] <= (theta[0] + x) / (theta[1] + t) * 100 * (1 + 1e-6) + 1e-9


@EVERY
@pytest.mark.parametrize("place", [2, 3])
def test_across_one_the_expectation_has_no_step(model: PurchaseModel, place: int) -> None:
    found = []
    for edge in (1 - 3e-4, 1 - 5e-5, 1.0, 1 + 5e-5, 1 + 3e-4):
        theta = np.array([0.8, 9.0, 0.7, 2.5])
        theta[place] = edge
        found.append(model.ahead(theta, one(4, 20, 30), 50.0)[0])
    steps = np.diff(found)
    assert np.all(np.isfinite(found))
    assert np.abs(steps).max() < 1e-3 * found[2]
    assert np.all(np.sign(steps) == np.sign(steps[0]))


def test_without_dropout_purchases_go_on_at_the_mean_rate() -> None:
    theta = np.array([0.8, 9.0, 1e-9, 5.0])
    for id_ in ("bg", "mbg"):
        assert MODELS[id_].ahead(theta, one(4, 20, 30), 50.0) == pytest.approx(4.8 / 39 * 50, rel=1e-6)
    slow = np.array([0.8, 9.0, 1e-9, 5.0])
    assert MODELS["pareto"].ahead(slow, one(4, 20, 30), 50.0) == pytest.approx(4.8 / 39 * 50, rel=1e-6)


@settings(max_examples=100)
@given(
    a=st.floats(0.05, 20).filter(lambda a: abs(a - 1) > 0.01),
    b=st.floats(0.05, 50),
    shape=st.floats(0.05, 29),
    z=st.floats(0.01, 0.97),
)
def test_the_closed_form_and_the_sum_agree(a: float, b: float, shape: float, z: float) -> None:
    if abs(a + b - 1) < 0.01:
        b += 0.02
    rows = (np.array([b]), np.array([shape]), np.array([z]))
    assert dropout._closed(a, *rows) == pytest.approx(dropout._summed(a, *rows), rel=1e-6, abs=1e-9)


def test_histories_that_cannot_be_are_refused() -> None:
    for row in ({"frequency": 1, "recency": 9, "age": 8}, {"frequency": 0, "recency": 2, "age": 8}):
        with pytest.raises(ValueError, match="recency"):
            Histories.of(pl.DataFrame([row]), 7.0)


def simulated_mbg(theta: tuple[float, ...], customers: int, seed: int) -> Histories:
    r, alpha, a, b = theta
    rng = np.random.default_rng(seed)
    rates, leaving = rng.gamma(r, 1 / alpha, customers), rng.beta(a, b, customers)
    ages = rng.uniform(20, 100, customers)
    rows = []
    for rate, chance, age in zip(rates, leaving, ages, strict=True):
        at, x, last = 0.0, 0, 0.0
        while rng.random() >= chance:
            at += rng.exponential(1 / rate)
            if at > age:
                break
            x, last = x + 1, at
        rows.append((x, last, age))
    x, last, age = np.array(rows).T
    return Histories(x, last, age, np.ones(customers))


def simulated_pareto(theta: tuple[float, ...], customers: int, seed: int) -> Histories:
    r, alpha, s, beta = theta
    rng = np.random.default_rng(seed)
    rates, dropout = rng.gamma(r, 1 / alpha, customers), rng.gamma(s, 1 / beta, customers)
    ages = rng.uniform(20, 100, customers)
    lived = np.minimum(rng.exponential(1, customers) / dropout, ages)
    x = rng.poisson(rates * lived)
    last = np.where(x > 0, lived * rng.random(customers) ** (1 / np.maximum(x, 1)), 0.0)
    return Histories(x.astype(float), last, ages, np.ones(customers))


@pytest.mark.parametrize(
    ("id_", "simulated", "theta"),
    [("mbg", simulated_mbg, (0.9, 8.0, 0.8, 2.5)), ("pareto", simulated_pareto, (1.1, 12.0, 0.6, 20.0))],
)
def test_a_fit_finds_what_the_data_were_made_of(id_: str, simulated: object, theta: tuple[float, ...]) -> None:
    assert callable(simulated)
    found = purchases.fit(MODELS[id_], simulated(theta, 4000, 5), never)
    assert found.converged
    assert np.all(np.abs(found.theta - theta) < 3 * found.errors)


def test_a_fit_finds_the_amounts_the_data_were_made_of() -> None:
    rng = np.random.default_rng(3)
    x = rng.integers(1, 9, 4000).astype(float)
    z = rng.gamma(6.0 * x) / rng.gamma(4.0, 1 / 25.0, 4000) / x
    found = gamma_gamma.fit(x, z, never)
    assert found.converged
    assert np.all(np.abs(found.theta - (6.0, 4.0, 25.0)) < 3 * found.errors)


@EVERY
def test_a_fit_of_customers_who_never_leave_says_so(model: PurchaseModel) -> None:
    rng = np.random.default_rng(2)
    x = rng.poisson(rng.gamma(5.0, 1 / 10.0, 800) * 60)
    last = np.where(x > 0, 60 * rng.random(800) ** (1 / np.maximum(x, 1)), 0.0)
    known = Histories(x.astype(float), last, np.full(800, 60.0), np.ones(800))
    found = purchases.fit(model, known, never)
    assert purchases.has_no_dropout(model, found, known)
    assert np.average(model.alive(found.theta, known)) > 0.95


def test_a_fit_stops_when_somebody_asks_to() -> None:
    def stop() -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        purchases.fit(MODELS["mbg"], simulated_mbg((0.9, 8.0, 0.8, 2.5), 50, 1), stop)


def test_amounts_are_shrunk_towards_the_mean_of_all() -> None:
    theta = np.array([6.0, 4.0, 25.0])
    mean = gamma_gamma.population_mean(theta)
    x, z = np.array([0.0, 1.0, 50.0]), np.array([0.0, 200.0, 200.0])
    none, few, many = gamma_gamma.expected_amount(theta, x, z)
    assert none == mean == pytest.approx(50)
    assert mean < few < many < 200
    assert np.isnan(gamma_gamma.population_mean(np.array([6.0, 0.9, 25.0])))


def test_constant_amounts_have_no_correlation() -> None:
    assert gamma_gamma.correlation(np.ones(5), np.arange(5.0)) is None


@pytest.mark.parametrize(
    ("b", "c", "z"), [(143.0, 164.0, 0.95), (170.0, 172.0, 0.95), (80.0, 100.5, 0.999), (1000.0, 1000.5, 0.3)]
)
def test_the_series_of_a_heavy_buyer_is_that_of_its_definition(b: float, c: float, z: float) -> None:
    terms = np.cumprod(np.concatenate([[1.0], (b + np.arange(60_000)) / (c + np.arange(60_000)) * z]))
    found = pareto_nbd._series(np.array([b]), np.array([c]), np.array([z]))
    assert found[0] == pytest.approx(terms.sum(), rel=1e-12)
