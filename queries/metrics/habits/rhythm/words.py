"""Weekdays and hours in words: the busiest hour, the weekend index, and what the data have no clock for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS = (
    *(mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday")),
    *(mark("Saturday"), mark("Sunday")),
)


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The weekend index of interactions and of orders, the busiest cell, and kinds without a clock."""
    weekend = list(tables["weekend"].iter_rows(named=True))
    figures = tuple(
        Figure(name, row["index"], Unit.RATE, row["low"], row["high"], row["weekend"] + row["weekdays"])
        for name, row in zip((say("Weekend index"), say("Weekend index of orders")), weekend, strict=False)
        if row["index"] is not None
    )
    findings = [_busiest(tables[""]), *(_compared(row) for row in weekend)]
    return Conclusion(figures, tuple(words for words in findings if words), tuple(_notes(tables["clock"])))


def _busiest(frame: pl.DataFrame) -> str:
    """The weekday and hour with most events."""
    if frame.is_empty():
        return ""
    row = frame.row(int(frame["per_day"].arg_max() or 0), named=True)
    hour = (
        say(", {hour:02}:00 to {hour2:02}:00", hour=row["hour"], hour2=row["hour"] + 1)
        if row["hour"] is not None
        else ""
    )
    return Finding(
        say(
            "Busiest: {days}{hour}, {per_day:,.1f} events on such a day.",
            days=say(DAYS[row["weekday"] - 1]),
            hour=hour,
            per_day=row["per_day"],
        ),
        Behind(row),
    )


def _compared(row: Mapping[str, Any]) -> str:
    """Whether a weekend day brings more than a weekday; silent where it cannot be told."""
    if row["low"] is None:
        return ""
    interval = say(
        "(index {index:.2f}, 95 % interval {low:.2f} to {high:.2f})",
        index=row["index"],
        low=row["low"],
        high=row["high"],
    )
    if row["low"] <= 1 <= row["high"]:
        return say(
            "A weekend day and a weekday bring about as many {counted} {interval}.",
            counted=say(row["counted"]),
            interval=interval,
        )
    return say(
        "A weekend day brings {index:.0f} % more {counted} than a weekday {interval}."
        if row["index"] > 1
        else "A weekend day brings {index:.0f} % fewer {counted} than a weekday {interval}.",
        index=abs(row["index"] - 1) * 100,
        counted=say(row["counted"]),
        interval=interval,
    )


def _notes(clock: pl.DataFrame) -> list[str]:
    """Which kinds of event have dates only."""
    without = clock.filter(pl.col("interactions") == pl.col("at_midnight"))
    if without.is_empty():
        return []
    if len(without) == len(clock):
        return [say("These data have dates only, all at midnight: nothing can be said about hours.")]
    named = ", ".join(without["event"])
    return [
        say(
            "Dates only, counted at hour 0: {named}. Leave such events out (--event) to see the hours of the others.",
            named=named,
        )
    ]
