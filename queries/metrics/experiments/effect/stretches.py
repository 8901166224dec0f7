"""When an action was, the stretch before it, and the one before that, in which nothing was done at all."""

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
AFTER, BEFORE, EARLIER = "after", "before", "earlier"
_MIXER, _SIZE = 2_654_435_761, 2**32
"""Knuth's multiplier: codes that are neighbours end far apart."""


class Stretch(NamedTuple):
    """Some days: the first, the day after the last, and how many of them count."""

    since: date
    until: date
    days: int


class Asked(NamedTuple):
    """What is asked: whom the action was for, the measure, which days count, and the three stretches."""

    whom: Whom
    of: str
    days: str
    after: Stretch
    before: Stretch
    earlier: Stretch


def stretch(since: date, until: date, days: str) -> Stretch:
    """The days from one up to another."""
    every = [since + timedelta(days=number) for number in range(max((until - since).days, 0))]
    counted = {"all": every, "weekends": [d for d in every if d.weekday() >= 5]}
    return Stretch(since, until, len(counted.get(days, [d for d in every if d.weekday() < 5])))


def three(data: Data, start: date, end: date, days: str) -> tuple[Stretch, Stretch, Stretch]:
    """The action, as long before it, and as long before that, as far as the data reach."""
    length, first = end - start, data.log.first_day
    before = max(start - length, first)
    earlier = max(before - length, first)
    return stretch(start, end, days), stretch(before, start, days), stretch(earlier, before, days)


def did(data: Data, asked: Asked) -> pl.LazyFrame:
    """What everybody who is compared did in each stretch: the columns of `groups`, and `after`, `before`, `earlier`.

    Money is in whole currency. Sorted by customer.
    """
    rows = {"orders": data.purchases, "revenue": data.transactions}.get(asked.of, data.events)
    amount = pl.col("amount").fill_null(0) if asked.of == "revenue" else pl.lit(1, pl.Int64)
    totals = {
        name: pl.when(_inside(data, part)).then(amount).otherwise(0)
        for name, part in ((AFTER, asked.after), (BEFORE, asked.before), (EARLIER, asked.earlier))
    }
    among = rows.filter(_counts(data, asked.days))
    sums = per_run(among, ("customer",), totals=totals)
    joined = groups(data, asked.whom, asked.after.since).join(sums, on="customer", how="left", maintain_order="left")
    unit = 10_000 if asked.of == "revenue" else 1
    return joined.with_columns((pl.col(name).fill_null(0) / unit).alias(name) for name in (AFTER, BEFORE, EARLIER))


def bundled(data: Data, asked: Asked) -> pl.LazyFrame:
    """The same by bundles of customers, weighted: `treated`, `bundle`, `customers`, `after`, `before`, `earlier`.

    Who is in which bundle is chance, seeded with what the treated are called.
    """
    place = (pl.col("customer").cast(pl.UInt64) + seed_of(asked.whom.name)) * _MIXER % _SIZE * BUNDLES // _SIZE
    weighed = [(pl.col(name) * pl.col("weight")).sum().alias(name) for name in (AFTER, BEFORE, EARLIER)]
    frame = did(data, asked).group_by("treated", place.alias("bundle"))
    return frame.agg(pl.col("weight").sum().alias("customers"), pl.len().alias("people"), *weighed).sort(
        "treated", "bundle"
    )


def base_of(asked: Asked, name: str) -> str:
    """What a stretch is held against: the one before it or, where chance parted the groups, how many they are."""
    return "customers" if asked.whom.against == HELD_OUT else {AFTER: BEFORE, BEFORE: EARLIER}[name]


def _inside(data: Data, part: Stretch) -> pl.Expr:
    """Whether an event lies in a stretch."""
    return pl.col("day").is_between(data.day_number(part.since), data.day_number(part.until), closed="left")


def _counts(data: Data, days: str) -> pl.Expr:
    """Whether an event's day of the week counts."""
    if days == "all":
        return pl.lit(value=True)
    weekend = (pl.col("day") + data.log.first_day.weekday()) % 7 >= 5
    return weekend if days == "weekends" else ~weekend
