"""RFM: scores of recency, frequency and monetary value, and ten named segments on the R × F grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Conclusion, Parameter, Unit
from queries.customers.buyers import FIGURES, FREQUENCY, MONETARY, NO_AMOUNTS, NO_PURCHASE, RECENCY, WINDOW, shown
from queries.customers.scores import QUANTILE, RANK, Cuts, empty_scores, scored, scoring, thresholds_of
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

SEGMENTS = (
    "champions",
    "loyal",
    mark("potential loyalists"),
    mark("new customers"),
    "promising",
    mark("need attention"),
    mark("about to sleep"),
    mark("at risk"),
    "can't lose",
    "hibernating",
)

_HIBERNATING, _SLEEPY, _PROMISING = "hibernating", mark("about to sleep"), "promising"
GRID = {
    5: (mark("new customers"), mark("potential loyalists"), mark("potential loyalists"), "champions", "champions"),
    4: (_PROMISING, mark("potential loyalists"), mark("potential loyalists"), "loyal", "loyal"),
    3: (_SLEEPY, _SLEEPY, mark("need attention"), "loyal", "loyal"),
    2: (_HIBERNATING, _HIBERNATING, mark("at risk"), mark("at risk"), "can't lose"),
    1: (_HIBERNATING, _HIBERNATING, mark("at risk"), mark("at risk"), "can't lose"),
}
"""Recency score → the segments of frequency scores 1 to 5; every one of the 25 cells has a segment."""

MEANINGS = {
    "champions": mark("bought lately, buy often"),
    "loyal": mark("buy often, not the most recent"),
    "potential loyalists": mark("bought lately, more than once"),
    "new customers": mark("bought very lately, for the first time or nearly"),
    "promising": mark("bought lately, seldom"),
    "need attention": mark("average in recency and frequency"),
    "about to sleep": mark("below average, slipping away"),
    "at risk": mark("bought often, but long ago"),
    "can't lose": mark("bought most often, but long ago"),
    "hibernating": mark("seldom and long ago"),
}

COLUMNS = (
    RECENCY,
    FREQUENCY,
    MONETARY,
    Column("r", "recency score, highest is most recent", Unit.SCORE),
    Column("f", "frequency score", Unit.SCORE),
    Column("m", "monetary score", Unit.SCORE),
)

PARAMETERS = (
    Parameter(
        "bins",
        "scores per figure; other than 5 the segment is its scores, like 4-2",
        "int",
        low=2,
        high=10,
    ),
    WINDOW,
    Parameter(
        "rule",
        "quantile keeps equal values together; rank makes bins of equal size (ntile), equal values parted by id",
        "choice",
        choices=(QUANTILE, RANK),
    ),
    Parameter("r", "cut points of recency in days, in place of the rule: 30,90,180,365", "decimals"),
    Parameter("f", "cut points of frequency, in place of the rule: 1,2,4,8 makes 2 the last that scores 2", "decimals"),
    Parameter("m", "cut points of monetary value, in place of the rule: 25,50,100,500", "decimals"),
)

_AT_OR_BELOW = mark("share of the buyers at or below that cut point")
THRESHOLDS = (
    Column("cut", "the quantile, where the figure has no cut points of its own", Unit.SHARE, key=True),
    *(
        column
        for name, meaning, unit in (
            ("recency", "days", Unit.DAYS),
            ("frequency", mark("days with an order"), Unit.NUMBER),
            ("monetary", "amount", Unit.MONEY),
        )
        for column in (
            Column(name, f"cut point in {meaning}; a value at it scores as those below", unit),
            Column(
                f"{name}_share",
                _AT_OR_BELOW,
                Unit.SHARE,
                title="At or below",
                numerator="buyers at or below the cut point",
                denominator="buyers",
            ),
        )
    ),
)


def thresholds(
    data: Data, bins: int, window: int | None, rule: str, r: Cuts | None, f: Cuts | None, m: Cuts | None
) -> pl.LazyFrame:
    """The cut points in force and what share of the buyers is at or below each."""
    return thresholds_of(data, scoring(bins, rule, r, f, m), window)


def notes(data: Data, rule: str, r: Cuts | None, f: Cuts | None, m: Cuts | None) -> tuple[str, ...]:
    """What the rule does with equal values, and that amounts are missing."""
    ruled = None in (r, f, m)
    return (*([RANKED] if rule == RANK and ruled else []), *([] if data.log.has_money else [NO_AMOUNTS]))


RANKED = mark(
    "Bins of equal size (rule rank): of customers with the same value at a border some score higher than others, "
    "by id alone."
)


def conclude(
    tables: Mapping[str, pl.DataFrame], rule: str, r: Cuts | None, f: Cuts | None, m: Cuts | None
) -> Conclusion:
    """Which scores nobody has: a cut point that repeats leaves one empty."""
    return Conclusion(notes=tuple(_empty(tables["thresholds"], rule, (r, f, m))))


def _empty(limits: pl.DataFrame, rule: str, cuts: tuple[Cuts | None, ...]) -> Iterator[str]:
    """A sentence a figure with scores that nobody has.

    Args:
        limits: The cut points in force.
        rule: What parts figures without cut points of their own.
        cuts: The cut points that were given for each figure.
    """
    for figure, given in zip(FIGURES, cuts, strict=True):
        empty = empty_scores(limits[f"{figure}_share"].to_list(), falling=figure == "recency")
        if not empty or (rule == RANK and given is None):
            continue
        *others, last = map(str, empty)
        why = (
            say("nobody lies between those cut points")
            if given is not None
            else say("equal values stay together, and none is between")
        )
        yield say(
            "Nobody has {figure} score {names}{value}{last}: {why}.",
            figure=say(figure),
            names=say(", ").join(others),
            value=say(" or ") if others else "",
            last=last,
            why=why,
        )


@segmentation(
    id="rfm",
    title="RFM",
    question="Who is worth keeping, who is slipping?",
    also="recency frequency monetary, 客户分群, 忠诚",
    place=10,
    segments=SEGMENTS,
    columns=COLUMNS,
    rest=NO_PURCHASE,
    parameters=PARAMETERS,
    meanings=MEANINGS,
    thresholds=thresholds,
    threshold_columns=THRESHOLDS,
    notes=notes,
    conclude=conclude,
    formula="score = 1 + number of quintile cut points below the value (recency reversed), equal values together; "
    "segment by the grid of recency and frequency scores",
    source="RFM grid of 25 cells, the only widely used one that leaves no cell out",
)
def rfm(
    data: Data,
    bins: int = 5,
    window: int | None = None,
    rule: str = QUANTILE,
    r: Cuts | None = None,
    f: Cuts | None = None,
    m: Cuts | None = None,
) -> pl.LazyFrame:
    """Scores and segment of every customer with an order (in the window).

    Args:
        data: The scoped data.
        bins: Scores per figure; only 5 has named segments, others are called `R-F`.
        window: Days before the analysis date that count; None counts all.
        rule: `quantile` or `rank`; see `Scoring`.
        r: Own cut points of recency, in days, ascending, one fewer than bins.
        f: Own cut points of frequency.
        m: Own cut points of monetary value, in whole currency.

    Returns:
        `customer`, `segment`, `recency` (days), `frequency` (days), `monetary` (currency), `r`, `f`, `m`.
        By quantiles equal values get equal scores; where a cut point repeats, a score stays empty.

    Raises:
        UsageError: Own cut points are too few, too many, or do not ascend.
    """
    scores = scored(data, scoring(bins, rule, r, f, m), window)
    return scores.select("customer", _segment(bins).alias("segment"), *shown(data), "r", "f", "m")


def _segment(bins: int) -> pl.Expr:
    """The grid's name for two scores, or the scores themselves."""
    if bins != len(GRID):
        return pl.concat_str(pl.col("r").cast(pl.String), pl.lit("-"), pl.col("f").cast(pl.String))
    cells = [SEGMENTS.index(GRID[r][f]) for r in range(1, 6) for f in range(5)]
    names = pl.Series("segment", [SEGMENTS[cell] for cell in cells], dtype=pl.Enum(SEGMENTS))
    return pl.lit(names).gather((pl.col("r") - 1) * bins + pl.col("f") - 1)
