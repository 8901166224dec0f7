"""Deciles: customers by revenue in ten groups, of customers or of revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit, shared
from queries.customers.buyers import NO_PURCHASE, WINDOW, ranked_buyers
from queries.customers.ranking import decile as customer_decile
from queries.customers.ranking import value_decile
from queries.segments.declaring import segmentation
from queries.wording import mark

if TYPE_CHECKING:
    from queries.data.data import Data

DECILES = tuple(map(str, range(1, 11)))

MEANINGS = {
    name: mark("the tenth of the buyers that brings most")
    if name == "1"
    else mark("the tenth of the buyers that brings least")
    if name == "10"
    else f"tenth {name} of the buyers by revenue"
    for name in DECILES
}

COLUMNS = (
    shared.REVENUE,
    Column("rank", "place by revenue, 1 brings most; ties by id", Unit.COUNT),
)

PARAMETERS = (
    Parameter(
        "of",
        "customers: ten groups of the same number; revenue: ten groups that bring the same, the first the fewest",
        "choice",
        choices=("customers", "revenue"),
    ),
    WINDOW,
)

THRESHOLDS = (
    Column("decile", "the decile, 1 brings most", Unit.COUNT, key=True),
    Column("customers", "buyers in it", Unit.COUNT),
    Column("most", "revenue of its first customer", Unit.MONEY),
    shared.LEAST,
    Column(
        "revenue_share",
        "its share of the revenue so far",
        Unit.SHARE,
        numerator="revenue of its customers",
        denominator="revenue of all buyers",
    ),
)


def _place(of: str) -> pl.Expr:
    """The decile of a ranked customer, 1 to 10; without revenue to divide, who is ranked is in the last."""
    return customer_decile() if of == "customers" else value_decile().fill_null(len(DECILES))


def thresholds(data: Data, of: str, window: int | None) -> pl.LazyFrame:
    """Between which revenues each decile lies, and what it brings."""
    value, total = pl.col("value"), pl.col("total")
    by_decile = (
        ranked_buyers(data, window)
        .group_by(decile=_place(of))
        .agg(total.first(), customers=pl.len(), most=value.max(), least=value.min(), value=value.sum())
    )
    return by_decile.sort("decile").select(
        "decile",
        "customers",
        most=data.money(pl.col("most")),
        least=data.money(pl.col("least")),
        revenue_share=pl.when(total > 0).then(value / total),
    )


@segmentation(
    id="decile",
    title="Deciles",
    question="Which tenth of the customers by revenue?",
    also="tenths, deciles, quantiles, 十分位",
    place=52,
    segments=DECILES,
    columns=COLUMNS,
    rest=NO_PURCHASE,
    parameters=PARAMETERS,
    meanings=MEANINGS,
    thresholds=thresholds,
    threshold_columns=THRESHOLDS,
    formula="INT(10 × (rank - 1) ÷ buyers) + 1 by revenue, highest first, ties by id; of revenue: INT(10 × revenue of "
    "those before ÷ all revenue) + 1",
    source="deciles and profit deciles (Customer-Base Audit)",
)
def decile(data: Data, of: str = "customers", window: int | None = None) -> pl.LazyFrame:
    """The decile of every customer with an order (in the window), by revenue up to the analysis date.

    Args:
        data: The scoped data.
        of: `customers` or `revenue`.
        window: Days before the analysis date that count; None counts all.

    Returns:
        `customer`, `segment` (1 is the best), `revenue` (currency), `rank`. Fewer than ten buyers leave deciles empty.
        Of revenue, what lies beyond the total (others gave more back than they bought) is in the last decile.

    Raises:
        QuestionError: There are no amounts.
    """
    names = pl.lit(pl.Series("segment", DECILES, dtype=pl.Enum(DECILES)))
    placed = ranked_buyers(data, window).select(
        "customer",
        segment=names.gather(_place(of) - 1),
        revenue=data.money(pl.col("value")),
        rank=pl.col("rank") + 1,
    )
    return placed.sort("customer")
