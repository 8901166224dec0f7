"""What is said of channels: the largest, the one that sells best, and who uses several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Finding
from queries.dimensions.split import ABSENT
from queries.formats import numbers
from queries.wording import say

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
    notes = (
        [
            say(
                "Fewer than {enough} customers: {names}; their rates say little.",
                enough=ENOUGH,
                names=say(", ").join(small),
            )
        ]
        if small
        else []
    )
    return Conclusion(findings=(*_findings(frame), *_together(tables["pairs"])), notes=tuple(notes))


def _findings(frame: pl.DataFrame) -> Iterator[str]:
    """The channel of most customers, and of those with enough the one where most of them order."""
    if frame.is_empty():
        return
    first = frame.row(0, named=True)
    yield Finding(
        say(
            "Most customers use {channel}: {customers:,}, {share} of all; {only_here:,} of them no other channel.",
            channel=first["channel"],
            customers=first["customers"],
            share=numbers.share(first["share"]),
            only_here=first["only_here"],
        ),
        Behind(first),
    )
    sure = frame.filter(pl.col("customers") >= ENOUGH, pl.col("buyers") > 0)
    if len(sure) > 1:
        best = sure.sort("conversion", descending=True, maintain_order=True).row(0, named=True)
        yield Finding(
            say(
                "{channel} has most buyers among its customers: {buyers:,} of {customers:,} ({conversion}).",
                channel=best["channel"],
                buyers=best["buyers"],
                customers=best["customers"],
                conversion=numbers.share(best["conversion"]),
            ),
            Behind(best),
        )


def _together(pairs: pl.DataFrame) -> Iterator[str]:
    """The two channels that most exceed chance."""
    sure = pairs.filter(pl.col("customers") >= ENOUGH, pl.col("index") >= 100 + APART)
    if len(sure):
        row = sure.sort("index", descending=True, maintain_order=True).row(0, named=True)
        yield (
            say(
                "{channel} and {with_} go together most: {customers:,} customers use both, {index:.1f} "
                "times as many as chance would bring together.",
                channel=row["channel"],
                with_=row["with"],
                customers=row["customers"],
                index=row["index"] / 100,
            )
        )
