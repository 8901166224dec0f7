"""What sets the churned apart: how often, by what a customer is and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.figures import per_customer
from queries.metric import Column, Unit
from queries.metrics.churn_rules import occasions

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
    """Churn by days with an order, order value, usual gap, and every attribute: one row a value.

    Args:
        data: The scoped data.
        in_force: One row: `threshold` in days.
    """
    people = data.once("churn features", lambda: _people(data, in_force))
    schema = data.log.customers.collect_schema()
    values = [("occasions", _times(pl.col("occasions"))), ("usual_gap", _quarter("usual_gap"))]
    values += [("aov", _quarter("aov"))] if data.log.has_money else []
    values += [
        (name, _quarter(name) if schema[name].is_numeric() else pl.col(name).cast(pl.String).fill_null(UNKNOWN))
        for name in data.log.attributes
    ]
    parts = [_by_value(people.select("churned", value=value), name, at) for at, (name, value) in enumerate(values)]
    every = people.select(all=pl.when(pl.len() > 0).then(pl.col("churned").sum() / pl.len()))
    rated = pl.concat(parts).with_columns(churn_rate=pl.col("churned") / pl.col("customers")).join(every, how="cross")
    lift = pl.when(pl.col("all") > 0).then(pl.col("churn_rate") / pl.col("all"))
    ordered = rated.with_columns(lift=lift).sort("at", "churn_rate", "value", descending=[False, True, False])
    return ordered.select(column.name for column in FEATURES)


def _people(data: Data, in_force: pl.LazyFrame) -> pl.LazyFrame:
    """Buyers known for longer than the threshold: their figures and attributes, and whether they `churned`."""
    ends = occasions(data).filter(pl.col("next").is_null()).select("customer", since=data.days_until_as_of("day"))
    begins = occasions(data).filter(pl.col("gap").is_null()).select("customer", known=data.days_until_as_of("day"))
    figures = per_customer(data, ["occasions", "aov", "usual_gap"])
    joined = data.customers.join(figures, on="customer", how="left", maintain_order="left")
    for part in (begins, ends):
        joined = joined.join(part, on="customer", how="inner", maintain_order="left")
    limited = joined.join(in_force, how="cross").filter(pl.col("known") > pl.col("threshold"))
    return limited.with_columns(churned=pl.col("since") > pl.col("threshold")).drop("threshold", "known", "since")


def _by_value(people: pl.LazyFrame, name: str, at: int) -> pl.LazyFrame:
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
    return shared.select(pl.lit(at).alias("at"), pl.lit(name).alias("feature"), "value", "customers", "churned")


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
