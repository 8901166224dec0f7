"""What every model of purchases and silent dropout can say, and the arithmetic they share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from queries.models.histories import Floats, Histories


@dataclass(frozen=True)
class ModelParameter:
    """One parameter of a model, always positive.

    Attributes:
        name: As in the literature, in words where that is a Greek letter.
        meaning: What it governs.
        timed: Whether it is in units of time, so that its size depends on the unit.
    """

    name: str
    meaning: str
    timed: bool = False


class PurchaseModel(ABC):
    """Customers buy at rates of their own and one day leave unseen; rates and leaving differ by customer.

    Functions take the parameters in the order of `parameters` and times in the unit these were fitted in.
    """

    id: str
    title: str
    parameters: tuple[ModelParameter, ...]
    starts: tuple[tuple[float, ...], ...]
    """Where to begin looking; timed ones in mean ages."""

    @abstractmethod
    def log_likelihood(self, theta: Floats, histories: Histories) -> Floats:
        """The log-likelihood of each history, once; constants that depend on the data alone are included."""

    @abstractmethod
    def alive(self, theta: Floats, histories: Histories) -> Floats:
        """The probability that a customer of each history has not left."""

    @abstractmethod
    def if_alive(self, theta: Floats, x: Floats, age: Floats, ahead: float) -> Floats:
        """Expected purchases in the next `ahead` of somebody with x repeats at an age who has not left."""

    @abstractmethod
    def expected(self, theta: Floats, t: Floats) -> Floats:
        """E[X(t)]: expected repeats of a new customer up to each time."""

    @abstractmethod
    def repeats(self, theta: Floats, t: Floats, most: int) -> Floats:
        """P(X(t) = k) for k = 0 … `most`, a row a k, a column a time."""

    @abstractmethod
    def leaving(self, theta: Floats, t: float) -> float:
        """The share of customers that leaves within about a time; near 0 the dropout has vanished."""

    def ahead(self, theta: Floats, histories: Histories, ahead: float) -> Floats:
        """E[Y(ahead) | x, t_x, T]: expected purchases in the time after the age."""
        pairs = histories.at_end
        return self.alive(theta, histories) * self.if_alive(theta, pairs.one, pairs.other, ahead)[pairs.place]


def four(theta: Floats) -> tuple[float, float, float, float]:
    """The four parameters of a model, one by one."""
    one, two, three, last = theta
    return float(one), float(two), float(three), float(last)


def stays(log_odds: Floats) -> Floats:
    """1 ÷ (1 + e^log_odds): the probability of not having left, from the log of the odds of having."""
    found: Floats = np.exp(-np.logaddexp(0.0, log_odds))
    return found


def log_beta(a: float, b: Floats | float) -> Floats:
    """ln B(a, b)."""
    from scipy.special import betaln

    found: Floats = betaln(a, b)
    return found


def rising(r: float, x: Floats) -> Floats:
    """ln Γ(r + x) − ln Γ(r)."""
    from scipy.special import gammaln

    ratio: Floats = gammaln(r + x) - gammaln(r)
    return ratio


def poisson_gamma(r: float, alpha: float, t: Floats, most: int) -> Floats:
    """P(k purchases in t) for k = 0 … `most` at gamma-distributed rates, nobody leaving: negative binomial."""
    from scipy.special import gammaln, xlogy

    k = np.arange(most + 1, dtype=np.float64)[:, None]
    # In no time nothing is bought: k · ln 0 is −∞, and 0 for k = 0.
    bought = xlogy(k, t / (alpha + t))
    logs: Floats = rising(r, k) - gammaln(k + 1) + r * np.log(alpha / (alpha + t)) + bought
    return np.exp(logs)
