"""Customers of rolling windows: how many were active within the last day, week and month, for every day at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.dimensions.split import Split, apart
from queries.eventlog.runs import starts

if TYPE_CHECKING:
    from queries.data.data import Data

WINDOWS = {"dau": 1, "wau": 7, "mau": 30}
"""Column → days of its rolling window."""
MONTH = WINDOWS["mau"]
LONGER = {name: days for name, days in WINDOWS.items() if days > 1}
PASSED = len(LONGER) + 1
"""So many numbers of longer windows can have passed: none, …, all."""


def active_days(events: pl.LazyFrame, dimension: Split | None) -> list[pl.LazyFrame]:
    """`customer`, `code` and `day`, one row each day a customer has an event of the code."""
    by = ("customer", *(["code"] if dimension else []), "day")
    frames = apart(dimension, events)
    return [frame.select("customer", "code", "day").filter(starts(*by)) for frame in frames]


def rolling(data: Data, dimension: Split | None) -> pl.LazyFrame:
    """Per code and day of the data: customers of the windows that end on it, and customer-days of the longest.

    A customer-day counts in the windows that end from then on until the window has passed, or until the
    customer's next day takes over: so a rolling number of distinct customers is a running total of ends and
    beginnings, and no window is ever looked through.
    """
    length = data.day_number(data.until) + 1
    classes = pl.concat([_classes(days, bool(dimension), length) for days in active_days(data.events, dimension)])
    changes = data.keep(_changes(data.keep(classes, in_memory=dimension is not None)))
    calendar = pl.LazyFrame({"day": range(length)}, schema={"day": pl.Int32})
    calendar_by_code = (
        changes.select("code").unique().sort("code").join(calendar, how="cross", maintain_order="left_right")
    )
    filled = calendar_by_code.join(changes, on=["code", "day"], how="left", maintain_order="left")
    dau = pl.col("dau")
    return filled.with_columns(pl.col(WINDOWS).fill_null(0)).select(
        "code",
        "day",
        dau,
        pl.col("wau", "mau").cum_sum().over("code"),
        customer_days=dau.cum_sum().over("code") - dau.cum_sum().shift(MONTH, fill_value=0).over("code"),
    )


def _classes(days: pl.LazyFrame, coded: bool, length: int) -> pl.LazyFrame:
    """How many customer-days there are of each `code`, `day`, `ahead` and `behind`: `n`.

    `ahead` is how many of the longer windows have passed before the customer's next day, `behind` the same of the
    day before. All of it is one number to group by: many times faster than grouping by day for each window.

    Args:
        days: `customer`, `code`, `day`; neighbours are one customer's (and code's) in the order of time.
        coded: Whether neighbours may be of different codes.
        length: More than the largest day.
    """
    last = starts(*("customer", "code") if coded else ("customer",)).shift(-1, fill_value=True)
    gap = pl.when(last).then(max(LONGER.values()) + 1).otherwise(pl.col("day").shift(-1) - pl.col("day"))
    coded_days = days.select(
        "code", "day", ahead=pl.sum_horizontal((gap > window).cast(pl.UInt32) for window in LONGER.values())
    )
    # A customer's first day has another's last above it, after which every window has passed.
    behind = pl.col("ahead").shift(1, fill_value=len(LONGER))
    day = (pl.col("code").cast(pl.UInt64) * length + pl.col("day").cast(pl.UInt64)) * PASSED**2
    classes = (
        coded_days.select(key=day + pl.col("ahead") * PASSED + behind).group_by("key").agg(n=pl.len().cast(pl.Int64))
    )
    placed = pl.col("key") // PASSED**2
    return classes.select(
        "n",
        code=(placed // length).cast(pl.UInt32),
        day=(placed % length).cast(pl.Int32),
        ahead=pl.col("key") // PASSED % PASSED,
        behind=pl.col("key") % PASSED,
    )


def _changes(classes: pl.LazyFrame) -> pl.LazyFrame:
    """Per code and day: customers of that day, and by how many those of each longer window change on it."""
    n, none = pl.col("n"), {name: pl.lit(0, dtype=pl.Int64) for name in WINDOWS}
    # Who was within the window already does not enter it again.
    new = {name: pl.when(pl.col("behind") > place).then(n).otherwise(0) for place, name in enumerate(LONGER)}
    frames = [classes.select("code", "day", dau=n, **new)]
    for place, (name, window) in enumerate(LONGER.items()):
        left = classes.filter(pl.col("ahead") > place)
        frames.append(left.select("code", pl.col("day") + window, **none | {name: -n}))
    return pl.concat(frames).group_by("code", "day").agg(pl.col(WINDOWS).sum())
