"""Where do they stay long and not buy: how long pages or items are looked at, and what comes of long looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Behind, Chart, Column, Conclusion, Finding, Parameter, Unit, measure
from queries.data.once import once
from queries.data.visits import GAP, MINUTE_MS, visits
from queries.eventlog.runs import count_distinct, ends, starts
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

FEW = 30
"""Below so many long looks a share says little."""
LONG = 0.9
"""A look is long at or above this share of the looks at its place."""

COLUMNS = (
    Column("place", "the page, or the item", Unit.TEXT, key=True),
    Column("visits", "looks at it: events there that another event of the visit follows, so that their end is known"),
    Column("customers", "customers who looked"),
    Column("median_seconds", "seconds until the next event of the visit, half were as long", Unit.NUMBER),
    Column("p90_seconds", "nine of ten were no longer", Unit.NUMBER, title="P90 seconds"),
    Column("long_visits", "looks at or above the place's own p90, or the seconds that are set"),
    Column("without_purchase", "those of them in a visit without a purchase"),
    Column("share", "share of the long looks", Unit.SHARE, numerator="without_purchase", denominator="long_visits"),
)
ENDS = (
    Column("unknown", "looks that end their visit: how long they were is not known"),
    Column("of", "all looks"),
)
PARAMETERS = (
    Parameter("by", "page or item; empty is the page where events have one", "choice", choices=("page", "item")),
    Parameter("seconds", "a look is long from so many seconds on; empty: the p90 of its place", "int", low=1),
)


def customers_without_purchase(data: Data, row: Mapping[str, Any], by: str | None, seconds: int | None) -> pl.LazyFrame:
    """The customers with a long look at the row's place in a visit without a purchase."""
    limit = row["p90_seconds"] if seconds is None else seconds
    long = (pl.col("place") == row["place"]) & (pl.col("ms") / 1000 >= limit) & ~pl.col("bought")
    return looks(data, _by(data, by)).filter(long).select("customer").unique()


@measure(
    id="dwell",
    title="Dwell",
    question="Where do they stay long and not buy?",
    also="time on page, long visits, hesitate, 停留, 停留时长",
    place=50,
    columns=COLUMNS,
    parts={"ends": ENDS},
    parameters=PARAMETERS,
    formula="dwell = time of the next event of the visit − time of this one, at most 30 minutes; long: at or above the "
    "place's own p90; share = long looks in visits without a purchase ÷ long looks",
    source="dwell on page (Mixpanel); long dwell without purchase: the project brief",
    chart=Chart("bars", "place", ("without_purchase",)),
    drill=customers_without_purchase,
    needs=("purchase", "page or item"),
)
def dwell(data: Data, by: str | None = None, seconds: int | None = None) -> Answer:
    """Pages or items by the long looks that led to no purchase in their visit, of the reported range.

    Args:
        data: The scoped data.
        by: `page` or `item`; None is the page where events have one.
        seconds: From how many seconds on a look is long; None is the p90 of its place.

    Returns:
        One row a place, most long looks without a purchase first. The last event of a visit has no dwell: it is not
        counted here, and said.

    Raises:
        QuestionError: No event tells its page or item.
    """
    place = _by(data, by)
    grouped = looks(data, place).filter(pl.col("ms").is_not_null()).group_by("place")
    spent = pl.col("ms") / 1000
    p90 = spent.quantile(LONG, interpolation="linear")
    long = spent >= (p90 if seconds is None else seconds)
    counted = grouped.agg(
        visits=pl.len().cast(pl.Int64),
        customers=count_distinct("customer"),
        median_seconds=spent.median(),
        p90_seconds=p90,
        long_visits=long.sum().cast(pl.Int64),
        without_purchase=(long & ~pl.col("bought")).sum().cast(pl.Int64),
    )
    share = pl.when(pl.col("long_visits") > 0).then(pl.col("without_purchase") / pl.col("long_visits"))
    ordered = counted.with_columns(pl.col("place").cast(pl.String), share=share).sort(
        "without_purchase", "visits", "place", descending=[True, True, False]
    )
    unknown = looks(data, place).select(unknown=pl.col("ms").is_null().sum().cast(pl.Int64), of=pl.len().cast(pl.Int64))
    return Answer(
        ordered.select(column.name for column in COLUMNS),
        {"ends": unknown},
        (say("Going by the time until the next event: who left the screen open seems to look."),),
        _conclude,
    )


def _by(data: Data, by: str | None) -> str:
    """What places are: as asked, else pages, else items."""
    name = by or ("page" if data.log.has("page") or not data.log.has("item") else "item")
    data.require(name)
    return name


@once
def looks(data: Data, by: str) -> pl.LazyFrame:
    """Every event at a place: `customer`, `place`, `ms` until the next event of its visit, and whether it `bought`."""
    rows = data.within(visits(data, names=(by,))).with_columns(pl.col("time").cast(pl.Int64))
    goes_on = pl.col("visit") == pl.col("visit").shift(-1)
    wait = (pl.col("time").shift(-1) - pl.col("time")).clip(upper_bound=GAP * MINUTE_MS)
    count = data.is_purchase.cast(pl.UInt32).cum_sum()
    before = pl.when(starts("visit")).then(count - data.is_purchase.cast(pl.UInt32)).forward_fill()
    after = pl.when(ends("visit")).then(count).backward_fill()
    marked = rows.select("customer", pl.col(by).alias("place"), ms=pl.when(goes_on).then(wait), bought=after > before)
    return marked.filter(pl.col("place").is_not_null())


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """Where most long looks lead to nothing, and how many looks have no known end."""
    return Conclusion(findings=tuple(_findings(tables[""])), notes=tuple(_doubts(tables["ends"])))


def _findings(frame: pl.DataFrame) -> Iterator[str]:
    for row in frame.filter(pl.col("long_visits") >= FEW).head(1).iter_rows(named=True):
        yield Finding(
            say(
                "{place}: {without_purchase:,} of {long_visits:,} long looks were in visits without a "
                "purchase ({share:.0%}).",
                place=row["place"],
                without_purchase=row["without_purchase"],
                long_visits=row["long_visits"],
                share=row["share"],
            ),
            Behind(row),
        )


def _doubts(known: pl.DataFrame) -> Iterator[str]:
    unknown, of = known.row(0)
    if unknown:
        yield say(
            "{unknown:,} of {of:,} looks ({unknown2:.0%}) end their visit: how long they were is not known.",
            unknown=unknown,
            of=of,
            unknown2=unknown / of,
        )
