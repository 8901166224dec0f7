"""How often customers interact, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.dimensions.split import MOST_BY_FILTER, Split, split_by
from queries.eventlog.runs import per_run
from queries.metrics.habits.frequency.methods import (
    STANDARDISED,
    TENURE,
    WEIGHTED,
    conclude,
    method_notes,
    standardised,
    tenure,
    weighted,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    shared.PERIOD,
    Column("interactions", "events in the period", Unit.COUNT),
    Column("customers", "customers with an event in the period", Unit.COUNT),
    Column(
        "per_customer",
        "interactions of an active customer",
        Unit.RATE,
        numerator="interactions",
        denominator="customers",
    ),
    Column(
        "per_30_days",
        "interactions of an active customer in 30 days, so that months of different length compare",
        Unit.RATE,
        numerator="interactions × 30",
        denominator="customers × days of the period that are in the scope",
    ),
    Column("orders", "orders in the period", Unit.COUNT),
    Column("amount", "amount of orders less refunds, dated at the refund", Unit.MONEY),
    *STANDARDISED,
    *WEIGHTED,
    shared.COMPLETE,
)

PARAMETERS = (
    Parameter(
        "method",
        "standardised adds index (100 is the mean of the range), z and the part tenure; weighted the sum of weights",
        "choice",
        choices=("count", "standardised", "weighted"),
    ),
)


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None) -> pl.LazyFrame:
    """The customers with an event in the row's period, and of its part of the split."""
    period = data.periods.filter(pl.col("period") == row["period"])
    events = data.reported.filter(data.period_index == period["index"].first())
    if split:
        events = events.filter(split_by(data, split).condition(row[split]))
    return events.select("customer").unique()


@measure(
    id="frequency",
    title="Over time",
    question="How often do customers interact?",
    also="over time, trend, by month, by quarter, how often, interactions, 频率, 互动频率, 趋势",
    place=10,
    columns=COLUMNS,
    parts={"tenure": TENURE},
    parameters=PARAMETERS,
    formula="events ÷ customers with an event, in each period; tenure: events ÷ days since the first × 30, of "
    "customers with two events or more who are known for a period or longer",
    source="interaction count and purchase frequency as ratios of totals (Customer-Base Audit)",
    chart=Chart("bars", "period", ("interactions",)),
    drill=customers_of_period,
    splits=True,
)
def frequency(data: Data, method: str = "count", split: str | None = None) -> Answer:
    """Interactions, active customers and orders of every reported period.

    Args:
        data: The scoped data.
        method: `count`; `standardised` adds `index`, `z` and the part `tenure`, `weighted` adds `weighted`.
        split: A dimension to break each period down by; periods without events of a value have no row.

    Returns:
        One row a period (and value of the split), sorted; periods in which nothing happened have zeros.
    """
    dimension = split_by(data, split) if split else None
    counts = _counted(data, dimension, method)
    periods = data.periods.lazy().filter("reported")
    frame = periods.join(counts, on="index", how="inner" if split else "left", maintain_order="left")
    by = [dimension.name] if dimension else []
    table = frame.sort("index", "code").select(
        "period",
        *([dimension.label("code")] if dimension else []),
        pl.col("interactions", "customers").fill_null(0),
        per_customer=pl.col("interactions") / pl.col("customers"),
        per_30_days=pl.col("interactions") / pl.col("customers") / pl.col("days") * 30,
        orders=pl.col("orders").fill_null(0),
        amount=data.money(pl.col("amount").fill_null(0) + pl.col("refunded").fill_null(0)),
        **({"weighted": pl.col("weighted").fill_null(0)} if method == "weighted" else {}),
        complete="complete",
    )
    if method != "standardised":
        return Answer(table, notes=method_notes(data, method))
    against_mean = standardised(data, table, by).select(pl.all().exclude("complete"), "complete")
    return Answer(against_mean, {"tenure": tenure(data)}, method_notes(data, method), conclude)


def _counted(data: Data, dimension: Split | None, method: str) -> pl.LazyFrame:
    """Per period index and code of the split: interactions, customers, orders, amounts in ten-thousandths."""
    code = dimension.code if dimension else pl.lit(0, dtype=pl.UInt32)
    by = {"index": data.period_index, "code": code}
    counts = _customers(data, dimension, by)
    amount = pl.col("amount").sum()
    for events, sums in (
        (data.purchases, {"orders": pl.len().cast(pl.UInt32), "amount": amount}),
        (data.refunds, {"refunded": amount}),
    ):
        part = data.within(events).select("amount", **by).group_by("index", "code").agg(**sums)
        counts = counts.join(part, on=["index", "code"], how="left")
    if method == "weighted":
        counts = counts.join(weighted(data, by), on=["index", "code"], how="left")
    return counts


def _customers(data: Data, dimension: Split | None, by: dict[str, pl.Expr]) -> pl.LazyFrame:
    """Per period index and code: interactions, and customers, of whom each has one run of a period."""
    if dimension is None:
        return _runs(data, data.reported, pl.lit(0, dtype=pl.UInt32))
    if dimension.per_customer:
        return _runs(data, data.reported, dimension.code)
    if len(dimension.values) > MOST_BY_FILTER:
        hashed = data.reported.select("customer", **by).group_by("index", "code")
        return hashed.agg(interactions=_many(pl.len()), customers=_many(pl.col("customer").n_unique()))
    codes = [pl.lit(place, dtype=pl.UInt32) for place in range(len(dimension.values))]
    pairs = zip(dimension.conditions, codes, strict=True)
    return pl.concat([_runs(data, data.reported.filter(condition), code) for condition, code in pairs])


def _runs(data: Data, events: pl.LazyFrame, code: pl.Expr) -> pl.LazyFrame:
    """Per period index and code: interactions and customers, of events that have one code a customer."""
    # Fewer runs than events are looked at for the code, and grouped.
    runs = per_run(events.select("customer", index=data.period_index), ("customer", "index"), count="n")
    grouped = runs.select("index", "n", code=code).group_by("index", "code")
    return grouped.agg(interactions=_many(pl.col("n").sum()), customers=_many(pl.len()))


def _many(count: pl.Expr) -> pl.Expr:
    return count.cast(pl.UInt32)
