"""What is rising, what is falling: the trend of every item over the complete periods, season and chance apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure
from queries.data.goods import BY, buyers_of, keyed, labels
from queries.metrics.goods.demand.words import FALLING, RISING, STEADY, TOO_SHORT, conclusion
from queries.models.many_tests import benjamini_hochberg
from queries.models.trend import trends
from queries.question.periods import Grain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from queries.catalogue import Conclusion
    from queries.data.data import Data

COLUMNS = (
    Column("item", "what it is called", Unit.TEXT, key=True),
    Column(
        "verdict",
        "rising or falling where q is 5 % or less; else steady, or too short to tell",
        Unit.TEXT,
        worded=True,
    ),
    Column("last", "in the last complete period", Unit.NUMBER, unit_column="unit"),
    Column("before", "in the period before it", Unit.NUMBER, unit_column="unit"),
    Column("year_before", "in the same period a year before", Unit.NUMBER, unit_column="unit"),
    Column("change", "last less before, as a share of before", Unit.SHARE, numerator="last − before",
           denominator="before"),
    Column("slope", "median change from one period to the next (Theil–Sen)", Unit.NUMBER, unit_column="unit"),
    Column("p", "how likely chance alone does as much (Mann–Kendall)", Unit.SHARE, title="p"),
    Column("q", "share of false alarms among all that are as sure (Benjamini–Hochberg)", Unit.SHARE, title="q"),
    Column("periods", "complete periods since it was first sold", Unit.COUNT),
    Column("trend", "each complete period of the range", Unit.TREND),
    Column("unit", "what the numbers of the row are", Unit.TEXT, worded=True),
)  # fmt: skip
OF = {"quantity": Unit.NUMBER, "orders": Unit.COUNT, "revenue": Unit.MONEY}
SEASONS = {Grain.MONTH: 12, Grain.QUARTER: 4}
"""Periods of a year, where the year is a whole number of them."""
LEAST = 8
"""Fewer comparisons tell of no trend, whatever they show."""
SURE = 0.05


def buyers_of_row(data: Data, row: Mapping[str, Any], by: str) -> pl.LazyFrame:
    """The customers who bought a row's item."""
    return buyers_of(data, by, row["item"])


@measure(
    id="demand",
    title="Demand",
    question="What is rising, what is falling?",
    also="rising, falling, trend of items, season, 需求趋势, 上升, 下降",
    place=40,
    columns=COLUMNS,
    parameters=(
        BY,
        Parameter("of", "what is looked at: pieces, orders with it, or the amount of its order lines", "choice",
                  choices=tuple(OF)),
    ),
    formula="Theil–Sen slope and Mann–Kendall test over the complete periods since the first sale; from two years of "
    "months or quarters on only the same months (quarters) of different years are compared; q over all items",
    source="Mann 1945; Sen 1968; Kendall 1975; Hirsch, Slack, Smith 1982 (seasonal); Benjamini, Hochberg 1995",
    chart=Chart("trend", "period", ("trend",)),
    drill=buyers_of_row,
    needs=("purchase", "items"),
)  # fmt: skip
def demand(data: Data, by: str = "item", of: str = "quantity") -> Answer:
    """Every item or category sold in the range: those that rise most surely first, then the steady, then the falling.

    Args:
        data: The scoped data; only complete periods of its range count.
        by: `item` or `category`.
        of: `quantity`, `orders` or `revenue`, before returns.

    Returns:
        The columns above; `slope`, `p` and `q` are blank for what has been sold for fewer than 8 periods, or 8 and a
        year where seasons are told apart. What changes only as chance does is steady, however far it is from the period
        before.

    Raises:
        QuestionError: These data hold no order lines, or no amounts (of=revenue).
    """
    if of == "revenue":
        data.require_money()
    lines = keyed(data.items, by).with_columns(index=data.period_index)
    complete = data.periods.filter(pl.col("complete") & pl.col("reported"))
    if of == "orders":
        sold = lines.select("key", "index", "order").unique().group_by("key", "index").agg(value=pl.len())
    else:
        column = {"quantity": pl.col("quantity"), "revenue": pl.col("amount") / 10_000}[of]
        sold = lines.group_by("key", "index").agg(value=column.sum())
    counted = sold.with_columns(first=pl.col("index").min().over("key"))
    within = counted.join(complete.lazy().select("index"), on="index", how="semi").sort("key", "index")
    seasons = _seasons(data, complete)

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        table = _table(tables[""], complete["index"].to_list(), seasons, _year(complete), OF[of])
        named = tables["labels"].select("key", item="label")
        shown = table.join(named, on="key", how="left", maintain_order="left")
        return conclusion(shown.select(column.name for column in COLUMNS), complete, data.grain.value, seasons, of)

    return Answer(within, {"labels": labels(data, by)}, conclude=conclude)


