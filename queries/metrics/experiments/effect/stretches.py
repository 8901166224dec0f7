"""When an action was, the time before it, and the same for a placebo, in which nothing was done at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from queries.customers.held_out import seed_of
from queries.eventlog.runs import per_run
from queries.metrics.experiments.effect.groups import HELD_OUT, Whom, groups
from queries.models.bootstrap import BUNDLES

if TYPE_CHECKING:
    from queries.data.data import Data

MEASURES = ("orders", "revenue", "interactions")
DAYS = ("all", "weekends", "workdays")
AFTER, BEFORE, PLACEBO, EARLIER = "after", "before", "placebo", "earlier"
STRETCHES = (AFTER, BEFORE, PLACEBO, EARLIER)
HISTORY = 4
"""The time before is so many times as long as the action: what it tells of customers is then less chance than what
they did in the action, and not yet of other years."""
_MIXER, _SIZE = 2_654_435_761, 2**32
"""Knuth's multiplier: codes that are neighbours end far apart."""


class Stretch(NamedTuple):
    """Some days: the first, the day after the last, and how many of them count."""

    since: date
    until: date
    days: int


class Asked(NamedTuple):
    """What is asked: whom the action was for, the measure, which days count, and the four stretches.

    `after` is held against `before`, and `placebo`, as long as the action and right before it, against `earlier`.
    """

    whom: Whom
    of: str
    days: str
    after: Stretch
    before: Stretch
    placebo: Stretch
    earlier: Stretch


def stretch(since: date, until: date, days: str) -> Stretch:
    """The days from one up to another."""
    every = [since + timedelta(days=number) for number in range(max((until - since).days, 0))]
    counted = {"all": every, "weekends": [d for d in every if d.weekday() >= 5]}
    return Stretch(since, until, len(counted.get(days, [d for d in every if d.weekday() < 5])))


def four(data: Data, start: date, end: date, days: str, history: int) -> tuple[Stretch, Stretch, Stretch, Stretch]:
    """The action and the time before it, the placebo and the time before that, as far as the data reach."""
    length, first = end - start, data.log.first_day
    placebo = max(start - length, first)
    before, earlier = (max(one - history * length, first) for one in (start, placebo))
    return (
        stretch(start, end, days),
        stretch(before, start, days),
        stretch(placebo, start, days),
        stretch(earlier, placebo, days),
    )


def did(data: Data, asked: Asked) -> pl.LazyFrame:
    """What everybody who is compared did in each stretch: the columns of `groups`, and those of `STRETCHES`.

    Money is in whole currency. Sorted by customer.
    """
    rows = {"orders": data.purchases, "revenue": data.transactions}.get(asked.of, data.events)
    amount = pl.col("amount").fill_null(0) if asked.of == "revenue" else pl.lit(1, pl.Int64)
    totals = {
        name: pl.when(_inside(data, part)).then(amount).otherwise(0)
        for name, part in zip(STRETCHES, (asked.after, asked.before, asked.placebo, asked.earlier), strict=True)
    }
    among = rows.filter(_counts(data, asked.days))
    sums = per_run(among, ("customer",), totals=totals)
    joined = groups(data, asked.whom, asked.after.since).join(sums, on="customer", how="left", maintain_order="left")
    unit = 10_000 if asked.of == "revenue" else 1
    return joined.with_columns((pl.col(name).fill_null(0) / unit).alias(name) for name in STRETCHES)


def bundled(data: Data, asked: Asked) -> pl.LazyFrame:
    """The same by bundles of customers, weighted: `treated`, `bundle`, `customers`, `people`, `after`, `before` ….

    Who is in which bundle is chance, seeded with what the treated are called.
    """
    place = (pl.col("customer").cast(pl.UInt64) + seed_of(asked.whom.name)) * _MIXER % _SIZE * BUNDLES // _SIZE
    weighed = [(pl.col(name) * pl.col("weight")).sum().alias(name) for name in STRETCHES]
    frame = did(data, asked).group_by("treated", place.alias("bundle"))
    return frame.agg(pl.col("weight").sum().alias("customers"), pl.len().alias("people"), *weighed).sort(
        "treated", "bundle"
    )


def compared_by(asked: Asked, name: str) -> list[str]:
    """The columns that a stretch is compared by: what it is held against, itself, and what explains a part of it.

    It is held against the time before it; where chance parted the groups, against how many they are, and the time
    before explains why some do more than others.
    """
    before = {AFTER: BEFORE, PLACEBO: EARLIER}[name]
    return ["customers", name, before] if asked.whom.against == HELD_OUT else [before, name]


def _inside(data: Data, part: Stretch) -> pl.Expr:
    """Whether an event lies in a stretch."""
    return pl.col("day").is_between(data.day_number(part.since), data.day_number(part.until), closed="left")


def _counts(data: Data, days: str) -> pl.Expr:
    """Whether an event's day of the week counts."""
    if days == "all":
        return pl.lit(value=True)
    weekend = (pl.col("day") + data.log.first_day.weekday()) % 7 >= 5
    return weekend if days == "weekends" else ~weekend
