"""Customer attributes as groups of customers: words by how common they are, numbers in bins, dates by age."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from queries.data.events import stay_lazy
from queries.data.once import once
from queries.models.bins import SHARES, bin_labels, number, readable_edges
from queries.privacy.detection import singles_out
from queries.question.periods import months_before
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

MOST_WORDS = 12
"""So many values have a group of their own, rarer ones are gathered; so many different numbers stay as they are."""
OTHER, OTHER_BESIDE = "other", mark("other values")
"""What gathered values are called, also where one of the common values is called “other”."""
YEARS = (1, 2, 3, 5, 10, 20, 30, 40, 50, 60, 70)
"""Where one age of a date ends and the next begins."""
FUTURE = mark("in the future")


@once
def telling_attributes(data: Data) -> tuple[str, ...]:
    """The attributes that tell groups apart: not those that single somebody out, as a name or an address does.

    A plan to be shipped cannot look at values, and has all of them.
    """
    if data.keep is stay_lazy:
        return data.log.attributes
    return tuple(name for name in data.log.attributes if not singles_out(data.log.personal.get(name)))


def grouped(data: Data, name: str) -> pl.LazyFrame:
    """Each customer's group by an attribute.

    Args:
        data: Whose customers decide what is common and where bins end.
        name: An attribute.

    Returns:
        `customer`, `segment` (text; null where nothing is known), `place` (u32), sorted by customer: truth values
        are yes and no, dates are told by their age at the analysis date, numbers lie in bins unless they are few,
        everything else is text as it is spelled, by size.
    """
    dtype = data.log.customers.collect_schema()[name]
    if dtype == pl.Boolean:
        return _coded(data, (~pl.col(name)).cast(pl.UInt32), ["yes", "no"])
    if dtype == pl.Date or isinstance(dtype, pl.Datetime):
        return _by_age(data, name)
    if dtype.is_numeric():
        return _by_number(data, name)
    return _by_word(data, pl.col(name).cast(pl.String))


def _coded(data: Data, place: pl.Expr, labels: list[str]) -> pl.LazyFrame:
    """Groups from their places; null stays null."""
    placed = data.customers.select("customer", place=place.cast(pl.UInt32))
    segment = pl.lit(pl.Series(labels, dtype=pl.String)).gather(pl.col("place"))
    return placed.select(pl.col("customer").set_sorted(), segment=segment, place="place")


def _by_word(data: Data, word: pl.Expr) -> pl.LazyFrame:
    """The commonest values, largest first, of equal ones by name; the others gathered; blank ones are unknown."""
    not_blank = pl.when(word.str.strip_chars() != "").then(word)
    words = data.customers.select("customer", value=not_blank)
    sizes = words.filter(pl.col("value").is_not_null()).group_by("value").agg(size=pl.len())
    commonest = sizes.sort("size", "value", descending=[True, False]).head(MOST_WORDS).with_row_index("place")
    placed = words.join(commonest, on="value", how="left", maintain_order="left")
    is_common = pl.col("place").is_not_null()
    other = pl.when((is_common & (pl.col("value") == OTHER)).any()).then(pl.lit(OTHER_BESIDE)).otherwise(pl.lit(OTHER))
    return placed.select(
        pl.col("customer").set_sorted(),
        segment=pl.when(is_common | pl.col("value").is_null()).then("value").otherwise(other),
        place=pl.when(pl.col("value").is_not_null()).then(pl.col("place").fill_null(MOST_WORDS).cast(pl.UInt32)),
    )


def _by_age(data: Data, name: str) -> pl.LazyFrame:
    """Dates by whole years before the analysis date, the youngest first."""
    day = pl.col(name).cast(pl.Date)
    older = [(day <= months_before(data.as_of, 12 * years)).cast(pl.UInt32) for years in YEARS]
    place = pl.when(day >= data.as_of).then(0).otherwise(1 + pl.sum_horizontal(older))
    between = [f"{begin}–{end} years" for begin, end in pairwise(YEARS)]
    labels = [FUTURE, "under 1 year", *between, say("{years} years and over", years=YEARS[-1])]
    return _coded(data, pl.when(day.is_not_null()).then(place), labels)


def _by_number(data: Data, name: str) -> pl.LazyFrame:
    """Numbers as they are where they are few, else in bins; what is no finite number is unknown.

    Where the bins lie has to be known before anything else: it is looked up first.
    """
    exact = pl.col(name).cast(pl.Float64)
    value = pl.when(exact.is_finite()).then(exact + 0.0)
    described = data.keep(
        data.customers.select(value=value).select(**_described(pl.col("value").drop_nulls()))
    ).collect()
    facts = described.row(0, named=True)
    if facts["many"] <= MOST_WORDS:
        few = facts["few"].to_list() if isinstance(facts["few"], pl.Series) else facts["few"]
        place = pl.lit(pl.Series(few, dtype=pl.Float64)).search_sorted(value)
        return _coded(data, pl.when(value.is_not_null()).then(place), [number(few_value) for few_value in few])
    low, high, whole = facts["low"], facts["high"], facts["whole"]
    edges = readable_edges([facts[f"p{part}"] for part in SHARES], low, high, whole=whole)
    if len(edges) < 2:  # most customers share one value: the others are parted by themselves
        edges = readable_edges([facts[f"d{part}"] for part in SHARES], low, high, whole=whole)
    place = pl.lit(pl.Series([float(edge) for edge in edges], dtype=pl.Float64)).search_sorted(value, side="right")
    return _coded(data, pl.when(value.is_not_null()).then(place), bin_labels(edges, low, high, whole=whole))


def _described(value: pl.Expr) -> dict[str, pl.Expr]:
    """What decides the bins: the least values, quantiles of the customers (`p…`) and of the different values (`d…`)."""
    cuts = {f"p{part}": value.quantile(part, interpolation="nearest") for part in SHARES}
    cuts |= {f"d{part}": value.unique().quantile(part, interpolation="nearest") for part in SHARES}
    return {
        "many": value.n_unique(),
        "few": value.unique().sort().head(MOST_WORDS).implode(),
        "low": value.min(),
        "high": value.max(),
        "whole": (value == value.floor()).all(),
        **cuts,
    }
