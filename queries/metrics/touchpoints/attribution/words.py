"""What the models say together: how much has no touch, and what opens or closes more than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.formats import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENOUGH = 30
"""Fewer purchases say little about a channel."""
APART = 1.2
"""A channel opens rather than closes when it earns so many times as many purchases by first as by last touch."""


def conclusion(tables: Mapping[str, pl.DataFrame], by: str, unknown: str) -> Conclusion:
    """The purchases, the share without a touch, and which rows the models judge differently."""
    frame = tables[""]
    purchases = float(frame["linear"].sum())
    if not purchases:
        return Conclusion(notes=("Nothing was bought in this range.",))
    without = float(frame.filter(pl.col(by) == unknown)["linear"].sum())
    figures = (
        Figure("Purchases", round(purchases), Unit.COUNT),
        Figure("Without a touch", without / purchases, Unit.SHARE, n=round(purchases)),
    )
    told = f"{round(without):,} of {round(purchases):,} purchases ({numbers.share(without / purchases)}) had no touch."
    return Conclusion(figures, (told, *_findings(frame.filter(pl.col(by) != unknown), by)))


def _findings(frame: pl.DataFrame, by: str) -> Iterator[str]:
    """What earns most, and what comes first or last more often."""
    if frame.is_empty():
        return
    top = frame.row(0, named=True)
    words = f"{top[by]} earns most: {top['linear']:,.0f} purchases where every touch earns the same part."
    yield Finding(words, Behind(top))
    sure = frame.filter(pl.min_horizontal("first", "last") >= ENOUGH).with_columns(
        opens=pl.col("first") / pl.col("last")
    )
    for row in sure.sort("opens", descending=True, maintain_order=True).head(1).iter_rows(named=True):
        if row["opens"] >= APART:
            words = f"{row[by]} opens: {row['first']:,.0f} purchases by first touch, {row['last']:,.0f} by last."
            yield Finding(words, Behind(row))
    for row in sure.sort("opens", maintain_order=True).head(1).iter_rows(named=True):
        if row["opens"] <= 1 / APART:
            words = f"{row[by]} closes: {row['last']:,.0f} purchases by last touch, {row['first']:,.0f} by first."
            yield Finding(words, Behind(row))
