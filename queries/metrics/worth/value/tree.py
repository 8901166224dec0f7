"""The tree of revenue: its factors in two periods, and what each one's change did to the whole."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from math import factorial
from operator import add, mul
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Unit

if TYPE_CHECKING:
    from queries.data.data import Data

_PRODUCT = ("customers", "purchase_frequency", "aov", "margin")
_UNITS = {
    "customers": Unit.COUNT,
    "purchase_frequency": Unit.RATE,
    "aov": Unit.MONEY,
    "refunds": Unit.MONEY,
    "margin": Unit.SHARE,
}
"""The factors, in the order they are shown."""


def factors(data: Data) -> dict[str, pl.Expr]:
    """The factors of a period, from its counts; those without a denominator are missing."""
    orders, customers = pl.col("orders"), pl.col("customers")
    return {
        "purchase_frequency": pl.when(customers > 0).then(orders / customers),
        "aov": pl.when(orders > 0).then(data.money(pl.col("amount")) / orders),
        "refunds": data.money(pl.col("refunded")),
        "revenue": data.money(pl.col("amount") + pl.col("refunded")),
    }


def tree(data: Data, both: pl.LazyFrame, whole: str) -> pl.LazyFrame:
    """One row a factor, the whole (`revenue` or `profit`) first; the margin only of profit."""
    with_factors = both.with_columns(**factors(data)).with_columns(profit=pl.col("revenue") * pl.col("margin"))
    wide = data.keep(
        with_factors.select(
            pl.col(name).cast(pl.Float64).filter(pl.col("which") == which).first().alias(f"{name} {which}")
            for name in (whole, *_UNITS)
            for which in ("last", "before")
        ).with_columns(**_contributions(whole))
    )
    units = {whole: Unit.MONEY} | {name: unit for name, unit in _UNITS.items() if name != "margin" or whole == "profit"}
    rows = [
        wide.select(
            factor=pl.lit(name),
            last=f"{name} last",
            before=f"{name} before",
            contribution=f"{name} contribution",
            whole=f"{whole} before",
            unit=pl.lit(unit.value),
        )
        for name, unit in units.items()
    ]
    change, of = pl.col("last") - pl.col("before"), pl.col("whole").abs()
    return (
        pl.concat(rows)
        .with_columns(change=change, change_rate=pl.when(pl.col("before") != 0).then(change / pl.col("before").abs()))
        .with_columns(share=pl.when(of > 0).then(pl.col("contribution") / of))
    )


def _contributions(whole: str) -> dict[str, pl.Expr]:
    """What every factor's change did to the whole: Shapley values, refunds by themselves.

    A product's Shapley value of one factor: its change times the product of the others, each before or after
    its own change, weighted by how many orders of changing them lead there.
    """
    size = len(_PRODUCT)
    now, was = ({name: _known(name, which) for name in _PRODUCT} for which in ("last", "before"))
    contributions: dict[str, pl.Expr] = {}
    for name in _PRODUCT:
        others = [other for other in _PRODUCT if other != name]
        ways = []
        for count in range(size):
            weight = factorial(count) * factorial(size - 1 - count) / factorial(size)
            for changed in combinations(others, count):
                states = [now[other] if other in changed else was[other] for other in others]
                ways.append(reduce(mul, states) * weight)
        contributions[f"{name} contribution"] = (now[name] - was[name]) * reduce(add, ways)
    back_now, back_was = (pl.col(f"refunds {which}") * pl.col(f"margin {which}") for which in ("last", "before"))
    return contributions | {
        "refunds contribution": back_now - back_was,
        f"{whole} contribution": pl.col(f"{whole} last") - pl.col(f"{whole} before"),
    }


def _known(name: str, which: str) -> pl.Expr:
    """A factor, or what it is in the other period where it does not exist; 0 where it never does."""
    other = "before" if which == "last" else "last"
    return pl.coalesce(pl.col(f"{name} {which}"), pl.col(f"{name} {other}"), pl.lit(0.0))
