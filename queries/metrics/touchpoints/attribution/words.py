"""What the models say together: how much has no touch, and what opens or closes more than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.formats import numbers
from queries.wording import say

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
        return Conclusion(notes=(say("Nothing was bought in this range."),))
    without = float(frame.filter(pl.col(by) == unknown)["linear"].sum())
    figures = (
        Figure("Purchases", round(purchases), Unit.COUNT),
        Figure(say("Without a touch"), without / purchases, Unit.SHARE, n=round(purchases)),
    )
    told = say(
        "{without:,} of {purchases:,} purchases ({without2}) had no touch.",
        without=round(without),
        purchases=round(purchases),
        without2=numbers.share(without / purchases),
    )
    return Conclusion(figures, (told, *_findings(frame.filter(pl.col(by) != unknown), by)))


def _findings(frame: pl.DataFrame, by: str) -> Iterator[str]:
    """What earns most, and what comes first or last more often."""
    if frame.is_empty():
        return
    top = frame.row(0, named=True)
    words = say(
        "{top} earns most: {linear:,.0f} purchases where every touch earns the same part.",
        top=top[by],
        linear=top["linear"],
    )
    yield Finding(words, Behind(top))
    sure = frame.filter(pl.min_horizontal("first", "last") >= ENOUGH).with_columns(
        opens=pl.col("first") / pl.col("last")
    )
    for row in sure.sort("opens", descending=True, maintain_order=True).head(1).iter_rows(named=True):
        if row["opens"] >= APART:
            words = say(
                "{row} opens: {first:,.0f} purchases by first touch, {last:,.0f} by last.",
                row=row[by],
                first=row["first"],
                last=row["last"],
            )
            yield Finding(words, Behind(row))
    for row in sure.sort("opens", maintain_order=True).head(1).iter_rows(named=True):
        if row["opens"] <= 1 / APART:
            words = say(
                "{row} closes: {last:,.0f} purchases by last touch, {first:,.0f} by first.",
                row=row[by],
                last=row["last"],
                first=row["first"],
            )
            yield Finding(words, Behind(row))
