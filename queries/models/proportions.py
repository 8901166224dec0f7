"""Shares of two groups: intervals, whether they differ by more than chance, by how much, and which is best."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95
"""Of every interval of this house, and 1 less the significance of a test."""
Z = 1.959963984540054
"""So many standard errors to each side hold 95 %."""

_STEPS = 2_000
"""Of the integral of a chance to be best: its error is far below a tenth of a per mille."""


class Range(NamedTuple):
    """A value with the interval that holds the true one in 95 of 100 samples."""

    value: float
    low: float
    high: float


def wilson(count: int, n: int) -> Range | None:
    """The share of `count` in `n` with Wilson's interval (1927), which stays between 0 and 1; None of nobody."""
    if n <= 0:
        return None
    share, square = count / n, Z * Z
    middle = share + square / (2 * n)
    around = Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    # Rounding may leave 1e-18 where the interval ends at 0 or 1.
    low, high = ((middle + side) / (1 + square / n) for side in (-around, around))
    return Range(share, max(low, 0.0) if count else 0.0, min(high, 1.0) if count < n else 1.0)


class Compared(NamedTuple):
    """Two shares compared, b less a: z and p of no difference (pooled), the difference with its interval (unpooled)."""

    z: float
    p: float
    difference: Range


def two_shares(a: int, n_a: int, b: int, n_b: int) -> Compared | None:
    """Whether the share of b differs from that of a; None where a group is empty, or nobody or everybody did it."""
    if n_a <= 0 or n_b <= 0 or a + b in (0, n_a + n_b):
        return None
    p_a, p_b, pooled = a / n_a, b / n_b, (a + b) / (n_a + n_b)
    z = (p_b - p_a) / sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    error = sqrt(p_a * (1 - p_a) / n_a + p_b * (1 - p_b) / n_b)
    apart = p_b - p_a
    return Compared(z, two_sided(z), Range(apart, apart - Z * error, apart + Z * error))


def lift_of_shares(a: int, n_a: int, b: int, n_b: int) -> Range | None:
    """By how much the share of b is above that of a, as a share of a's: (b − a) ÷ a.

    The interval is made on the logarithm of the ratio (Katz 1978): it is as wide as the delta method's where groups
    are large, and holds what it promises where they are small. None where a group has nobody who did it.
    """
    if min(a, b) <= 0:
        return None
    ratio = log((b / n_b) / (a / n_a))
    error = sqrt(max(1 / a - 1 / n_a + 1 / b - 1 / n_b, 0.0))
    return Range(*(exp(ratio + side * error) - 1 for side in (0, -Z, Z)))


def two_sided(z: float) -> float:
    """How likely chance alone is at least as far from 0 as z standard errors, to either side."""
    from scipy.special import ndtr

    return float(2 * ndtr(-abs(z)))


def chances_to_be_best(counts: Sequence[int], sizes: Sequence[int]) -> list[float]:
    """For each group the probability that its true share is the highest, when any share was as likely before.

    The share of a group is Beta(1 + c, 1 + n − c); the density of one times the chance that all others are lower is
    integrated over the quantiles of that one, where a sharp peak is as easy as a flat one.

    Args:
        counts: Who did it, a number a group.
        sizes: How many each group has.
    """
    from scipy.special import betainc, betaincinv

    middles = (np.arange(_STEPS) + 0.5) / _STEPS
    shapes = [(1 + count, 1 + size - count) for count, size in zip(counts, sizes, strict=True)]
    chances = []
    for place, (up, down) in enumerate(shapes):
        values = betaincinv(up, down, middles)
        others = [betainc(u, d, values) for other, (u, d) in enumerate(shapes) if other != place]
        chances.append(float(np.prod(others, axis=0).mean()) if others else 1.0)
    return chances


class Ratio(NamedTuple):
    """Whether groups have the sizes that were planned: χ², degrees of freedom, and how likely chance exceeds it."""

    chi2: float
    df: int
    p: float


def sample_ratio(sizes: Sequence[int], planned: Sequence[float]) -> Ratio | None:
    """The test of a sample ratio mismatch: sizes against planned shares, of any sum; None of nobody or of one group."""
    from scipy.special import chdtrc

    n, shares = sum(sizes), np.asarray(planned, dtype=np.float64)
    if n <= 0 or len(sizes) < 2:
        return None
    expected = shares / shares.sum() * n
    chi2 = float(((np.asarray(sizes) - expected) ** 2 / expected).sum())
    return Ratio(chi2, len(sizes) - 1, float(chdtrc(len(sizes) - 1, chi2)))
