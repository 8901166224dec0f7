"""How often customers interact, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import measure
from queries.metric import Answer, Chart, Column, Unit
from queries.runs import starts
from queries.split import Split, split_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data import Data

COLUMNS = (
    Column("period", "first day of the period", Unit.DATE, key=True),
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
    Column("complete", "whether the period is wholly before the analysis date and inside the scope", Unit.FLAG),
)

MOST_SPLIT_BY_FILTER = 24
"""Up to so many values, filtering for each and comparing neighbours is faster than hashing customers."""


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None = None) -> pl.LazyFrame:
    """The customers with an event in the row's period, and of its part of the split."""
    period = data.periods.filter(pl.col("period") == row["period"])
    events = data.reported.filter(data.period_index == period["index"].first())
    if split:
        dimension = split_by(data, split)
        events = events.filter(dimension.code == list(dimension.values).index(row[split]))
    return events.select("customer").unique()


@measure(
    id="frequency",
    title="Over time",
    question="How often do customers interact?",
    group="Frequency",
    place=10,
    columns=COLUMNS,
    formula="events ÷ customers with an event, in each period",
    source="interaction count and purchase frequency as ratios of totals (Customer-Base Audit)",
    chart=Chart("bars", "period", ("interactions",)),
    drill=customers_of_period,
    splits=True,
)
def frequency(data: Data, split: str | None = None) -> Answer:
    """Interactions, active customers and orders of every reported period.

    Args:
        data: The scoped data.
        split: A dimension to break each period down by; periods without events of a value have no row.

    Returns:
        One row a period (and value of the split), sorted; periods in which nothing happened have zeros.
    """
    dimension = split_by(data, split) if split else None
    counted = _counted(data, dimension)
    periods = data.periods.lazy().filter("reported")
    frame = periods.join(counted, on="index", how="inner" if split else "left", maintain_order="left")
    by = [dimension.label] if dimension else []
    ordered = frame.sort("index", *([dimension.name] if dimension else []))
    return Answer(
        ordered.select(
            "period",
            *by,
            pl.col("interactions").fill_null(0),
            pl.col("customers").fill_null(0),
            per_customer=pl.col("interactions") / pl.col("customers"),
            per_30_days=pl.col("interactions") / pl.col("customers") / pl.col("days") * 30,
            orders=pl.col("orders").fill_null(0),
            amount=data.money(pl.col("amount").fill_null(0)),
            complete="complete",
        )
    )


def _counted(data: Data, dimension: Split | None) -> pl.LazyFrame:
    """Per period index (and code of the split): interactions, customers, orders, amount in ten-thousandths."""
    code = [dimension.code.alias(dimension.name)] if dimension else []
    money = pl.when(data.is_money).then(pl.col("amount")).otherwise(None)
    events = data.reported.select("customer", *code, index=data.period_index, order=data.is_purchase, amount=money)
    by = ["index", *([dimension.name] if dimension else [])]
    if dimension is None or dimension.per_customer:
        return _totals(events, by, starts("customer", "index"))
    if len(dimension.values) > MOST_SPLIT_BY_FILTER:
        return _totals(events, by, None)
    parts = [
        _totals(events.filter(pl.col(dimension.name) == code), by, starts("customer", "index"))
        for code in range(len(dimension.values))
    ]
    return pl.concat(parts)


def _totals(events: pl.LazyFrame, by: list[str], new_customer: pl.Expr | None) -> pl.LazyFrame:
    """Sums by group; customers are counted where they are new to the period, else by hashing."""
    if new_customer is not None:
        events = events.with_columns(_new=new_customer)
    customers = pl.col("_new").sum() if new_customer is not None else pl.col("customer").n_unique()
    return events.group_by(by).agg(
        interactions=pl.len().cast(pl.UInt32),
        customers=customers.cast(pl.UInt32),
        orders=pl.col("order").sum().cast(pl.UInt32),
        amount=pl.col("amount").sum(),
    )
