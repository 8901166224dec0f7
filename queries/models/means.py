"""Means of two groups: Welch's test, lifts by the delta method, ratios of sums, and less noise by the time before."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from queries.models.proportions import CONFIDENCE, Range, Z


@dataclass(frozen=True)
class Sample:
    """What a mean needs to know of a group: how many, their mean, and their variance (with n − 1)."""

    n: int
    mean: float
    variance: float

    @property
    def error(self) -> float:
        """The variance of the mean."""
        return self.variance / self.n


@dataclass(frozen=True)
class Sums:
    """Sums over the members of a group, from which every statistic of two numbers a member follows.

    Attributes:
        n: How many there are.
        y: Sum of the number that is asked about.
        x: Sum of the other: of the time before, or below the line of a ratio.
        yy, xx, xy: Sums of squares and of products.
    """

    n: int
    y: float
    x: float = 0.0
    yy: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    def sample(self) -> Sample | None:
        """The group's own mean and variance; None of fewer than two."""
        return self._of(self.y, self.yy)

    def before(self) -> Sample | None:
        """The same of the other number."""
        return self._of(self.x, self.xx)

    def covariance(self) -> float:
        """Of the two numbers, with n − 1."""
        return (self.xy - self.x * self.y / self.n) / (self.n - 1)

    def ratio(self) -> Sample | None:
        """Sum of y ÷ sum of x as if it were a mean, with the variance of the delta method; None without any x.

        What was drawn are members, not the things that x counts: orders of one customer are no independent draws.
        """
        above, below = self.sample(), self.before()
        if above is None or below is None or below.mean <= 0:
            return None
        value = above.mean / below.mean
        spread = above.variance - 2 * value * self.covariance() + value * value * below.variance
        return Sample(self.n, value, max(spread, 0.0) / below.mean**2)

    def _of(self, total: float, squares: float) -> Sample | None:
        if self.n < 2:
            return None
        return Sample(self.n, total / self.n, max(squares - total * total / self.n, 0.0) / (self.n - 1))


class Welch(NamedTuple):
    """Welch's test of b against a: t, degrees of freedom (Welch–Satterthwaite), p, the difference with its interval."""

    t: float
    df: float
    p: float
    difference: Range


def welch(a: Sample, b: Sample) -> Welch | None:
    """Whether the means of two groups differ, their variances being what they are; None where nothing varies."""
    from scipy.special import stdtr, stdtrit

    error = a.error + b.error
    if error <= 0:
        return None
    apart = b.mean - a.mean
    t = apart / sqrt(error)
    df = error**2 / (a.error**2 / (a.n - 1) + b.error**2 / (b.n - 1))
    around = float(stdtrit(df, (1 + CONFIDENCE) / 2)) * sqrt(error)
    return Welch(t, df, float(2 * stdtr(df, -abs(t))), Range(apart, apart - around, apart + around))


def lift_of_means(a: Sample, b: Sample) -> Range | None:
    """By how much the mean of b is above that of a, as a share of a's, by the delta method; None unless a's is above 0.

    Var = s_B² ÷ (n_B · m_A²) + m_B² · s_A² ÷ (n_A · m_A⁴)
    """
    if a.mean <= 0:
        return None
    error = sqrt(b.error / a.mean**2 + b.mean**2 * a.error / a.mean**4)
    lift = b.mean / a.mean - 1
    return Range(lift, lift - Z * error, lift + Z * error)


def cuped(groups: list[Sums]) -> list[Sample | None]:
    """The groups with what the time before explains taken away: Y − θ (X − X̄), θ = cov ÷ var over all groups.

    θ is that within the groups, pooled, so that an effect of the groups does not leak into it; X̄ is that of everybody.
    Where the time before explains nothing (it is the same for all), the samples are the plain ones.
    """
    known = [group for group in groups if group.n > 1]
    spread = sum(group.xx - group.x**2 / group.n for group in known)
    together = sum(group.xy - group.x * group.y / group.n for group in known)
    theta = together / spread if spread > 0 else 0.0
    everybody = sum(group.n for group in known)
    middle = sum(group.x for group in known) / everybody if everybody else 0.0
    return [_adjusted(group, theta, middle) for group in groups]


def _adjusted(group: Sums, theta: float, middle: float) -> Sample | None:
    plain, before = group.sample(), group.before()
    if plain is None or before is None:
        return None
    spread = plain.variance - 2 * theta * group.covariance() + theta**2 * before.variance
    return Sample(group.n, plain.mean - theta * (before.mean - middle), max(spread, 0.0))