def _seasons(data: Data, complete: pl.DataFrame) -> int:
    """How many periods make a year, where two whole years are there; else 1: no season is told apart."""
    year = SEASONS.get(data.grain, 1)
    return year if len(complete) >= 2 * year else 1


def _year(complete: pl.DataFrame) -> int | None:
    """The place of the last complete period a year before, among these; None where it is not there."""
    if complete.is_empty():
        return None
    wanted = pl.Series([complete["period"][-1]]).dt.offset_by("-1y")[0]
    found = complete.with_row_index("place").filter((pl.col("period") <= wanted) & (pl.col("end") >= wanted))
    return int(found["place"][0]) if len(found) else None


def _table(counted: pl.DataFrame, indexes: list[int], seasons: int, year: int | None, unit: Unit) -> pl.DataFrame:
    """One row a key with everything but its name, best first."""
    keys = counted.group_by("key").agg(first=pl.col("first").first()).sort("key")
    cells = np.zeros((len(keys), len(indexes)))
    if indexes:
        rows = np.searchsorted(keys["key"].to_numpy(), counted["key"].to_numpy())
        cells[rows, counted["index"].to_numpy() - indexes[0]] = counted["value"].fill_null(0).to_numpy()
    # Before it was first sold nobody could buy it: that is no demand of zero.
    unsold = np.asarray(indexes)[None, :] < keys["first"].to_numpy()[:, None]
    series = np.where(unsold, np.nan, cells)
    found = trends(series, seasons)
    enough = found.n >= LEAST + (seasons if seasons > 1 else 0)
    p, slope = (np.where(enough, values, np.nan) for values in (found.p, found.slope))
    q = benjamini_hochberg(p)
    sure = q <= SURE
    verdict = np.where(~enough, TOO_SHORT, np.where(sure & (found.s > 0), RISING, np.where(sure, FALLING, STEADY)))

    def at(place: int | None) -> list[float | None]:
        if place is None or not -len(indexes) <= place < len(indexes):
            return [None] * len(keys)
        return pl.Series(series[:, place]).fill_nan(None).to_list()

    before, change = pl.col("before"), pl.col("last") - pl.col("before")
    order = pl.col("verdict").replace_strict({RISING: 0, STEADY: 1, TOO_SHORT: 2, FALLING: 3}, return_dtype=pl.UInt8)
    table = pl.DataFrame(
        {
            "key": keys["key"], "verdict": verdict, "last": at(-1), "before": at(-2), "year_before": at(year),
            "slope": slope, "p": p, "q": q, "periods": found.n, "trend": cells.tolist(),
        },
        schema_overrides=dict.fromkeys(("last", "before", "year_before"), pl.Float64)
        | {"trend": pl.List(pl.Float64), "verdict": pl.String, "periods": pl.UInt32},
    ).fill_nan(None)  # fmt: skip
    # The surest come first where they rise and last where they fall; of equally sure ones the steepest.
    sureness, steepness = pl.col("q"), -pl.col("slope").abs()
    turned = pl.when(pl.col("verdict") == FALLING).then(-1).otherwise(1)
    with_change = table.with_columns(change=pl.when(before > 0).then(change / before), unit=pl.lit(unit.value))
    return with_change.sort(order, sureness * turned, steepness * turned, "key", nulls_last=True)
