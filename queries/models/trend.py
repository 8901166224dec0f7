"""Whether many series rise or fall: Mann–Kendall's test and Theil–Sen's slope, with the seasons apart where asked.

Each series counts from its first value that is known. With seasons only values of the same season are compared, so that
the time of the year neither looks like a trend nor hides one (Hirsch, Slack, Smith 1982).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS = 4_000_000
"""So many differences are held at once."""


class Trends(NamedTuple):
    """What is found of each series, in their order.

    Attributes:
        n: How many values are known.
        s: Mann–Kendall's S: pairs that rise less pairs that fall.
        p: How likely chance alone brings an S as far from 0, two-sided; NaN where nothing is compared or all is tied.
        slope: The median change from one value to the next; NaN where nothing can be compared.
    """

    n: NDArray[np.int64]
    s: NDArray[np.float64]
    p: NDArray[np.float64]
    slope: NDArray[np.float64]


def trends(values: NDArray[np.float64], seasons: int = 1) -> Trends:
    """The trend of every row.

    Args:
        values: A row a series, a column a moment, evenly apart; NaN is not known.
        seasons: How many columns make a cycle whose places are compared with themselves only; 1 is no cycle.
    """
    series, moments = values.shape
    early, late = np.triu_indices(moments, 1)
    alike = (late - early) % seasons == 0
    early, late = early[alike], late[alike]
    size = max(1, CELLS // max(1, len(early)))
    parts = [_block(values[at : at + size], early, late, seasons) for at in range(0, series, size)]
    if not parts:
        return Trends(np.empty(0, dtype=np.int64), *(np.empty(0) for _ in range(3)))
    n, s, variance, slope = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Trends(n.astype(np.int64), s, _two_sided(s, variance), slope)


def _block(
    values: NDArray[np.float64], early: NDArray[np.int64], late: NDArray[np.int64], seasons: int
) -> tuple[NDArray[np.float64], ...]:
    """For some series: how many values, S, its variance, the slope."""
    rises = values[:, late] - values[:, early]
    s = np.nansum(np.sign(rises), axis=1)
    variance = sum((_variance(values[:, season::seasons]) for season in range(seasons)), np.zeros(len(values)))
    slopes = rises / (late - early)
    known = ~np.isnan(slopes)
    slope = np.full(len(values), np.nan)
    some = known.any(axis=1)
    slope[some] = np.nanmedian(slopes[some], axis=1)
    return (~np.isnan(values)).sum(axis=1).astype(np.float64), s, variance, slope


def _variance(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The variance of S without a trend, with the correction for ties (Kendall 1975)."""
    n = (~np.isnan(values)).sum(axis=1)
    # Of a group of t ties each value sees t: summed over the values, f(t) ÷ t makes f(t) a group.
    ties = (values[:, :, None] == values[:, None, :]).sum(axis=2)
    tied = ((ties - 1) * (2 * ties + 5) * (ties > 0)).sum(axis=1)
    variance: NDArray[np.float64] = (n * (n - 1) * (2 * n + 5) - tied) / 18
    return variance


def _two_sided(s: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The p of S by the normal distribution, with the correction for continuity."""
    from scipy.special import ndtr

    p = np.full(len(s), np.nan)
    some = variance > 0
    z = np.maximum(np.abs(s[some]) - 1, 0) / np.sqrt(variance[some])
    p[some] = 2 * ndtr(-z)
    return p
