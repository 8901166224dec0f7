"""How long the models of customer value take to fit to a million customers, simulated by the models themselves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from queries.models import gamma_gamma, purchases
from queries.models.customer_value import distinct
from queries.models.histories import Histories

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.models.histories import Floats

CUSTOMERS = 1_000_000
DAYS = 730
WEEK = 7.0
SEED = 7
RATES = (0.8, 6.0)
"""Shape and scale (weeks) of the purchase rates."""


def seconds_to_fit(customers: int = CUSTOMERS) -> dict[str, float]:
    """Model → seconds from histories, one row a customer, to its parameters."""
    rng = np.random.default_rng(SEED)
    frames = {"mbg": leaving_after(rng, customers, 0), "bg": leaving_after(rng, customers, 1)}
    frames["pareto"] = leaving_any_time(rng, customers)
    taken = {name: _timed(lambda name=name: _fit(name, frames[name])) for name in frames}
    x = frames["pareto"]["frequency"].to_numpy().astype(np.float64)
    z = _mean_amounts(rng, x[x > 0])
    return taken | {"gamma_gamma": _timed(lambda: gamma_gamma.fit(x[x > 0], z, _never_stop))}


def leaving_after(rng: np.random.Generator, customers: int, surely: int) -> pl.DataFrame:
    """Histories in days of customers who may leave after any purchase but the first so many.

    Args:
        rng: What everything is drawn from.
        customers: How many.
        surely: 0 is MBG/NBD (the first purchase may be the last), 1 is BG/NBD.
    """
    rate, age = _rates_and_ages(rng, customers)
    stays = 1 - rng.beta(0.8, 2.5, customers)
    # The purchase after which a customer leaves is geometric.
    last = np.floor(np.log(1 - rng.random(customers)) / np.log(stays)).astype(np.int64) + surely
    would = rng.poisson(rate * age / WEEK)
    x = np.minimum(would, last)
    # Of so many moments in a span the x-th is a beta variate of it.
    share = np.where(x > 0, rng.beta(np.maximum(x, 1), would - x + 1), 0.0)
    return _frame(x, share * age, age)


def leaving_any_time(rng: np.random.Generator, customers: int) -> pl.DataFrame:
    """Histories in days of customers who may leave at any moment: Pareto/NBD."""
    rate, age = _rates_and_ages(rng, customers)
    life = WEEK * rng.exponential(1.0, customers) / rng.gamma(0.6, 1 / 20.0, customers).clip(1e-300)
    active = np.minimum(life, age)
    x = rng.poisson(rate * active / WEEK)
    share = np.where(x > 0, rng.beta(np.maximum(x, 1), 1), 0.0)
    return _frame(x, share * active, age)


def _rates_and_ages(rng: np.random.Generator, customers: int) -> tuple[Floats, Floats]:
    """Purchases a week while a customer is active, and days since the first."""
    shape, scale = RATES
    return rng.gamma(shape, 1 / scale, customers), rng.integers(1, DAYS, customers).astype(np.float64)


def _frame(x: np.ndarray, recency: Floats, age: Floats) -> pl.DataFrame:
    """Histories as the log gives them, in whole days."""
    days = np.minimum(np.ceil(recency), age)
    return pl.DataFrame({"frequency": x, "recency": days, "age": age}).cast(pl.Int32)


def _mean_amounts(rng: np.random.Generator, x: Floats) -> Floats:
    """The mean amount of so many purchases of each customer: Gamma-Gamma."""
    scale = rng.gamma(4.0, 1 / 25.0, len(x))
    amounts: Floats = rng.gamma(6.0 * x, 1.0) / scale / x
    return amounts


def _fit(model: str, frame: pl.DataFrame) -> None:
    """One model of purchases, from histories to parameters; an estimate that is none would be fast for nothing."""
    found = purchases.fit(purchases.MODELS[model], Histories.of(distinct(frame), WEEK), _never_stop)
    assert found.converged, f"{model} did not converge: {found}"


def _timed(work: Callable[[], object]) -> float:
    """The seconds it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _never_stop() -> None:
    """Nobody asks to stop."""
