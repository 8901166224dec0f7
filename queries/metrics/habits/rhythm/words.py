"""Weekdays and hours in words: the busiest hour, the weekend index, and what the data have no clock for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The weekend index of interactions and of orders, the busiest cell, and kinds without a clock."""
    weekend = list(tables["weekend"].iter_rows(named=True))
    figures = tuple(
        Figure(name, row["index"], Unit.RATE, row["low"], row["high"], row["weekend"] + row["weekdays"])
        for name, row in zip(("Weekend index", "Weekend index of orders"), weekend, strict=False)
        if row["index"] is not None
    )
    findings = [_busiest(tables[""]), *(_compared(row) for row in weekend)]
    return Conclusion(figures, tuple(words for words in findings if words), tuple(_notes(tables["clock"])))


def _busiest(frame: pl.DataFrame) -> str:
    """The weekday and hour with most events."""
    if frame.is_empty():
        return ""
    row = frame.row(int(frame["per_day"].arg_max() or 0), named=True)
    hour = f", {row['hour']:02}:00 to {row['hour'] + 1:02}:00" if row["hour"] is not None else ""
    return Finding(
        f"Busiest: {DAYS[row['weekday'] - 1]}{hour}, {row['per_day']:,.1f} events on such a day.", Behind(row)
    )


def _compared(row: Mapping[str, Any]) -> str:
    """Whether a weekend day brings more than a weekday; silent where it cannot be told."""
    if row["low"] is None:
        return ""
    interval = f"(index {row['index']:.2f}, 95 % interval {row['low']:.2f} to {row['high']:.2f})"
    if row["low"] <= 1 <= row["high"]:
        return f"A weekend day and a weekday bring about as many {row['counted']} {interval}."
    how = "more" if row["index"] > 1 else "fewer"
    return f"A weekend day brings {abs(row['index'] - 1) * 100:.0f} % {how} {row['counted']} than a weekday {interval}."


def _notes(clock: pl.DataFrame) -> list[str]:
    """Which kinds of event have dates only."""
    without = clock.filter(pl.col("interactions") == pl.col("at_midnight"))
    if without.is_empty():
        return []
    if len(without) == len(clock):
        return ["These data have dates only, all at midnight: nothing can be said about hours."]
    named = ", ".join(without["event"])
    return [f"Dates only, counted at hour 0: {named}. Leave such events out (--event) to see the hours of the others."]
