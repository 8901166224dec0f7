"""What is said of channels: the largest, the one that sells best, and who uses several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Finding
from queries.dimensions.split import ABSENT
from queries.formats import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENOUGH = 30
"""Fewer customers make a rate that chance alone can explain."""
APART = 10
"""An index nearer to 100 is nothing to tell."""


def conclusion(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """Sentences, and that small channels say little."""
    frame = tables[""].filter(pl.col("channel") != ABSENT)
    small = frame.filter(pl.col("customers") < ENOUGH)["channel"].to_list()
    notes = [f"Fewer than {ENOUGH} customers: {', '.join(small)}; their rates say little."] if small else []
    return Conclusion(findings=(*_findings(frame), *_together(tables["pairs"])), notes=tuple(notes))


def _findings(frame: pl.DataFrame) -> Iterator[str]:
    """The channel of most customers, and of those with enough the one where most of them order."""
    if frame.is_empty():
        return
    first = frame.row(0, named=True)
    yield Finding(
        f"Most customers use {first['channel']}: {first['customers']:,}, {numbers.share(first['share'])} of all; "
        f"{first['only_here']:,} of them no other channel.",
        Behind(first),
    )
    sure = frame.filter(pl.col("customers") >= ENOUGH, pl.col("buyers") > 0)
    if len(sure) > 1:
        best = sure.sort("conversion", descending=True, maintain_order=True).row(0, named=True)
        yield Finding(
            f"{best['channel']} has most buyers among its customers: {best['buyers']:,} of {best['customers']:,} "
            f"({numbers.share(best['conversion'])}).",
            Behind(best),
        )


def _together(pairs: pl.DataFrame) -> Iterator[str]:
    """The two channels that most exceed chance."""
    sure = pairs.filter(pl.col("customers") >= ENOUGH, pl.col("index") >= 100 + APART)
    if len(sure):
        row = sure.sort("index", descending=True, maintain_order=True).row(0, named=True)
        yield (
            f"{row['channel']} and {row['with']} go together most: {row['customers']:,} customers use both, "
            f"{row['index'] / 100:.1f} times as many as chance would bring together."
        )
