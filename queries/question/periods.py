"""Calendar periods: the grains a question can be asked by, and the table that places every day in one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

import polars as pl

from queries.wording import mark

EPOCH = date(1970, 1, 1)
"""The day from which times are counted."""
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


class Grain(StrEnum):
    """How long a period is. Weeks start on Monday."""

    DAY = mark("day")
    WEEK = mark("week")
    MONTH = mark("month")
    QUARTER = mark("quarter")
    YEAR = mark("year")

    @property
    def interval(self) -> str:
        """The grain as Polars writes durations."""
        return {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}[self.value]

    @property
    def usual_days(self) -> int:
        """How many days a period of this grain has, about: a month 30, a quarter 91."""
        return {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[self.value]


def suitable_grain(first: date, last: date) -> Grain:
    """The grain that suits a range: month, below six months week, below six weeks day."""
    days = (last - first).days + 1
    if days < 6 * 7:
        return Grain.DAY
    return Grain.WEEK if days < 183 else Grain.MONTH


LONGER = (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.WEEK)
"""The grains that are longer than a day, the longest first."""


def coarser(one: Grain, other: Grain) -> Grain:
    """The longer of two grains."""
    return max(one, other, key=lambda grain: grain.usual_days)


def period_table(first: date, last: date, grain: Grain, *, since: date, until: date, as_of: date) -> pl.DataFrame:
    """Every period from the one that holds `first` to the one that holds `last`.

    Args:
        first: The first day of the data.
        last: The last day that is looked at; not before `first`.
        grain: How long a period is.
        since: First day that is reported, inclusive.
        until: Last day that is reported, inclusive.
        as_of: The analysis date, exclusive.

    Returns:
        `index` (u16, 0 is the first), `period` (its first day), `end` (its last day), `days` (how many of
        its days are reported and before `as_of`), `reported` (whether any day is), `complete` (it ends
        before `as_of` and `since`/`until` do not cut it).
    """
    last_reported = min(until, as_of - timedelta(days=1))
    start = pl.col("period")
    return (
        pl.DataFrame({"period": [first, max(first, last)]})
        .select(pl.col("period").dt.truncate(grain.interval))
        .select(pl.date_range(pl.col("period").min(), pl.col("period").max(), interval=grain.interval))
        .with_columns(end=start.dt.offset_by(grain.interval).dt.offset_by("-1d"))
        .with_columns(
            days=(pl.min_horizontal("end", pl.lit(last_reported)) - pl.max_horizontal("period", pl.lit(since)))
            .dt.total_days()
            .add(1)
            .clip(lower_bound=0)
            .cast(pl.UInt32)
        )
        .with_columns(
            reported=pl.col("days") > 0,
            complete=(start >= since) & (pl.col("end") <= last_reported),
        )
        .with_row_index("index")
        .with_columns(pl.col("index").cast(pl.UInt16))
    )


def day_numbers(periods: pl.DataFrame, first: date) -> pl.Series:
    """For each day from `first` on, the index of its period: gathering it by day number places a row."""
    spans = periods.select(
        "index",
        length=(pl.col("end") - pl.max_horizontal("period", pl.lit(first))).dt.total_days() + 1,
    )
    return spans.select(pl.col("index").repeat_by("length").explode()).to_series().rename("period")


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
