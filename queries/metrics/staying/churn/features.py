"""What sets the churned apart: how often, by what a customer is and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.customers.attributes import telling_attributes
from queries.customers.occasions import occasions
from queries.data.once import once
from queries.eventlog.runs import per_run
from queries.metrics.staying.churn.rules import in_force
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.data.data import Data

FEATURES = (
    Column("feature", "what is known of the buyers", Unit.NAME, key=True),
    Column("value", "its value, or which quarter of the buyers", Unit.TEXT, key=True, worded=True),
    Column("customers", "buyers known for longer than the threshold: the others cannot have churned yet", Unit.COUNT),
    Column("churned", "those of them who have churned", Unit.COUNT),
    Column("churn_rate", "share of them", Unit.SHARE, numerator="churned", denominator="customers"),
    Column("lift", "that share ÷ the share of all", Unit.RATE, numerator="churn_rate", denominator="share of all"),
)
QUARTERS = (mark("lowest quarter"), mark("second quarter"), mark("third quarter"), mark("highest quarter"))
TIMES = ("0", "1", "2", *[mark("3 or 4")] * 2, *[mark("5 to 9")] * 5, mark("10 or more"))
"""Numbers of occasions in few classes."""
MOST_VALUES = 10
"""So many values of an attribute have a row of their own; the others are gathered."""
OTHER, UNKNOWN = mark("(other)"), mark("(none)")


def features(data: Data, threshold: int | None, holdout: int | None) -> pl.LazyFrame:
    """Churn by days with an order, mean gap, order value and every attribute: one row a value.

    Args:
        data: The scoped data.
        threshold: A threshold that was set, in days.
        holdout: Days at the end on which rules are tested.
    """
    buyers = _buyers(data, threshold, holdout)
    parts = [
        _by_value(buyers, "occasions", pl.col("occasions").clip(upper_bound=10).cast(pl.UInt8), TIMES),
        *(
            _by_value(buyers, name, pl.col(name), QUARTERS)
            for name in ("mean_gap", *(["aov"] if data.log.has_money else []))
        ),
    ]
    people, schema = _with_attributes(data, threshold, holdout), data.log.customers.collect_schema()
    parts += [
        _by_value(people, name, *((_quarter(name), QUARTERS) if schema[name].is_numeric() else (pl.col(name), None)))
        for name in telling_attributes(data)
    ]
    all_buyers = buyers.select(all=pl.when(pl.len() > 0).then(pl.col("churned").sum() / pl.len()))
    placed = pl.concat([part.with_columns(at=pl.lit(at)) for at, part in enumerate(parts)])
    rated = placed.with_columns(churn_rate=pl.col("churned") / pl.col("customers")).join(all_buyers, how="cross")
    lift = pl.when(pl.col("all") > 0).then(pl.col("churn_rate") / pl.col("all"))
    ordered = rated.with_columns(lift=lift).sort("at", "churn_rate", "value", descending=[False, True, False])
    return ordered.select(column.name for column in FEATURES)


@once(in_memory=True)
def _buyers(data: Data, threshold: int | None, holdout: int | None) -> pl.LazyFrame:
    """Buyers known for longer than the threshold: whether they `churned`, `occasions`, quarters of mean gap and AOV."""
    came = per_run(
        occasions(data),
        ("customer",),
        count="occasions",
        first={"first": pl.col("day")},
        last={"day": pl.col("day")},
    )
    amount = {"amount": pl.col("amount").fill_null(0)}
    spent = per_run(data.purchases, ("customer",), count="orders", totals=amount).drop("customer")
    # Whoever has an occasion has an order: the same customers in the same order.
    bought = pl.concat([came, spent], how="horizontal")
    # Without maintain_order a cross join and a filter become a join by comparison, which loses the order.
    is_old_enough = data.days_until_as_of("first") > pl.col("threshold")
    return (
        bought.join(in_force(data, threshold, holdout), how="cross", maintain_order="left")
        .filter(is_old_enough)
        .select(
            pl.col("customer").set_sorted(),
            "occasions",
            churned=data.days_until_as_of("day") > pl.col("threshold"),
            mean_gap=pl.when(pl.col("occasions") > 1).then(
                (pl.col("day") - pl.col("first")) / (pl.col("occasions") - 1)
            ),
            aov=pl.col("amount") / pl.col("orders"),
        )
        .with_columns(mean_gap=_quarter("mean_gap"), aov=_quarter("aov"))
    )


@once
def _with_attributes(data: Data, threshold: int | None, holdout: int | None) -> pl.LazyFrame:
    """The attributes of the buyers, and whether they have `churned`."""
    return data.beside(data.customers, _buyers(data, threshold, holdout), "churned").filter(
        pl.col("churned").is_not_null()
    )


def _by_value(people: pl.LazyFrame, name: str, value: pl.Expr, words: Sequence[str] | None) -> pl.LazyFrame:
    """One feature: its commonest values with their customers and churned, the others gathered.

    Nothing where most customers have another value than the commonest few.

    Args:
        people: Buyers: `churned`, and what `value` needs.
        name: What the feature is called.
        value: What customers are counted by; short codes and repeated texts are counted fastest as they are.
        words: What the codes 0, 1, 2 … stand for; None writes the value itself.
    """
    valued = people.select("churned", value=value).group_by("value")
    coded = valued.agg(customers=pl.len().cast(pl.Int64), churned=pl.col("churned").sum())
    text = pl.col("value").cast(pl.String) if words is None else pl.lit(pl.Series(words)).gather("value")
    many = pl.col("customers")
    # A feature that hardly any two share (a name, an address) tells nothing but who somebody is: told from the
    # counts alone, before a text for every customer is written and sorted.
    commonest = coded.filter(many.top_k(MOST_VALUES).sum() * 2 >= many.sum())
    worded = (
        commonest.with_columns(value=text.fill_null(UNKNOWN))
        .group_by("value")
        .agg(pl.col("customers", "churned").sum())
    )
    place = many.rank("ordinal", descending=True)
    named = worded.sort("customers", "value", descending=[True, False]).with_columns(
        value=pl.when(place <= MOST_VALUES).then("value").otherwise(pl.lit(OTHER))
    )
    gathered = named.group_by("value").agg(many.sum(), pl.col("churned").sum().cast(pl.Int64))
    shared = gathered.filter(many.filter(pl.col("value") != OTHER).sum() * 2 >= many.sum())
    return shared.select(pl.lit(name).alias("feature"), "value", "customers", "churned")


def _quarter(column: str) -> pl.Expr:
    """Which quarter of the buyers a number is in (u8, a place in `QUARTERS`), equal values together; null of null."""
    value = pl.col(column)
    cuts = [value.quantile(share, interpolation="linear") for share in (0.25, 0.5, 0.75)]
    return pl.when(value.is_not_null()).then(pl.sum_horizontal((~(value <= cut)).cast(pl.UInt8) for cut in cuts))
