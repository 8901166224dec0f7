"""Intervals of shares and of net scores, as expressions over counts."""

from __future__ import annotations

import polars as pl

Z = 1.959963984540054
"""The standard normal quantile of a two-sided interval of 95 %."""


def wilson(count: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The ends of Wilson's interval (1927) of a share, which stay between 0 and 1; null of nobody.

    Args:
        count: How many.
        n: Of how many.
    """
    share = count / n
    middle, width = 1 + Z**2 / n, Z * (share * (1 - share) / n + Z**2 / (4 * n**2)).sqrt()
    low, high = ((share + Z**2 / (2 * n) + sign * width) / middle for sign in (-1, 1))
    low = pl.when(count > 0).then(low).otherwise(0.0)  # exactly, whatever rounding leaves of it
    return tuple(pl.when(n > 0).then(end.clip(0, 1)) for end in (low, high))  # type: ignore[return-value]


def net_score(above: pl.Expr, below: pl.Expr, n: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """100 · (share above − share below), and the ends of its interval; null of nobody.

    The variance of a net share is (p + d − (p − d)²) ÷ n.

    Args:
        above: How many count as +1 (promoters).
        below: How many count as −1 (detractors).
        n: Of how many.
    """
    net = (above.cast(pl.Float64) - below.cast(pl.Float64)) / n
    margin = Z * (((above.cast(pl.Float64) + below) / n - net**2) / n).sqrt()
    ends = (net, (net - margin).clip(-1, 1), (net + margin).clip(-1, 1))
    return tuple(pl.when(n > 0).then(100 * end) for end in ends)  # type: ignore[return-value]
