"""Days with an order, the gaps between them, and the quantiles of all gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.eventlog.runs import ends, starts
from queries.models.silence import CHURNED, SILENT, gap_quantiles

if TYPE_CHECKING:
    from queries.data.data import Data

OWN_SHARE = 0.9


@once
def occasions(data: Data) -> pl.LazyFrame:
    """Days with an order: `customer`, `day`, `gap` since the one before and `next` day with one (null at the ends)."""
    days = data.purchases.select("customer", "day").filter(ends("customer", "day"))
    first, last = starts("customer"), ends("customer")
    return days.select(
        pl.col("customer").set_sorted(),
        "day",
        gap=pl.when(~first).then(pl.col("day") - pl.col("day").shift(1)),
        next=pl.when(~last).then(pl.col("day").shift(-1)),
    )


@once(of="everyone")
def pooled_gaps(data: Data) -> pl.LazyFrame:
    """One row: the quantiles of all gaps, `p80`, `p90`, `p95`, in days; null where nobody bought on a second day.

    The gaps are everyone's, also in the scope of one segment: who is silent is decided among all customers, and
    every measure that calls somebody silent or churned does it by the same days.
    """
    return gap_quantiles(gap_lengths(data), [SILENT, OWN_SHARE, CHURNED])


@once(of="everyone")
def gap_lengths(data: Data) -> pl.LazyFrame:
    """How often everyone's gaps are of each length: `gap` in days, `n`."""
    gaps = occasions(data).filter(pl.col("gap").is_not_null())
    return gaps.group_by("gap").agg(n=pl.len().cast(pl.Int64))
