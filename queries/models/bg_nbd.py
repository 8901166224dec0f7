"""BG/NBD: customers may leave after each repeat purchase, and never before the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from queries.models.dropout import until_dropout
from queries.models.purchase_model import ModelParameter, PurchaseModel, four, log_beta, poisson_gamma, rising, stays
from queries.wording import mark

if TYPE_CHECKING:
    from queries.models.histories import Floats, Histories

BETA_GEOMETRIC = (
    ModelParameter("r", mark("shape of the purchase rates: small is uneven")),
    ModelParameter(
        "alpha", mark("scale of the purchase rates, in units of time; the mean rate is r ÷ alpha"), timed=True
    ),
    ModelParameter("a", mark("dropout: the mean chance to leave is a ÷ (a + b)")),
    ModelParameter("b", mark("staying: see a")),
)


def share_leaving(theta: Floats, t: float, chances_at_start: int) -> float:
    """The share that leaves in about t: the mean chance, as often as a mean customer is exposed to it."""
    r, alpha, a, b = four(theta)
    exposed = chances_at_start + r / alpha * t
    return float(1 - (1 - a / (a + b)) ** exposed)


class BgNbd(PurchaseModel):
    """Fader, Hardie and Lee (2005). Whoever bought once only is alive with certainty: that is its weakness."""

    id = "bg"
    title = "BG/NBD"
    parameters = BETA_GEOMETRIC
    starts = ((1.0, 0.5, 1.0, 2.0), (0.3, 0.15, 0.5, 2.0), (2.0, 1.0, 0.2, 5.0))

    def log_likelihood(self, theta: Floats, histories: Histories) -> Floats:
        """ln of the published likelihood, the two ways to be silent added in logs."""
        r, alpha, a, b = four(theta)
        numbers = histories.counts
        x = numbers.one
        shared = rising(r, x) + r * np.log(alpha) + log_beta(a, b + x) - log_beta(a, b)
        left = np.where(x > 0, np.log(a) - np.log(np.maximum(b + x - 1, b)), -np.inf)
        silent = -(r + histories.x) * np.log(alpha + histories.t)
        leaves = left[numbers.place] - (r + histories.x) * np.log(alpha + histories.t_x)
        likelihood: Floats = shared[numbers.place] + np.logaddexp(silent, leaves)
        return likelihood

    def alive(self, theta: Floats, histories: Histories) -> Floats:
        """1 for everybody without a repeat; else by how long the silence is for that many purchases."""
        r, alpha, a, b = four(theta)
        x = histories.x
        odds = np.log(a) - np.log(np.maximum(b + x - 1, b))
        odds = odds + (r + x) * (np.log(alpha + histories.t) - np.log(alpha + histories.t_x))
        gone = np.where(x > 0, odds, -np.inf)
        return stays(gone)

    def if_alive(self, theta: Floats, x: Floats, age: Floats, ahead: float) -> Floats:
        """Expected purchases in the time after the age."""
        r, alpha, a, b = four(theta)
        return until_dropout(a, b + x, r + x, ahead / (alpha + age + ahead))

    def expected(self, theta: Floats, t: Floats) -> Floats:
        """E[X(t)]."""
        r, alpha, a, b = four(theta)
        zero = np.zeros_like(t)
        return until_dropout(a, zero + b, zero + r, t / (alpha + t))

    def repeats(self, theta: Floats, t: Floats, most: int) -> Floats:
        """Either all chances to leave were let pass, or the last purchase was the last of all."""
        r, alpha, a, b = four(theta)
        k = np.arange(most + 1, dtype=np.float64)[:, None]
        free = poisson_gamma(r, alpha, t, most)
        at_least = 1 - np.cumsum(free, axis=0) + free
        let_pass = np.exp(log_beta(a, b + k) - log_beta(a, b))
        leaves = np.where(k > 0, np.exp(log_beta(a + 1, b + np.maximum(k, 1) - 1) - log_beta(a, b)), 0.0)
        return let_pass * free + leaves * at_least

    def leaving(self, theta: Floats, t: float) -> float:
        """The share that leaves within about a time."""
        return share_leaving(theta, t, 0)
