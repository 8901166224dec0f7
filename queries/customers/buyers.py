"""What segmentations by purchases stand on: recency, frequency and monetary value of every buyer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.customers.ranking import ranked
from queries.data.once import once
from queries.eventlog.runs import per_run, starts
from queries.wording import mark

if TYPE_CHECKING:
    from queries.data.data import Data

NO_PURCHASE = mark("no purchase")
"""Where customers without an order belong: outside the quantiles."""

RECENCY = Column("recency", "days from the last day with an order to the analysis date", Unit.DAYS)
FREQUENCY = Column("frequency", "days with an order", Unit.COUNT)
MONETARY = Column("monetary", "amount of orders less refunds", Unit.MONEY)
FIGURES = (RECENCY.name, FREQUENCY.name, MONETARY.name)

WINDOW = Parameter("window", "days before the analysis date that count; empty is the whole history", "int", low=1)

NO_AMOUNTS = mark("These data hold no amounts: every buyer's monetary value counts as 0.")


@once(in_memory=True)
def buyers(data: Data, window: int | None = None) -> pl.LazyFrame:
    """Per customer with an order in the window: `recency` (days), `frequency` (days with an order), `monetary`.

    `monetary` is net of refunds in the window, in 1/10,000 of the currency; it may be negative. Sorted by customer.
    """
    purchases, refunds = data.purchases, data.refunds
    if window:
        first = data.day_number(data.as_of - timedelta(days=window))
        purchases, refunds = (frame.filter(pl.col("day") >= first) for frame in (purchases, refunds))
    bought = per_run(
        purchases,
        ("customer",),
        totals={"frequency": starts("customer", "day"), "amount": pl.col("amount").fill_null(0)},
        last={"recency": data.days_until_as_of("day")},
    )
    if not data.log.kinds_of("refund"):
        return bought.rename({"amount": "monetary"})
    returned = per_run(refunds, ("customer",), totals={"refunded": pl.col("amount").fill_null(0)})
    both = bought.join(returned, on="customer", how="left", maintain_order="left")
    net = pl.col("amount") + pl.col("refunded").fill_null(0)
    return both.select(pl.col("customer").set_sorted(), "recency", "frequency", monetary=net)


def shown(data: Data) -> list[pl.Expr]:
    """The three figures of `buyers` as they are shown: whole days, whole days, currency."""
    return [
        pl.col("recency"),
        pl.col("frequency").cast(pl.UInt32),
        data.money(pl.col("monetary")).alias("monetary"),
    ]


@once(in_memory=True)
def ranked_buyers(data: Data, window: int | None = None) -> pl.LazyFrame:
    """The customers of `buyers` by monetary value, highest first, ties by id; see `queries.customers.ranking.ranked`.

    Raises:
        QuestionError: There are no amounts.
    """
    data.require_money()
    value = buyers(data, window).select("customer", value="monetary")
    return ranked(value.sort("value", descending=True, maintain_order=True))
