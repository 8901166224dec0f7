"""How two yes-or-no facts go together: odds ratio with interval, φ, p; and what is left of many looked at together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

Z = 1.959963984540054
"""Standard errors of a 95 % interval."""
HALDANE = 0.5
"""What is added to all four cells where one of them is empty."""


def odds_ratio(a: pl.Expr, b: pl.Expr, c: pl.Expr, d: pl.Expr) -> dict[str, pl.Expr]:
    """The odds ratio of a table of two by two with its 95 % interval (Woolf): `odds_ratio`, `low`, `high`.

    Args:
        a: Both hold.
        b: The second alone.
        c: The first alone.
        d: Neither.
    """
    empty = pl.any_horizontal(cell == 0 for cell in (a, b, c, d))
    added = pl.when(empty).then(HALDANE).otherwise(0.0)
    a, b, c, d = (cell + added for cell in (a, b, c, d))
    log, error = ((a * d) / (b * c)).log(), (1 / a + 1 / b + 1 / c + 1 / d).sqrt()
    return {"odds_ratio": log.exp(), "low": (log - Z * error).exp(), "high": (log + Z * error).exp()}


def phi(a: pl.Expr, b: pl.Expr, c: pl.Expr, d: pl.Expr) -> pl.Expr:
    """The correlation of the two facts, −1 to 1; null where one of them holds for everybody or nobody."""
    a, b, c, d = (cell.cast(pl.Float64) for cell in (a, b, c, d))
    spread = ((a + b) * (c + d) * (a + c) * (b + d)).sqrt()
    return pl.when(spread > 0).then((a * d - b * c) / spread)


def chance(correlations: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """How likely chance alone makes φ of n as large: χ² = n φ² with one degree of freedom."""
    from scipy.special import chdtrc

    found: NDArray[np.float64] = chdtrc(1, n * correlations**2)
    return found


def false_discovery(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """The p values corrected for being many (Benjamini and Hochberg 1995): the q at which each would be found.

    Of all that is found below a q, that share is expected to be there by chance alone.
    """
    order = np.argsort(p)[::-1]
    scaled = p[order] * len(p) / np.arange(len(p), 0, -1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return q
