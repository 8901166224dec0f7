"""What the lifetime-value models take: every buyer's history, reduced to four numbers, as a lazy plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.customers.figures import gaps
from queries.data.once import once
from queries.eventlog.runs import ends, starts
from queries.models.customer_value import ValueModel, fit, refusal

if TYPE_CHECKING:
    from datetime import date

    from queries.data.data import Data

MONTH_DAYS = 30.4375
UNIT_DAYS = {"week": 7.0, "day": 1.0}

MODEL, UNIT = "mbg", "week"
"""What is fitted unless somebody says otherwise."""
HORIZON, MARGIN, DISCOUNT = 12, 1.0, 0.10
"""What is looked ahead unless somebody says otherwise: months, the share that is kept, the loss in a year."""

FITTED = (
    Parameter(
        "model",
        "mbg (buyers may leave after any purchase), bg (never after the first), pareto (at any moment)",
        "choice",
        choices=("mbg", "bg", "pareto"),
    ),
    Parameter("unit", "the models' unit of time", "choice", choices=("week", "day")),
    Parameter(
        "holdout",
        "days at the end that a fit does not see and is tested on; 0 is none, empty a third of the history",
        "int",
        low=0,
    ),
)
FORECAST = (
    Parameter("horizon", "months ahead, of 30.4375 days", "int", low=1, high=120),
    Parameter("margin", "share of the amount that is kept", "float", low=0.0),
    Parameter("discount", "what a later amount loses in a year", "float", low=0.0, high=10.0),
)

HISTORY = (
    Column("frequency", "days with an order after the first", Unit.COUNT),
    Column("recency", "time from the first to the last day with an order, in the model's unit (weeks)", Unit.NUMBER),
    Column(
        "age", "time from the first day with an order to the last day known, in the model's unit (weeks)", Unit.NUMBER
    ),
    Column(
        "monetary",
        "mean amount of the days with an order after the first, less refunds; 0 without one",
        Unit.MONEY,
        numerator="amount from the second day with an order on, less refunds from then on",
        denominator="frequency",
    ),
)


def calibration_end(data: Data, holdout: int | None) -> date:
    """The last day a fit sees that is tested on what follows; as late as the data where the hold-out is 0."""
    days = max(0, (data.as_of - data.log.first_day).days // 3) if holdout is None else holdout
    return data.until - timedelta(days=days)


@once(of="everyone")
def histories(data: Data, end: date) -> pl.LazyFrame:
    """Every buyer's history up to a day, in days and whole currency, sorted by customer.

    Args:
        data: The scoped data, whose buyers are everyone's; who bought first after `end` is not in it.
        end: The last day that is known.

    Returns:
        `customer`, `frequency` (occasions after the first), `recency` (days from first to last), `age` (days
        from first to `end`), `monetary` (mean amount of an occasion after the first), `amount` (of all). A
        refund lowers the occasion before it: those after the second occasion's day count in `monetary`.
    """
    last = data.day_number(end)
    days = _days(data, last)
    totals = days.filter(ends("customer")).select("customer", "total", earlier=pl.col("total").shift(1, fill_value=0))
    joined = _bought(days).join(totals, on="customer", how="inner", maintain_order="left")
    again = pl.when(pl.col("frequency") > 0).then(pl.col("total") - pl.col("before_second")).otherwise(0)
    return joined.select(
        pl.col("customer").set_sorted(),
        "frequency",
        recency=pl.col("last_day") - pl.col("first_day"),
        age=pl.lit(last, dtype=pl.Int32) - pl.col("first_day"),
        monetary=data.money(again) / pl.max_horizontal("frequency", 1),
        amount=data.money(pl.col("total") - pl.col("earlier")),
    )


@once
def _days(data: Data, last: int) -> pl.LazyFrame:
    """The days on which a customer's money moved: `customer`, `day`, running `total` of all amounts at the end
    of the day and `before` it, and whether there was an order (`bought`)."""
    money = data.transactions
    if last < data.day_number(data.until):
        money = money.filter(pl.col("day") <= last)
    running = money.select(
        "customer",
        "day",
        total=pl.col("amount").fill_null(0).cum_sum(),
        orders=data.is_purchase.cast(pl.UInt32).cum_sum(),
        end=ends("customer", "day"),
    ).filter("end")
    before = pl.col("total", "orders").shift(1, fill_value=0)
    return running.with_columns(before.name.prefix("before_")).select(
        pl.col("customer").set_sorted(),
        "day",
        "total",
        before="before_total",
        bought=pl.col("orders") > pl.col("before_orders"),
    )


def _bought(days: pl.LazyFrame) -> pl.LazyFrame:
    """Per buyer: `frequency`, `first_day`, `last_day`, and the running total `before_second` occasion's day.

    Of each customer's occasions only the first and the last are kept, so that the first stands right above the
    last, or is it.
    """
    first, orders = pl.col("first"), days.filter("bought").with_row_index("row")
    edges = orders.select(
        "customer",
        "day",
        "row",
        before_second=pl.col("before").shift(-1),
        first=starts("customer"),
        last=ends("customer"),
    ).filter(pl.col("first") | pl.col("last"))

    def at_first(column: str) -> pl.Expr:
        return pl.when(first).then(column).otherwise(pl.col(column).shift(1))

    return (
        edges.select(
            pl.col("customer").set_sorted(),
            frequency=(pl.col("row") - at_first("row")).cast(pl.UInt32),
            first_day=at_first("day"),
            last_day="day",
            before_second=at_first("before_second"),
            last="last",
        )
        .filter("last")
        .drop("last")
    )


@once(of="everyone")
def pace(data: Data, end: date) -> pl.LazyFrame:
    """Everyone's usual gap between days with an order up to a day, one row: `gap` (median days), null without gaps."""
    return gaps(data).filter(pl.col("day") <= data.day_number(end)).select(gap=pl.col("gap").median())


@once(of="everyone")
def why_no_model(data: Data, end: date) -> str | None:
    """Why no model can be fitted to everyone's histories up to a day, in words; None where one can."""
    return refusal(histories(data, end).collect(), pace(data, end).collect().item())


@once(of="everyone")
def fitted_model(data: Data, model: str, unit: str, end: date) -> ValueModel:
    """The models of all buyers' histories up to a day."""
    return fit(model, UNIT_DAYS[unit], histories(data, end).collect(), data.check)
