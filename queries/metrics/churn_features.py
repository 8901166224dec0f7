"""What sets the churned apart: how often, by what a customer is and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.metric import Column, Unit
from queries.runs import per_run, starts

if TYPE_CHECKING:
    from queries.data import Data

FEATURES = (
    Column("feature", "what is known of the buyers", Unit.NAME, key=True),
    Column("value", "its value, or which quarter of the buyers", Unit.TEXT, key=True),
    Column("customers", "buyers known for longer than the threshold: the others cannot have churned yet", Unit.COUNT),
    Column("churned", "those of them who have churned", Unit.COUNT),
    Column("churn_rate", "share of them", Unit.SHARE, numerator="churned", denominator="customers"),
    Column("lift", "that share ÷ the share of all", Unit.RATE, numerator="churn_rate", denominator="share of all"),
)
QUARTERS = ("lowest quarter", "second quarter", "third quarter", "highest quarter")
MOST_VALUES = 10
"""So many values of an attribute have a row of their own; the others are gathered."""
OTHER, UNKNOWN = "(other)", "(none)"


def features(data: Data, in_force: pl.LazyFrame) -> pl.LazyFrame:
    """Churn by days with an order, mean gap, order value and every attribute: one row a value.

    Args:
        data: The scoped data.
        in_force: One row: `threshold` in days.
    """
    buyers = data.once("churn features", lambda: _buyers(data, in_force))
    schema = data.log.customers.collect_schema()
    values = {"occasions": _times(pl.col("occasions")), "mean_gap": _quarter("mean_gap")}
    values |= {"aov": _quarter("aov")} if data.log.has_money else {}
    parts = [_by_value(buyers.select("churned", value=value), name) for name, value in values.items()]
    for name in data.log.attributes:
        own = data.customers.select("customer", name).join(buyers, on="customer", how="inner", maintain_order="left")
        text = _quarter(name) if schema[name].is_numeric() else pl.col(name).cast(pl.String).fill_null(UNKNOWN)
        parts.append(_by_value(own.select("churned", value=text), name))
    every = buyers.select(all=pl.when(pl.len() > 0).then(pl.col("churned").sum() / pl.len()))
    placed = pl.concat([part.with_columns(at=pl.lit(at)) for at, part in enumerate(parts)])
    rated = placed.with_columns(churn_rate=pl.col("churned") / pl.col("customers")).join(every, how="cross")
    lift = pl.when(pl.col("all") > 0).then(pl.col("churn_rate") / pl.col("all"))
    ordered = rated.with_columns(lift=lift).sort("at", "churn_rate", "value", descending=[False, True, False])
    return ordered.select(column.name for column in FEATURES)


def _buyers(data: Data, in_force: pl.LazyFrame) -> pl.LazyFrame:
    """Buyers known for longer than the threshold: whether they `churned`, `occasions`, `mean_gap` (days) and `aov`."""
    amounts = pl.col("amount").fill_null(0)
    bought = per_run(
        data.purchases,
        ("customer",),
        count="orders",
        totals={"occasions": starts("customer", "day"), "amount": amounts},
        last={"first": pl.when(starts("customer")).then("day").forward_fill(), "day": pl.col("day")},
    )
    # Without maintain_order a cross join and a filter become a join by comparison, which loses the order.
    known = data.days_until_as_of("first") > pl.col("threshold")
    return (
        bought.join(in_force, how="cross", maintain_order="left")
        .filter(known)
        .select(
            pl.col("customer").set_sorted(),
            "occasions",
            churned=data.days_until_as_of("day") > pl.col("threshold"),
            mean_gap=pl.when(pl.col("occasions") > 1).then(
                (pl.col("day") - pl.col("first")) / (pl.col("occasions") - 1)
            ),
            aov=pl.col("amount") / pl.col("orders"),
        )
    )


def _by_value(people: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """One feature: its commonest values with their customers and churned, the others gathered.

    Nothing where most customers have another value than the commonest few.
    """
    counted = people.group_by("value").agg(customers=pl.len().cast(pl.Int64), churned=pl.col("churned").sum())
    place = pl.col("customers").rank("ordinal", descending=True)
    named = counted.sort("customers", "value", descending=[True, False]).with_columns(
        value=pl.when(place <= MOST_VALUES).then("value").otherwise(pl.lit(OTHER))
    )
    gathered = named.group_by("value").agg(pl.col("customers").sum(), pl.col("churned").sum().cast(pl.Int64))
    # A feature that hardly any two share (a name, an address) tells nothing but who somebody is.
    named_ones = pl.col("customers").filter(pl.col("value") != OTHER).sum()
    shared = gathered.filter(named_ones * 2 >= pl.col("customers").sum())
    return shared.select(pl.lit(name).alias("feature"), "value", "customers", "churned")


def _times(number: pl.Expr) -> pl.Expr:
    """Numbers of occasions in few classes."""
    words = pl.when(number >= 10).then(pl.lit("10 or more")).when(number >= 5).then(pl.lit("5 to 9"))
    return words.when(number >= 3).then(pl.lit("3 or 4")).otherwise(number.cast(pl.String))


def _quarter(column: str) -> pl.Expr:
    """Which quarter of the buyers a number is in, equal values together; blank ones apart."""
    value = pl.col(column)
    cuts = [value.quantile(share, interpolation="linear") for share in (0.25, 0.5, 0.75)]
    words = pl.when(value.is_null()).then(pl.lit(UNKNOWN)).when(value <= cuts[0]).then(pl.lit(QUARTERS[0]))
    words = words.when(value <= cuts[1]).then(pl.lit(QUARTERS[1])).when(value <= cuts[2]).then(pl.lit(QUARTERS[2]))
    return words.otherwise(pl.lit(QUARTERS[3]))
