"""What the lifetime-value models take: every buyer's history, reduced to four numbers, as a lazy plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from queries.figures import gaps
from queries.metric import Column, Parameter, Unit
from queries.models.customer_value import ValueModel, fit
from queries.runs import per_run, starts

if TYPE_CHECKING:
    from datetime import date

    from queries.data import Data

MONTH_DAYS = 30.4375
UNIT_DAYS = {"week": 7.0, "day": 1.0}

FITTED = (
    Parameter(
        "model",
        "mbg (buyers may leave after any purchase), bg (never after the first), pareto (at any moment)",
        "choice",
        "mbg",
        choices=("mbg", "bg", "pareto"),
    ),
    Parameter("unit", "the models' unit of time", "choice", "week", choices=("week", "day")),
    Parameter(
        "holdout",
        "days at the end that a fit does not see and is tested on; 0 is none, empty a third of the history",
        "int",
        None,
        low=0,
    ),
)
FORECAST = (
    Parameter("horizon", "months ahead, of 30.4375 days", "int", 12, low=1, high=120),
    Parameter("margin", "share of the amount that is kept", "float", 1.0, low=0.0),
    Parameter("discount", "what a later amount loses in a year", "float", 0.10, low=0.0, high=10.0),
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


def histories(data: Data, end: date) -> pl.LazyFrame:
    """Every buyer's history up to a day, in days and whole currency, sorted by customer.

    Args:
        data: The scoped data; who bought first after `end` is not in it.
        end: The last day that is known.

    Returns:
        `customer`, `frequency` (occasions after the first), `recency` (days from first to last), `age` (days
        from first to `end`), `monetary` (mean amount of an occasion after the first), `amount` (of all). A
        refund lowers the occasion before it: those after the second occasion's day count in `monetary`.
    """
    last = data.day_number(end)
    cut = pl.col("day") <= last
    bought = _bought(data.purchases.filter(cut))
    joined = bought.with_columns(refunded=pl.lit(0), refunded_again=pl.lit(0))
    if data.log.kinds_of("refund"):
        returned = data.refunds.filter(cut).join(
            bought.select("customer", "second_day"), on="customer", how="left", maintain_order="left"
        )
        back = pl.col("amount").fill_null(0)
        again = pl.when(pl.col("day") >= pl.col("second_day")).then(back).otherwise(0)
        lost = per_run(returned, ("customer",), totals={"refunded": back, "refunded_again": again})
        joined = bought.join(lost, on="customer", how="left", maintain_order="left")
    repeats = pl.col("occasions") - 1
    later = pl.col("amount") - pl.col("at_first") + pl.col("refunded_again").fill_null(0)
    return joined.select(
        pl.col("customer").set_sorted(),
        frequency=repeats,
        recency=pl.col("last_day") - pl.col("first_day"),
        age=pl.lit(last, dtype=pl.Int32) - pl.col("first_day"),
        monetary=data.money(pl.when(repeats > 0).then(later).otherwise(0)) / pl.max_horizontal(repeats, 1),
        amount=data.money(pl.col("amount") + pl.col("refunded").fill_null(0)),
    )


def _bought(purchases: pl.LazyFrame) -> pl.LazyFrame:
    """Per buyer: `occasions`, `amount`, `at_first` (of the first occasion), `first_day`, `second_day`, `last_day`.

    `second_day` is null without a second occasion.
    """
    new = pl.when(starts("customer"))
    orders = purchases.select("customer", "day", pl.col("amount").fill_null(0), first=new.then("day").forward_fill())
    initial = pl.col("day") == pl.col("first")
    second = ~initial & initial.shift(1)
    # At a customer's first row stands -1, so that nothing is carried over from the customer above.
    carried = pl.when(starts("customer")).then(-1).when(second).then("day").forward_fill()
    return per_run(
        orders,
        ("customer",),
        totals={
            "occasions": starts("customer", "day"),
            "amount": pl.col("amount"),
            "at_first": pl.when(initial).then("amount").otherwise(0),
        },
        last={"first_day": pl.col("first"), "second_day": carried, "last_day": pl.col("day")},
    ).with_columns(second_day=pl.when(pl.col("second_day") >= 0).then("second_day"))


def pace(data: Data, end: date) -> pl.LazyFrame:
    """The usual gap between days with an order up to a day, one row: `gap` (median days), null without gaps."""
    return gaps(data).filter(pl.col("day") <= data.day_number(end)).select(gap=pl.col("gap").median())


def fitted_once(data: Data, model: str, unit: str, end: date, frame: pl.DataFrame) -> ValueModel:
    """The models of all buyers' histories up to a day, fitted the first time they are asked for in a scope."""
    key = ("value model", model, unit, end)
    return data.everyone.remembered(key, lambda: fit(model, UNIT_DAYS[unit], frame, data.check))
