"""RFM in eight classes: each figure on one side of its mean, the split that Chinese retail works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.customers.buyers import (
    FIGURES,
    FREQUENCY,
    MONETARY,
    NO_AMOUNTS,
    NO_PURCHASE,
    RECENCY,
    WINDOW,
    buyers,
    shown,
)
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

CLASSES = {
    "important value": ((1, 1, 1), mark("重要价值客户: bought lately, often, and for much")),
    "important development": ((1, 0, 1), mark("重要发展客户: bought lately and for much, but seldom")),
    "important retention": ((0, 1, 1), mark("重要保持客户: bought often and for much, but not lately")),
    "important win-back": ((0, 0, 1), mark("重要挽留客户: bought for much, but seldom and not lately")),
    "general value": ((1, 1, 0), mark("一般价值客户: bought lately and often, for little")),
    "general development": ((1, 0, 0), mark("一般发展客户: bought lately, seldom and for little")),
    "general retention": ((0, 1, 0), mark("一般保持客户: bought often, but for little and not lately")),
    "general win-back": ((0, 0, 0), mark("一般挽留客户: bought seldom, for little, and not lately")),
}
"""Class → whether recency, frequency and monetary value are on the good side, and what it is called in Chinese."""

COLUMNS = (
    RECENCY,
    FREQUENCY,
    MONETARY,
    Column("r", "1: the last order is as recent as the center or more", Unit.SCORE),
    Column("f", "1: more days with an order than the center", Unit.SCORE),
    Column("m", "1: more money than the center", Unit.SCORE),
)

PARAMETERS = (
    Parameter(
        "center",
        "what each figure is held against: the mean, which a few large buyers pull up, or the median",
        "choice",
        choices=("mean", "median"),
    ),
    WINDOW,
)

THRESHOLDS = (
    Column("center", "the mean or the median of the buyers", Unit.TEXT, key=True),
    Column("recency", "days; up to it is recent", Unit.DAYS),
    Column("frequency", "days with an order; more is often", Unit.NUMBER),
    Column("monetary", "amount; more is much", Unit.MONEY),
)


def _center(figure: str, center: str) -> pl.Expr:
    """The mean or the median of a figure, in the log's units."""
    return pl.col(figure).median() if center == "median" else pl.col(figure).mean()


def thresholds(data: Data, center: str, window: int | None) -> pl.LazyFrame:
    """The center of each figure, one row."""
    centers = buyers(data, window).select(
        pl.lit(center).alias("center"), *(_center(f, center).alias(f) for f in FIGURES)
    )
    return centers.with_columns(monetary=data.money(pl.col("monetary")))


def notes(data: Data) -> tuple[str, ...]:
    """That without amounts nobody is important."""
    return (
        ()
        if data.log.has_money
        else (say("{no_amounts}, so that nobody is in an important class.", no_amounts=NO_AMOUNTS[:-1]),)
    )


@segmentation(
    id="rfm8",
    title="RFM, eight classes",
    question="Who is important, and who is to be kept or won back?",
    also="eight classes, rfm cube, 八类客户",
    place=12,
    segments=tuple(CLASSES),
    columns=COLUMNS,
    rest=NO_PURCHASE,
    parameters=PARAMETERS,
    meanings={name: meaning for name, (_, meaning) in CLASSES.items()},
    thresholds=thresholds,
    threshold_columns=THRESHOLDS,
    notes=notes,
    formula="recency up to its mean, frequency above its mean, monetary value above its mean: each yes or no, eight "
    "classes",
    source="eight RFM classes by mean split, as in FineBI and Chinese retail practice",
)
def rfm8(data: Data, center: str = "mean", window: int | None = None) -> pl.LazyFrame:
    """The class of every customer with an order (in the window).

    Args:
        data: The scoped data.
        center: `mean` or `median` of the buyers.
        window: Days before the analysis date that count; None counts all.

    Returns:
        `customer`, `segment`, `recency` (days), `frequency` (days), `monetary` (currency), and `r`, `f`, `m` (1 on
        the good side of the center, else 0). A value at the center is recent, but neither often nor much.
    """
    sides = {
        "r": pl.col("recency") <= _center("recency", center),
        "f": pl.col("frequency") > _center("frequency", center),
        "m": pl.col("monetary") > _center("monetary", center),
    }
    sided = buyers(data, window).with_columns(side.cast(pl.Int8).alias(name) for name, side in sides.items())
    # The place of a class in this list is its three sides read as a binary number.
    ordered = sorted(CLASSES, key=lambda name: CLASSES[name][0])
    names = pl.Series("segment", ordered, dtype=pl.Enum(tuple(CLASSES)))
    place = 4 * pl.col("r") + 2 * pl.col("f") + pl.col("m")
    return sided.select("customer", pl.lit(names).gather(place).alias("segment"), *shown(data), "r", "f", "m")
