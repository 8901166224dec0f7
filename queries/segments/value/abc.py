"""ABC: customers by revenue, the few who bring most, the next, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Column, Conclusion, Finding, Parameter, Unit, shared
from queries.customers.buyers import NO_PURCHASE, WINDOW, ranked_buyers
from queries.customers.ranking import starts_below
from queries.errors import UsageError
from queries.formats import numbers
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

CLASSES = {
    "A": mark("the best customers, who bring the first part of the revenue (70 % unless told)"),
    "B": mark("the next (up to 90 % of the revenue unless told)"),
    "C": mark("all others with an order, also where refunds leave nothing"),
}

COLUMNS = (
    shared.REVENUE,
    Column("rank", "place by revenue, 1 brings most; ties by id", Unit.COUNT),
    Column(
        "cumulative",
        "share of all revenue down to this customer",
        Unit.SHARE,
        numerator="revenue down to this customer",
        denominator="revenue of all buyers",
    ),
)

PARAMETERS = (
    Parameter("a", "share of the revenue at which class A ends", "float", low=0, high=1),
    Parameter("b", "share of the revenue at which class B ends", "float", low=0, high=1),
    WINDOW,
)

THRESHOLDS = (
    Column("class", "the class", Unit.TEXT, key=True),
    Column("until", "share of the revenue at which it ends", Unit.SHARE),
    Column("customers", "buyers in it", Unit.COUNT),
    Column("customer_share", "its share of the buyers", Unit.SHARE, numerator="customers", denominator="buyers"),
    Column(
        "revenue_share",
        "its share of the revenue so far",
        Unit.SHARE,
        numerator="revenue of its customers",
        denominator="revenue of all buyers",
    ),
    shared.LEAST,
)


def _class(a: float, b: float) -> pl.Expr:
    """The class of a ranked customer; who crosses a limit belongs to the class it starts in."""
    names = {name: pl.lit(name, pl.Enum(tuple(CLASSES))) for name in CLASSES}
    return (
        pl.when(pl.col("value") <= 0)
        .then(names["C"])
        .when(starts_below(a))
        .then(names["A"])
        .when(starts_below(b))
        .then(names["B"])
        .otherwise(names["C"])
    )


def _check(a: float, b: float) -> None:
    """Refuse limits that do not rise."""
    if a >= b:
        raise UsageError(say("Class A cannot end at {a:g} when B ends at {b:g}.", a=a, b=b), say("Set a below b."))


def thresholds(data: Data, a: float, b: float, window: int | None) -> pl.LazyFrame:
    """Where each class ends, who is in it, and what it brings."""
    _check(a, b)
    names = pl.LazyFrame({"class": [*CLASSES], "until": [a, b, 1.0]})
    value = pl.col("value")
    by_class = (
        ranked_buyers(data, window)
        .group_by(_class(a, b).cast(pl.String).alias("class"))
        .agg(pl.col("people", "total").first(), customers=pl.len(), value=value.sum(), least=value.min())
    )
    listed = names.join(by_class, on="class", how="left", maintain_order="left")
    return listed.select(
        "class",
        "until",
        customers=pl.col("customers").fill_null(0),
        customer_share=pl.col("customers").fill_null(0) / pl.col("people").max(),
        revenue_share=pl.when(pl.col("total").max() > 0).then(pl.col("value").fill_null(0) / pl.col("total").max()),
        least=data.money(pl.col("least")),
    )


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """How few bring most."""
    a, _, c = tables["thresholds"].iter_rows(named=True)
    if a["customers"]:
        few = say(
            "{customers:,} buyers ({customer_share})",
            customers=a["customers"],
            customer_share=numbers.share(a["customer_share"]),
        )
        words = say(
            "{few} are class A: they bring {revenue_share:.0f} % of the revenue.",
            few=few,
            revenue_share=a["revenue_share"] * 100,
        )
        return Conclusion(findings=(Finding(words, Behind({"segment": a["class"]})),))
    return Conclusion(
        notes=(say("There is no revenue above 0 to divide: every buyer is in class C."),) if c["customers"] else ()
    )


@segmentation(
    id="abc",
    title="ABC",
    question="Which few customers bring most of the revenue?",
    also="pareto classes, a b c, abc 分类",
    place=50,
    segments=tuple(CLASSES),
    columns=COLUMNS,
    rest=NO_PURCHASE,
    parameters=PARAMETERS,
    meanings=CLASSES,
    thresholds=thresholds,
    threshold_columns=THRESHOLDS,
    conclude=conclude,
    formula="buyers by revenue, highest first, ties by id; A while those before bring less than a of all revenue, B "
    "less than b, else C; revenue of 0 or less is C",
    source="ABC analysis",
)
def abc(data: Data, a: float = 0.70, b: float = 0.90, window: int | None = None) -> pl.LazyFrame:
    """The class of every customer with an order (in the window), by revenue up to the analysis date.

    Args:
        data: The scoped data.
        a: Share of the revenue at which class A ends.
        b: Share of the revenue at which class B ends.
        window: Days before the analysis date that count; None counts all.

    Returns:
        `customer`, `segment`, `revenue` (currency), `rank` (1 is the best), `cumulative` (share; above 1 where
        refunds exceed orders further down, blank without positive revenue).

    Raises:
        UsageError: `a` is not below `b`.
        QuestionError: There are no amounts.
    """
    _check(a, b)
    total = pl.col("total")
    return (
        ranked_buyers(data, window)
        .select(
            "customer",
            segment=_class(a, b),
            revenue=data.money(pl.col("value")),
            rank=pl.col("rank") + 1,
            cumulative=pl.when(total > 0).then((pl.col("before") + pl.col("value")) / total),
        )
        .sort("customer")
    )
