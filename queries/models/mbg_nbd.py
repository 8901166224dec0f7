"""MBG/NBD: as BG/NBD, but customers may leave after their very first purchase, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from queries.models.bg_nbd import BETA_GEOMETRIC, share_leaving
from queries.models.dropout import until_dropout
from queries.models.purchase_model import PurchaseModel, four, log_beta, poisson_gamma, rising, stays

if TYPE_CHECKING:
    from queries.models.histories import Floats, Histories


class MbgNbd(PurchaseModel):
    """Batislam, Denizel and Filiztekin (2007): one-time buyers are not alive for ever."""

    id = "mbg"
    title = "MBG/NBD"
    parameters = BETA_GEOMETRIC
    starts = ((1.0, 0.5, 1.0, 2.0), (0.5, 0.2, 0.8, 1.5), (2.0, 1.0, 0.2, 5.0))

    def log_likelihood(self, theta: Floats, histories: Histories) -> Floats:
        """ln of the likelihood, the two ways to be silent added in logs."""
        r, alpha, a, b = four(theta)
        numbers = histories.counts
        x = numbers.one
        base = rising(r, x) + r * np.log(alpha) - log_beta(a, b)
        silent = (base + log_beta(a, b + x + 1))[numbers.place] - (r + histories.x) * np.log(alpha + histories.t)
        leaves = (base + log_beta(a + 1, b + x))[numbers.place] - (r + histories.x) * np.log(alpha + histories.t_x)
        found: Floats = np.logaddexp(silent, leaves)
        return found

    def alive(self, theta: Floats, histories: Histories) -> Floats:
        """By how long the silence is for that many purchases; below 1 for everybody."""
        r, alpha, a, b = four(theta)
        x = histories.x
        odds = np.log(a) - np.log(b + x)
        odds = odds + (r + x) * (np.log(alpha + histories.t) - np.log(alpha + histories.t_x))
        return stays(odds)

    def if_alive(self, theta: Floats, x: Floats, age: Floats, ahead: float) -> Floats:
        """Expected purchases in the time after the age."""
        r, alpha, a, b = four(theta)
        return until_dropout(a, b + x + 1, r + x, ahead / (alpha + age + ahead))

    def expected(self, theta: Floats, t: Floats) -> Floats:
        """E[X(t)]: as of somebody alive at age 0, times the chance to be."""
        r, alpha, a, b = four(theta)
        zero = np.zeros_like(t)
        return b / (a + b) * until_dropout(a, zero + b + 1, zero + r, t / (alpha + t))

    def repeats(self, theta: Floats, t: Floats, most: int) -> Floats:
        """Either all chances to leave were let pass, or the last purchase was the last of all."""
        r, alpha, a, b = four(theta)
        k = np.arange(most + 1, dtype=np.float64)[:, None]
        free = poisson_gamma(r, alpha, t, most)
        at_least = 1 - np.cumsum(free, axis=0) + free
        let_pass = np.exp(log_beta(a, b + k + 1) - log_beta(a, b))
        leaves = np.exp(log_beta(a + 1, b + k) - log_beta(a, b))
        return let_pass * free + leaves * at_least

    def leaving(self, theta: Floats, t: float) -> float:
        """The share that leaves within about a time."""
        return share_leaving(theta, t, 1)
