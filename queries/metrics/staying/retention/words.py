"""Retention in words: how many come back first, and how many stay."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.dimensions.cohorts import Cohorts

SHOWN = (1, 3, 6, 12)
"""The intervals whose overall rate is a figure."""


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The overall rate in a few intervals, each with the number of customers it stands on."""
    overall = tables["overall"].filter((pl.col("size") > 0) & (pl.col("interval") > 0))
    rows = {row["interval"]: row for row in overall.iter_rows(named=True)}
    intervals = [number for number in SHOWN if number in rows] or list(rows)[:4]
    figures = [
        Figure(say("Retention in interval {n}", n=n), rows[n]["rate"], Unit.SHARE, n=rows[n]["size"]) for n in intervals
    ]
    return Conclusion(tuple(figures))


def bracket_notes(cohorts: Cohorts) -> tuple[str, ...]:
    """What the numbers of brackets stand for."""
    pairs = list(pairwise(cohorts.labels))
    wide = [
        say("{last} is intervals {before} to {last}", last=last, before=before + 1)
        for before, last in pairs
        if last > before + 1
    ]
    rolling = (
        say("An interval is {days} days from the customer's own start day.", days=cohorts.days) if cohorts.days else ""
    )
    return (*([rolling] if rolling else []), *([say("Brackets: {names}.", names=say(", ").join(wide))] if wide else []))
