"""What sets segments apart most, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Finding
from queries.formats import numbers
from queries.models.contingency import residual
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOLD = 3
ENOUGH, EXPECTED, RESIDUAL = 30, 5, 3.0
"""A value is telling from so many customers on, of whom chance alone would put so many into the segment, and so many
standard errors away from what chance would do."""
APART = 10
"""An index nearer to 100 is nothing to tell."""


def telling() -> pl.Expr:
    """Whether a value says something of a segment: enough customers, and farther from the base than chance goes.

    Events of one customer are not independent, so that of weekdays and hours this is the least that can be asked.
    """
    size, whole = pl.col("of_members"), pl.col("of_members") + pl.col("of_others")
    enough = (pl.col("n") >= ENOUGH) & (pl.col("n") * size / whole >= EXPECTED)
    return (enough & (residual(pl.col("members"), pl.col("n"), size, whole).abs() > RESIDUAL)).fill_null(value=False)


def conclusion(tables: Mapping[str, pl.DataFrame], name: str, *, several: bool) -> Conclusion:
    """The most telling values, and what was left out.

    Args:
        tables: The answer, and the part `attributes`.
        name: The segment, where it is one.
        several: Whether the answer tells of several segments.
    """
    frame, left_out = tables[""], tables["attributes"].filter(~pl.col("told"))["attribute"].to_list()
    notes = []
    if frame.is_empty() and not several:
        notes.append(say("Nobody is in {name}.", name=name))
    if "hour" in left_out:
        left_out.remove("hour")
        notes.append(say("All times are midnight: these data have dates only, and nothing can be said about hours."))
    if left_out:
        notes.append(
            say("Left out, because hardly two customers share a value: {names}.", names=say(", ").join(left_out))
        )
    if frame["attribute"].is_in(["weekday", "hour"]).any():
        notes.append(say("Weekday and hour are shares of events, everything else of customers."))
    if "product" in frame["attribute"]:
        notes.append(
            say("Who buys more often has bought nearly everything more often: compare products with each other.")
        )
    return Conclusion(findings=tuple(_findings(frame, name, several=several)), notes=tuple(notes))


def _findings(frame: pl.DataFrame, name: str, *, several: bool) -> Iterator[str]:
    """The values farthest from index 100 with enough customers."""
    away = (pl.col("index") - 100).abs().round(6)
    sure = frame.filter(telling(), away >= APART)
    for row in sure.sort(away, descending=True, maintain_order=True).head(TOLD).iter_rows(named=True):
        whose = say(row["segment"]) if several else name
        of = say("of their events") if row["attribute"] in ("weekday", "hour") else say("of members")
        yield Finding(
            say(
                "{upper}{whose}: {replace} {value}: {in_segment} {of}, {elsewhere} elsewhere (index "
                "{index:.0f}, n = {n:,}).",
                upper=whose[:1].upper(),
                whose=whose[1:],
                replace=say(row["attribute"].replace("_", " ")),
                value=row["value"],
                in_segment=numbers.share(row["in_segment"]),
                of=of,
                elsewhere=numbers.share(row["elsewhere"]),
                index=row["index"],
                n=row["n"],
            ),
            Behind(row),
        )
