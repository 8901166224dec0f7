"""Scores of recency, frequency and monetary value: by quantiles, in equal sizes, or by cut points of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from queries.customers.buyers import FIGURES, buyers
from queries.data.once import once
from queries.errors import UsageError
from queries.formats.plurals import many
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.data.data import Data

Cuts = tuple[float, ...]

QUANTILE, RANK = "quantile", "rank"


@dataclass(frozen=True)
class Scoring:
    """How values become scores from 1 to `bins`.

    Attributes:
        bins: Scores per figure.
        rule: `quantile` parts by interpolated quantiles and keeps equal values together; `rank` makes bins of equal
            size and parts equal values by id.
        own: Figure and cut points of one's own, in the log's units, which replace the rule for that figure.
    """

    bins: int
    rule: str
    own: tuple[tuple[str, Cuts], ...]

    def score(self, figure: str) -> pl.Expr:
        """The score of a figure (i8), highest for the most recent, the most frequent, the most money."""
        if self.is_ranked(figure):
            return _ntile(-pl.col(figure) if figure == "recency" else pl.col(figure), self.bins)
        below = (self.cuts(figure).explode().search_sorted(pl.col(figure), side="left") + 1).cast(pl.Int8)
        return self.bins + 1 - below if figure == "recency" else below

    def cuts(self, figure: str) -> pl.Expr:
        """The cut points of a figure that is not ranked, as one list: a value at one scores as those below it."""
        own = dict(self.own).get(figure)
        if own is not None:
            return pl.lit(pl.Series([own], dtype=pl.List(pl.Float64)))
        return pl.col(figure).quantile([k / self.bins for k in range(1, self.bins)], interpolation="linear")

    def is_ranked(self, figure: str) -> bool:
        """Whether the figure is parted by the place of its values, not by the values."""
        return self.rule == RANK and figure not in dict(self.own)


def scoring(bins: int, rule: str, r: Cuts | None = None, f: Cuts | None = None, m: Cuts | None = None) -> Scoring:
    """How to score, from the parameters of a question.

    Raises:
        UsageError: Cut points of one's own are too few, too many, or do not ascend.
    """
    for name, cuts in (("r", r), ("f", f), ("m", m)):
        _check(name, cuts, bins)
    # Money is in ten-thousandths; rounded, for 59.924 times 10,000 is a little less than 599,240.
    money = None if m is None else tuple(round(cut * 10_000, 3) for cut in m)
    own = tuple((figure, cuts) for figure, cuts in zip(FIGURES, (r, f, money), strict=True) if cuts is not None)
    return Scoring(bins, rule, own)


@once
def scored(data: Data, how: Scoring, window: int | None) -> pl.LazyFrame:
    """Every buyer of the window with the three figures of `buyers` and the scores `r`, `f` and `m`."""
    return buyers(data, window).with_columns(how.score(name).alias(name[0]) for name in FIGURES)


def thresholds_of(data: Data, how: Scoring, window: int | None) -> pl.LazyFrame:
    """The cut points in force, a row each: `cut` (share), per figure its value there and the share at or below.

    Where bins are of equal size, a cut point is the highest value of those that score lower.
    """
    frame, places = scored(data, how, window), range(1, how.bins)
    columns = [pl.lit(pl.Series([[k / how.bins for k in places]])).alias("cut")]
    for name in FIGURES:
        # A value is at or below cut point k where its score, counted upwards, is k at most.
        score = how.bins + 1 - pl.col("r") if name == "recency" else pl.col(name[0])
        value = pl.col(name).cast(pl.Float64)
        ranked = pl.concat_list(value.filter(score <= k).max() for k in places)
        columns.append((ranked if how.is_ranked(name) else how.cuts(name)).alias(name))
        columns.append(pl.concat_list((score <= k).mean() for k in places).alias(f"{name}_share"))
    listed = frame.select(columns).explode(pl.selectors.all())
    return listed.with_columns(monetary=data.money(pl.col("monetary"))).sort("cut")


def empty_scores(shares: Sequence[float | None], *, falling: bool = False) -> list[int]:
    """The scores nobody has, ascending, from the shares of buyers at or below each cut point.

    Args:
        shares: One a cut point, ascending.
        falling: Whether the highest score is that of the lowest values, as it is for recency.
    """
    edges = [0.0, *(share for share in shares if share is not None), 1.0]
    if len(edges) < len(shares) + 2:
        return []
    empty = [k for k, (low, high) in enumerate(pairwise(edges), 1) if low == high]
    return sorted(len(edges) - k for k in empty) if falling else empty


def _ntile(value: pl.Expr, bins: int) -> pl.Expr:
    """Bins of equal size, 1 for the lowest; the first ones hold one more, ties go by the order of rows."""
    place = value.rank("ordinal").cast(pl.Int64) - 1
    size, more = pl.len().cast(pl.Int64) // bins, pl.len().cast(pl.Int64) % bins
    large = more * (size + 1)
    # Without a size the larger bins hold everybody; 1 only keeps the other branch defined.
    small = more + (place - large) // pl.max_horizontal(size, 1)
    return (pl.when(place < large).then(place // (size + 1)).otherwise(small) + 1).cast(pl.Int8)


def _check(name: str, cuts: Cuts | None, bins: int) -> None:
    """Refuse cut points of one's own that do not part values into the bins."""
    if cuts is None:
        return
    if len(cuts) != bins - 1:
        raise UsageError(
            say(
                "{name} has {cuts}, but {bins} scores are parted by {bins2}.",
                name=name,
                cuts=many(len(cuts), "cut point"),
                bins=bins,
                bins2=bins - 1,
            ),
            say("Give {bins} numbers with commas between, or other bins.", bins=bins - 1),
        )
    if any(high < low for low, high in pairwise(cuts)):
        written = ",".join(map(str, cuts))
        raise UsageError(
            say("{name} cannot be {written}: cut points ascend.", name=name, written=written),
            say("Write the lowest first."),
        )
