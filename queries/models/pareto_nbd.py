"""Pareto/NBD: customers buy while they live, and may leave at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from queries.models.purchase_model import ModelParameter, PurchaseModel, four, poisson_gamma, rising, stays
from queries.wording import mark

if TYPE_CHECKING:
    from queries.models.histories import Distinct, Floats, Histories

LARGE, DEEPEST = 60.0, 5_000
"""Beyond such a parameter the library's ₂F₁ loses its way; so many levels of a fraction are the most."""
NODES = 96
"""Points of the quadrature over the moment of leaving; the integrand is smooth."""


class ParetoNbd(PurchaseModel):
    """Schmittlein, Morrison and Colombo (1987)."""

    id = "pareto"
    title = "Pareto/NBD"
    parameters = (
        ModelParameter("r", mark("shape of the purchase rates: small is uneven")),
        ModelParameter("alpha", mark("scale of the purchase rates, in units of time; mean rate r ÷ alpha"), timed=True),
        ModelParameter("s", mark("shape of the dropout rates: small is uneven")),
        ModelParameter("beta", mark("scale of the dropout rates, in units of time; mean rate s ÷ beta"), timed=True),
    )
    starts = ((1.0, 0.5, 1.0, 0.5), (0.5, 0.25, 0.5, 0.3), (1.0, 0.3, 0.4, 2.0))

    def log_likelihood(self, theta: Floats, histories: Histories) -> Floats:
        """ln of the likelihood: alive at the end, or left some time after the last purchase."""
        r, alpha, s, beta = four(theta)
        numbers = histories.counts
        shared: Floats = rising(r, numbers.one) + r * np.log(alpha) + s * np.log(beta)
        silent = _at_end(theta, histories)
        found: Floats = shared[numbers.place] + np.logaddexp(silent, _left(theta, histories))
        return found

    def alive(self, theta: Floats, histories: Histories) -> Floats:
        """The share of the likelihood that belongs to those who have not left."""
        odds = _left(theta, histories) - _at_end(theta, histories)
        return stays(odds)

    def if_alive(self, theta: Floats, x: Floats, age: Floats, ahead: float) -> Floats:
        """Expected purchases in the time after the age."""
        r, alpha, s, beta = four(theta)
        return (r + x) / (alpha + age) * _expected_life(s, beta + age, np.full_like(age, ahead))

    def expected(self, theta: Floats, t: Floats) -> Floats:
        """E[X(t)]."""
        r, alpha, s, beta = four(theta)
        return r / alpha * _expected_life(s, np.full_like(t, beta), t)

    def repeats(self, theta: Floats, t: Floats, most: int) -> Floats:
        """Alive and k bought, or left at some moment with k bought until then, by quadrature over the moment."""
        r, alpha, s, beta = four(theta)
        found = poisson_gamma(r, alpha, t, most) * (beta / (beta + t)) ** s
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        # Even steps in ln(1 + moment ÷ scale): most leave early where the scale is short.
        scale = min(alpha, beta)
        for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
            stretch = np.log1p(t / scale)
            moment = scale * np.expm1(node * stretch)
            density = s / (beta + moment) * (beta / (beta + moment)) ** s
            found += weight * stretch * (scale + moment) * density * poisson_gamma(r, alpha, moment, most)
        return found

    def leaving(self, theta: Floats, t: float) -> float:
        """The share that leaves within a time."""
        _, _, s, beta = four(theta)
        return float(1 - (beta / (beta + t)) ** s)


def _at_end(theta: Floats, histories: Histories) -> Floats:
    """ln of (α+T)^−(r+x) · (β+T)^−s."""
    r, alpha, s, beta = four(theta)
    at_end: Floats = -(r + histories.x) * np.log(alpha + histories.t) - s * np.log(beta + histories.t)
    return at_end


def _left(theta: Floats, histories: Histories) -> Floats:
    """ln of the integral over leaving between the last purchase and the end; −∞ where there is no time between."""
    r, _, s, _ = four(theta)
    last, end = (_tail(theta, pairs)[pairs.place] for pairs in (histories.at_last, histories.at_end))
    with np.errstate(divide="ignore"):
        between = np.log(-np.expm1(np.minimum(end - last, 0.0)))
    left: Floats = np.log(s) - np.log(r + s + histories.x) + last + between
    return left


def _tail(theta: Floats, pairs: Distinct) -> Floats:
    """ln of (r+s+x) ∫ (α+τ)^−(r+x) (β+τ)^−(s+1) dτ from each time on.

    Published as ₂F₁ with one branch for α ≥ β and one for α < β, which overflow for heavy buyers. Euler's
    transformation leaves powers, taken in logs, and a ₂F₁ whose first parameter is 1: bounded, always above 1.
    """
    r, alpha, s, beta = four(theta)
    x, t = pairs.one, pairs.other
    if alpha >= beta:
        series = _series(r + x, r + s + x + 1, (alpha - beta) / (alpha + t))
        powers = -(r + x) * np.log(alpha + t) - s * np.log(beta + t)
    else:
        series = _series(np.full_like(x, s + 1), r + s + x + 1, (beta - alpha) / (beta + t))
        powers = (1 - r - x) * np.log(alpha + t) - (s + 1) * np.log(beta + t)
    tail: Floats = np.log(series) + powers
    return tail


def _series(b: Floats, c: Floats, z: Floats) -> Floats:
    """₂F₁(1, b; c; z) for 0 ≤ z < 1 and b < c + 1."""
    from scipy.special import hyp2f1

    found: Floats = hyp2f1(1.0, b, c, z)
    large = b > LARGE
    if np.any(large):
        found[large] = _continued(b[large], c[large], z[large])
    return found


def _continued(b: Floats, c: Floats, z: Floats) -> Floats:
    """The same by Gauss's continued fraction, from its end: no step loses digits, however large b and c are.

    Every two further levels multiply the error by ((1 − √(1−z)) ÷ (1 + √(1−z)))².
    """
    root = np.sqrt(1 - z)
    shrinks = float(np.max((1 - root) / (1 + root))) ** 2
    levels = int(min(DEEPEST, 8 + 2 * np.log(1e-17) / np.log(max(shrinks, 1e-3))))
    below, first = np.zeros_like(z), c - 1
    for level in range(levels, 0, -1):
        half = level // 2
        over = (b + half) * (first + half) if level % 2 else half * (first - b + half)
        below = over * z / (first + level - below)
    inverse: Floats = first / (first - below)
    return inverse


def _expected_life(s: float, beta: Floats, ahead: Floats) -> Floats:
    """β ÷ (s − 1) · [1 − (β ÷ (β + t))^(s−1)]: time lived of the next t; smooth across s = 1."""
    from scipy.special import exprel

    stretch = np.log1p(ahead / beta)
    lived: Floats = beta * stretch * exprel(-(s - 1) * stretch)
    return lived
