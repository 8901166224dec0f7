"""Growth accounting of revenue: what customers added and took away against the period before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit, shared
from queries.eventlog.runs import per_run

if TYPE_CHECKING:
    from queries.data.data import Data

REVENUE = (
    shared.PERIOD,
    Column("revenue", "orders less refunds: new + retained + expansion + resurrected", Unit.MONEY),
    Column("new", "revenue of customers whose first order or refund ever is in the period", Unit.MONEY),
    Column("retained", "what customers of the period before paid again: the lesser of then and now", Unit.MONEY),
    Column("expansion", "what customers of the period before paid more than then", Unit.MONEY),
    Column("resurrected", "revenue of earlier customers who paid nothing in the period before", Unit.MONEY),
    Column("contraction", "what customers of the period before paid less than then, but still paid", Unit.MONEY),
    Column("churned", "the period before's revenue of customers without an order or refund now", Unit.MONEY),
    Column("net", "new + expansion + resurrected - contraction - churned", Unit.MONEY),
    Column(
        "quick_ratio",
        "revenue gained for each unit lost; it grows above 1",
        Unit.RATE,
        numerator="new + expansion + resurrected",
        denominator="contraction + churned",
    ),
    Column(
        "gross_retention",
        "share of the revenue of the period before that was paid again",
        Unit.SHARE,
        numerator="retained",
        denominator="revenue of the period before",
    ),
    shared.COMPLETE,
)

_SUMS = ("revenue", "new", "retained", "expansion", "resurrected", "contraction", "leaving")


def revenue_by_period(data: Data) -> pl.LazyFrame:
    """Revenue of every reported period by where it came from; the columns are `REVENUE`, in currency.

    A customer belongs to a period with an order or a refund in it; with refunds alone the customer's revenue is
    negative, and the parts still add up.
    """
    periods = data.periods.lazy().select("index", "period", "reported", "complete")
    parts = periods.join(_moved(data), on="index", how="left", maintain_order="left").with_columns(
        pl.col(_SUMS).fill_null(0)
    )
    before = pl.col("revenue").shift(1)
    gained = pl.col("new") + pl.col("expansion") + pl.col("resurrected")
    lost = pl.col("contraction") + pl.col("churned")
    has_before = pl.col("index") > 0
    ratios = {
        "quick_ratio": pl.when(has_before & (lost > 0)).then(gained / lost),
        "gross_retention": pl.when(before > 0).then(pl.col("retained") / before),
    }
    money = {name: data.money(pl.col(name)) for name in ("revenue", "new", "retained", "expansion", "resurrected")}
    money |= {name: data.money(pl.when(has_before).then(pl.col(name))) for name in ("contraction", "churned", "net")}
    return (
        parts.with_columns(churned=pl.col("leaving").shift(1))
        .with_columns(net=pl.col("revenue") - before, **ratios)
        .filter("reported")
        .with_columns(**money)
        .select(column.name for column in REVENUE)
    )


def _moved(data: Data) -> pl.LazyFrame:
    """Per period index, in ten-thousandths: revenue by where it came from, and what is `leaving` after the period."""
    money = data.transactions.select("customer", "amount", index=data.period_index)
    paid = per_run(money, ("customer", "index"), totals={"value": pl.col("amount").fill_null(0)})
    customer, index, value = pl.col("customer"), pl.col("index").cast(pl.Int32), pl.col("value")
    earlier = (customer == customer.shift(1)).fill_null(value=False)
    follows = earlier & (index - index.shift(1) == 1)
    stays = (customer == customer.shift(-1)) & (index.shift(-1) - index == 1)
    was = value.shift(1)
    return (
        paid.select(
            "index",
            "value",
            new=pl.when(~earlier).then(value),
            resurrected=pl.when(earlier & ~follows).then(value),
            retained=pl.when(follows).then(pl.min_horizontal(value, was)),
            more=pl.when(follows).then(value - was),
            leaving=pl.when(~stays.fill_null(value=False)).then(value),
        )
        .group_by("index")
        .agg(
            pl.col("new", "resurrected", "retained", "leaving").sum(),
            revenue=value.sum(),
            expansion=pl.col("more").clip(lower_bound=0).sum(),
            contraction=(-pl.col("more")).clip(lower_bound=0).sum(),
        )
    )
