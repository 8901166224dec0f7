"""Gamma-Gamma: what an occasion of a customer is worth, the less sure the fewer there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from queries.models.fitting import Fit, maximise
from queries.models.purchase_model import ModelParameter
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.models.histories import Floats

PARAMETERS = (
    ModelParameter("p", mark("shape of one customer's amounts: large is even")),
    ModelParameter("q", mark("shape of the customers' scales; the mean amount p·gamma ÷ (q − 1) needs q > 1")),
    ModelParameter("gamma", mark("their scale, in money")),
)
ROUGH = 8_000


def log_likelihood(theta: Floats, x: Floats, z: Floats) -> Floats:
    """ln of the density of each mean amount z of x occasions, of the mean and not of the sum."""
    from scipy.special import gammaln

    p, q, gamma = theta
    counts, place = np.unique(x, return_inverse=True)
    shared = gammaln(p * counts + q) - gammaln(p * counts) - gammaln(q) + q * np.log(gamma)
    shared = (shared + p * counts * np.log(counts))[place.reshape(-1)]
    density: Floats = shared + (p * x - 1) * np.log(z) - (p * x + q) * np.log(x * z + gamma)
    return density


def expected_amount(theta: Floats, x: Floats, z: Floats) -> Floats:
    """E[M | z, x]: the mean amount to expect; the population's where x is 0 (then z does not matter).

    NaN where x is 0 and the population has no mean (q ≤ 1).
    """
    p, q, gamma = theta
    shrunk = (gamma + x * z) * p / np.where(p * x + q > 1, p * x + q - 1, np.nan)
    return np.where(x > 0, shrunk, population_mean(theta))


def population_mean(theta: Floats) -> float:
    """p·γ ÷ (q − 1), the mean amount over all customers; NaN for q ≤ 1."""
    p, q, gamma = theta
    return float(p * gamma / (q - 1)) if q > 1 else float("nan")


def fit(x: Floats, z: Floats, check: Callable[[], None]) -> Fit:
    """The parameters of repeaters' mean amounts.

    Args:
        x: Repeat occasions, 1 or more.
        z: Mean amount of them, above 0.
        check: Called between the steps; raises to stop.
    """
    mean = float(np.average(z, weights=x))
    starts = [np.array([p, q, mean * (q - 1) / p]) for p, q in ((3.0, 3.0), (1.0, 6.0), (10.0, 2.0))]
    step = -(-len(x) // ROUGH)
    part = (x[::step], z[::step])
    return maximise(
        lambda theta: float(log_likelihood(theta, x, z).sum()),
        starts,
        len(x),
        check,
        (lambda theta: step * float(log_likelihood(theta, *part).sum())) if step > 1 else None,
    )


def correlation(x: Floats, z: Floats) -> float | None:
    """Pearson's correlation of frequency and value, which the model takes to be near 0; None of constants."""
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(z) == 0:
        return None
    return float(np.corrcoef(x, z)[0, 1])
