"""RFM: recency, frequency and monetary value in equal-sized bins, and ten named segments on the R × F grid."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from queries.metric import Column, Parameter, Unit
from queries.runs import per_run, starts
from queries.segmentation import segmentation

if TYPE_CHECKING:
    from queries.data import Data

SEGMENTS = (
    "champions",
    "loyal",
    "potential loyalists",
    "new customers",
    "promising",
    "need attention",
    "about to sleep",
    "at risk",
    "can't lose",
    "hibernating",
)

_HIBERNATING, _SLEEPY, _PROMISING = "hibernating", "about to sleep", "promising"
GRID = {
    5: ("new customers", "potential loyalists", "potential loyalists", "champions", "champions"),
    4: (_PROMISING, "potential loyalists", "potential loyalists", "loyal", "loyal"),
    3: (_SLEEPY, _SLEEPY, "need attention", "loyal", "loyal"),
    2: (_HIBERNATING, _HIBERNATING, "at risk", "at risk", "can't lose"),
    1: (_HIBERNATING, _HIBERNATING, "at risk", "at risk", "can't lose"),
}
"""Recency score → the segments of frequency scores 1 to 5; every one of the 25 cells has a segment."""

MEANINGS = {
    "champions": "bought lately, buy often",
    "loyal": "buy often, not the most recent",
    "potential loyalists": "bought lately, more than once",
    "new customers": "bought very lately, for the first time or nearly",
    "promising": "bought lately, seldom",
    "need attention": "average in recency and frequency",
    "about to sleep": "below average, slipping away",
    "at risk": "bought often, but long ago",
    "can't lose": "bought most often, but long ago",
    "hibernating": "seldom and long ago",
}

COLUMNS = (
    Column("recency", "days from the last day with an order to the analysis date", Unit.DAYS),
    Column("frequency", "days with an order", Unit.COUNT),
    Column("monetary", "amount of orders less refunds", Unit.MONEY),
    Column("r", "recency score, highest is most recent", Unit.SCORE),
    Column("f", "frequency score", Unit.SCORE),
    Column("m", "monetary score", Unit.SCORE),
)

PARAMETERS = (
    Parameter(
        "bins",
        "scores per figure; other than 5 the segment is its scores, like 4-2",
        "int",
        5,
        low=2,
        high=10,
    ),
    Parameter("window", "days before the analysis date that count; empty is the whole history", "int", None, low=1),
)

THRESHOLDS = (
    Column("cut", "the share of buyers at or below", Unit.SHARE, key=True),
    Column("recency", "days", Unit.DAYS),
    Column("frequency", "days with an order", Unit.COUNT),
    Column("monetary", "amount", Unit.MONEY),
)


def buyers(data: Data, window: int | None) -> pl.LazyFrame:
    """Per customer with an order in the window: `recency` (days), `frequency` (days with an order), `monetary`.

    `monetary` is net of refunds in the window, in 1/10,000 of the currency.
    """
    return data.once(("rfm", window), lambda: _bought(data, window))


def _bought(data: Data, window: int | None) -> pl.LazyFrame:
    """The plan of `buyers`."""
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


def cut_points(column: str, bins: int) -> pl.Expr:
    """The quantiles that part a column into bins, interpolated linearly, as one list."""
    return pl.col(column).quantile([k / bins for k in range(1, bins)], interpolation="linear")


def thresholds(data: Data, bins: int = 5, window: int | None = None) -> pl.LazyFrame:
    """The cut points in force: `cut` (share), and the value of each figure there."""
    frame = buyers(data, window)
    cuts = frame.select(cut_points(name, bins) for name in ("recency", "frequency", "monetary"))
    shares = pl.LazyFrame({"cut": [[k / bins for k in range(1, bins)]]})
    listed = pl.concat([shares, cuts], how="horizontal").explode("cut", "recency", "frequency", "monetary")
    return listed.with_columns(monetary=data.money(pl.col("monetary"))).sort("cut")


@segmentation(
    id="rfm",
    title="RFM",
    question="Who is worth keeping, who is slipping?",
    place=10,
    segments=SEGMENTS,
    columns=COLUMNS,
    rest="no purchase",
    parameters=PARAMETERS,
    meanings=MEANINGS,
    thresholds=thresholds,
    threshold_columns=THRESHOLDS,
    formula="score = 1 + number of quintile cut points below the value (recency reversed), equal values together; "
    "segment by the grid of recency and frequency scores",
    source="RFM grid of 25 cells, the only widely used one that leaves no cell out",
)
def rfm(data: Data, bins: int = 5, window: int | None = None) -> pl.LazyFrame:
    """Scores and segment of every customer with an order (in the window).

    Args:
        data: The scoped data.
        bins: Scores per figure; only 5 has named segments, others are called `R-F`.
        window: Days before the analysis date that count; None counts all.

    Returns:
        `customer`, `segment`, `recency` (days), `frequency` (days), `monetary` (currency), `r`, `f`, `m`.
        Equal values get equal scores; where a cut point repeats, a score stays empty.
    """
    scored = buyers(data, window).with_columns(
        r=bins + 1 - _score("recency", bins), f=_score("frequency", bins), m=_score("monetary", bins)
    )
    return scored.select(
        "customer",
        _segment(bins).alias("segment"),
        "recency",
        pl.col("frequency").cast(pl.UInt32),
        data.money(pl.col("monetary")).alias("monetary"),
        "r",
        "f",
        "m",
    )


def _score(column: str, bins: int) -> pl.Expr:
    """1 for the lowest bin: one more than the cut points strictly below; equal values stay in one bin."""
    below = cut_points(column, bins).explode().search_sorted(pl.col(column), side="left")
    return (below + 1).cast(pl.Int8)


def _segment(bins: int) -> pl.Expr:
    """The grid's name for two scores, or the scores themselves."""
    if bins != len(GRID):
        return pl.concat_str(pl.col("r").cast(pl.String), pl.lit("-"), pl.col("f").cast(pl.String))
    cells = [SEGMENTS.index(GRID[r][f]) for r in range(1, 6) for f in range(5)]
    names = pl.Series("segment", [SEGMENTS[cell] for cell in cells], dtype=pl.Enum(SEGMENTS))
    return pl.lit(names).gather((pl.col("r") - 1) * bins + pl.col("f") - 1)
