"""What the customers of each arm did: sums over them, from which every statistic of a test follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from queries.data.once import once
from queries.dimensions.named import events_named
from queries.eventlog.runs import per_run, starts
from queries.metrics.experiments.experiment.arms import CONVERTED, arms_of
from queries.models.means import Sums
from queries.question.periods import DAY_MS
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from queries.data.data import Data

WINDOW = 14
"""So many days from the exposure on are read, where nothing else is asked for."""
BEFORE = 14
"""So many days before the exposure tell what a customer would have done anyway."""
COUNTED, BOTH, OPEN = "counted", "both", "open"
"""What becomes of an exposed customer: counted, or set aside for two arms, or for a window that is still open."""


class Measured(NamedTuple):
    """A number a customer: what it is called, its sums (y, and x beside it), and whether y ÷ x is meant.

    `x` is the same number before the exposure, or what is below the line of a ratio.
    """

    title: str
    y: str
    x: str
    money: bool
    ratio: bool = False


MEASURED = (
    Measured(mark("revenue per customer"), "net", "net_before", money=True),
    Measured(mark("orders per customer"), "orders", "orders_before", money=False),
    Measured(mark("revenue per order"), "amount", "orders", money=True, ratio=True),
)


class Asked(NamedTuple):
    """What is asked of a test: arms, goals (an empty name is the outcome told beside the arm), and days."""

    arms: str | None
    goals: tuple[str, ...]
    window: int | None
    before: int


def exposed(data: Data, asked: Asked) -> pl.LazyFrame:
    """Everybody whose first exposure lies in the reported range: `customer`, `arm`, `at`, `day`, `state`, `goal 0` ….

    A goal is whether it was reached within the window, from the first exposure on, at its moment or later. Sorted by
    customer.
    """
    frame = _first(data, asked)
    for place, goal in enumerate(asked.goals):
        if not goal:
            frame = frame.rename({"outcome": f"goal {place}"})
            continue
        reached = per_run(_after(data, events_named(data, goal).among(data.events), asked), ("customer",), count="n")
        joined = frame.join(reached, on="customer", how="left", maintain_order="left")
        frame = joined.with_columns((pl.col("n").fill_null(0) > 0).alias(f"goal {place}")).drop("n")
    return frame


@once
def _first(data: Data, asked: Asked) -> pl.LazyFrame:
    """The first exposure of each customer, whatever was shown before the reported range, and the outcome told there."""
    told = arms_of(data, asked.arms)
    rows = told.rows.with_columns(at=pl.when(starts("customer")).then(pl.col("time")).forward_fill())
    hit = pl.col(CONVERTED).is_not_null() & _within(pl.col(CONVERTED), asked.window)
    first = per_run(
        rows,
        ("customer",),
        totals={"outcome": hit, "arms": starts("customer", "arm")},
        first={"arm": pl.col("arm"), "at": pl.col("time"), "day": pl.col("day")},
    )
    late = pl.col("day") + asked.window > data.day_number(data.as_of) if asked.window else pl.lit(value=False)
    state = pl.when(pl.col("arms") > 1).then(pl.lit(BOTH)).when(late).then(pl.lit(OPEN)).otherwise(pl.lit(COUNTED))
    if data.scope.since:
        # Not `within`: a test may have begun before the first event of the log.
        first = first.filter(pl.col("day") >= data.day_number(data.scope.since))
    return first.with_columns(pl.col("outcome") > 0, state=state).drop("arms")


def _within(time: pl.Expr, window: int | None) -> pl.Expr:
    """Whether something happened from `at` on and inside the window; without one, at any time from then on."""
    since = time >= pl.col("at")
    return since & (time < pl.col("at") + pl.duration(days=window)) if window else since


def _after(data: Data, events: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    """The events of exposed customers within their window, in log order."""
    return data.beside(events, _first(data, asked), "at").filter(_within(pl.col("time"), asked.window))


def _worth(data: Data, asked: Asked) -> pl.LazyFrame:
    """What exposed customers bought within the window and as long before as is asked: whole numbers a customer."""
    rows = data.beside(data.transactions, _first(data, asked), "at").filter(pl.col("at").is_not_null())
    after = _within(pl.col("time"), asked.window)
    before = (pl.col("time") < pl.col("at")) & (
        pl.col("time") >= pl.col("at") - pl.lit(asked.before * DAY_MS).cast(pl.Duration("ms"))
    )
    amount = pl.col("amount").fill_null(0)
    totals = {
        "net": pl.when(after).then(amount).otherwise(0),
        "amount": pl.when(after & data.is_purchase).then(amount).otherwise(0),
        "orders": after & data.is_purchase,
        "net_before": pl.when(before).then(amount).otherwise(0),
        "orders_before": before & data.is_purchase,
    }
    return per_run(rows, ("customer",), totals=totals)


def sums(data: Data, asked: Asked) -> pl.LazyFrame:
    """A row an arm and state: `arm`, `state`, `customers`, `goal 0` …, and the sums of what was bought.

    Of each number its sum and its sum of squares, and of those that belong together the sum of their products.
    """
    frame, goals = exposed(data, asked), [f"goal {place}" for place in range(len(asked.goals))]
    columns = [pl.col(name).sum().cast(pl.Int64) for name in goals]
    if data.log.kinds_of("purchase"):
        bought = frame.join(_worth(data, asked), on="customer", how="left", maintain_order="left")
        numbers = {name for one in MEASURED for name in (one.y, one.x)}
        money = {"net", "net_before", "amount"}
        frame = bought.with_columns(
            (pl.col(name).fill_null(0) / (10_000 if name in money else 1)).alias(name) for name in sorted(numbers)
        )
        columns += [pl.col(name).sum() for name in sorted(numbers)]
        pairs = {(one.y, one.y) for one in MEASURED} | {(one.x, one.x) for one in MEASURED}
        pairs |= {(one.y, one.x) for one in MEASURED}
        columns += [(pl.col(y) * pl.col(x)).sum().alias(f"{y} × {x}") for y, x in sorted(pairs)]
    return frame.group_by("arm", "state").agg(pl.len().cast(pl.Int64).alias("customers"), *columns).sort("arm", "state")


def allocation(data: Data, asked: Asked) -> pl.LazyFrame:
    """How many were first exposed on each day: `day`, `arm`, `customers`, sorted; nobody who was in two arms."""
    counted = _first(data, asked).filter(pl.col("state") != BOTH).group_by("day", "arm")
    sizes = counted.agg(customers=pl.len().cast(pl.Int64))
    return sizes.select(data.date_of("day").alias("day"), "arm", "customers").sort("day", "arm")


def sums_of(row: Mapping[str, Any], measured: Measured) -> Sums:
    """The sums of one number, from a row of `sums`."""
    y, x = measured.y, measured.x
    return Sums(row["customers"], row[y], row[x], row[f"{y} × {y}"], row[f"{x} × {x}"], row[f"{y} × {x}"])
