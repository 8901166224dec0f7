"""When silence is long: thresholds read off the gaps between purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

SILENT, CHURNED = 0.80, 0.95
"""The shares of all gaps that are as long or shorter: longer silence than that is called silent, and churned."""


def gap_quantiles(lengths: pl.LazyFrame, shares: Sequence[float]) -> pl.LazyFrame:
    """One row: `p80` and so on, the days that so large a share of all gaps does not exceed; null without gaps.

    Args:
        lengths: All customers' gaps together (pooled), counted: each length in days once, as `gap`, and `n`.
        shares: Which quantiles, interpolated linearly.
    """
    counted = lengths.sort("gap").with_columns(upto=pl.col("n").cum_sum())
    return counted.select(_quantile(share).alias(f"p{share * 100:g}") for share in shares)


def _quantile(share: float) -> pl.Expr:
    """The quantile of a histogram: gaps are few hundred numbers, however many customers had them."""
    at = (pl.col("n").sum() - 1) * share
    below, above = (pl.col("gap").filter(pl.col("upto") > place).first() for place in (at.floor(), at.ceil()))
    # Days are whole and 27.99999999999999 is 28: who has been silent for 28 days is not silent for longer.
    return (below + (at - at.floor()) * (above - below)).cast(pl.Float64).round(9)
