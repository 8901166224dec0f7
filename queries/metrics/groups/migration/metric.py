"""Who moved from where to where: the segments of the same customers at two dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from queries import catalogue
from queries.catalogue import Answer, Chart, Column, Parameter, Pivot, Unit, measure, shared
from queries.data.once import once
from queries.errors import QuestionError, UsageError
from queries.metrics.groups.migration.words import NOT_KNOWN, conclusion
from queries.question.periods import months_before
from queries.segments.membership import membership
from queries.segments.suiting import suiting
from queries.segments.summary import in_order
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("from", "the segment at the earlier date", Unit.TEXT, key=True, worded=True),
    Column("from_size", "customers who were in it then, of those in the scope now", Unit.COUNT),
    Column("to", "the segment at the analysis date", Unit.TEXT, key=True, worded=True),
    Column("customers", "customers who were in the one and are in the other", Unit.COUNT),
    Column("share", "share of those who were in it then", Unit.SHARE, numerator="customers", denominator="from_size"),
)
SIZES = (
    shared.SEGMENT,
    Column("before", "customers in it at the earlier date", Unit.COUNT),
    Column("now", "customers in it at the analysis date", Unit.COUNT),
    Column("stayed", "customers in it at both dates", Unit.COUNT),
    Column("stayed_share", "share of those who were in it then", Unit.SHARE, numerator="stayed", denominator="before"),
    Column("came", "customers who were known and came from other segments", Unit.COUNT),
    Column("first_known", "customers who were not known yet at the earlier date", Unit.COUNT),
    Column("left", "customers who went to other segments", Unit.COUNT),
    Column("net", "came less left: what moving between segments changed", Unit.COUNT),
)
PARAMETERS = (
    Parameter("by", "the segmentation; empty is lifecycle or rfm, without purchases engagement", "segmentation"),
    Parameter(
        "before",
        "the earlier date, exclusive like the analysis date; empty is a year before it, else a quarter, else a month, "
        "whatever leaves as much history before it as after, or a quarter",
        "date",
    ),
)
LOOKS_BACK = {mark("a year"): 12, mark("a quarter"): 3, mark("a month"): 1}
"""How far to look back when nobody said, in months: the longest that leaves enough history."""
ENOUGH_HISTORY = 91
"""Days of history before the earlier date after which segments say something, however far it lies back."""


def moved(data: Data, row: Mapping[str, Any], by: str | None, before: date | None) -> pl.LazyFrame:
    """The customers who were in the row's one segment and are in its other."""
    both = _both(data, by or suiting(data, "lifecycle"), _earlier(data, before)[0])
    same = [_words(end) == row[end] for end in ("from", "to")]
    return both.filter(*same).select("customer")


@measure(
    id="migration",
    title="Migration between segments",
    question="Who moved from where to where between two dates?",
    also="moves, transitions, upgrade, downgrade, from segment to segment, 迁移, 转移",
    place=220,
    columns=COLUMNS,
    parts={"sizes": SIZES},
    parameters=PARAMETERS,
    formula="customers by their segment at both dates ÷ customers of the segment at the earlier date; who is in which "
    "segment is decided among everyone known at each date",
    source="transition matrix of segments",
    chart=Chart("bars", "to", ("share",), within=("from",)),
    pivot=Pivot(("from", "from_size"), "to", "customers"),
    drill=moved,
)
def migration(data: Data, by: str | None = None, before: date | None = None) -> Answer:
    """Where the customers of each segment of an earlier date are now.

    Args:
        data: The scoped data.
        by: A segmentation; None takes lifecycle, and engagement where nobody buys.
        before: The earlier date, exclusive; None a year, a quarter or a month before the analysis date.

    Returns:
        `from`, `from_size`, `to`, `customers`, `share`: every segment that had somebody with every segment that has,
        in the segmentation's order, last who was not known yet. Rows add up to the earlier sizes, columns to those
        of now. The customers are those in the scope now.

    Raises:
        QuestionError: The data are too short to look back a month.
        UsageError: The date is not between the first day of the data and the analysis date.
    """
    by = by or suiting(data, "lifecycle")
    then, words = _earlier(data, before)
    flows = _flows(data, by, then)
    frame = _grid(by, flows)
    title = catalogue.metric(by).title
    notes = (
        say(
            "{title} at {then}{words} and at {as_of}, both exclusive. The customers are those in the "
            "scope now; at each date their segment is what was known then, by the limits found among "
            "everyone then.",
            title=title,
            then=then,
            words=words,
            as_of=data.as_of,
        ),
    )
    return Answer(frame, {"sizes": _sizes(by, flows)}, notes, conclude=conclusion)


def _earlier(data: Data, before: date | None) -> tuple[date, str]:
    """The earlier date, and how it was found."""
    first = data.log.first_day
    if before is not None:
        if not first < before < data.as_of:
            raise UsageError(
                say("Nothing can have moved from {before} to {as_of}.", before=before, as_of=data.as_of),
                say("Set before to a date after {first} and before {as_of}.", first=first, as_of=data.as_of),
            )
        return before, ""
    for words, months in LOOKS_BACK.items():
        day = months_before(data.as_of, months)
        history, span = (day - first).days, (data.as_of - day).days
        if history >= min(span, ENOUGH_HISTORY):
            return day, say(" ({words} before)", words=say(words))
    shortest = first + timedelta(days=1)
    raise QuestionError(
        say(
            "The data before {as_of} are too short to look back a month: they begin on {first}.",
            as_of=data.as_of,
            first=first,
        ),
        say("Name an earlier date (--set before={shortest}).", shortest=shortest),
    )


def _both(data: Data, by: str, then: date) -> pl.LazyFrame:
    """Each customer of the scope: `customer`, `from` (null: not known then), `to`, and the places of both."""
    # Who is in the scope is decided now; where they were then, among everyone known then.
    was, now = membership(data.everyone, by, as_of=then), membership(data, by)
    return _named(now, "to").join(_named(was, "from"), on="customer", how="left", maintain_order="left")


def _named(members: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """`customer`, the segment by another name, and its place, null where its segmentation gives none."""
    place = pl.col("place") if "place" in members.collect_schema() else pl.lit(None, pl.UInt32)
    return members.select("customer", pl.col("segment").alias(name), place.alias(f"place_{name}"))


@once
def _flows(data: Data, by: str, then: date) -> pl.LazyFrame:
    """Every pair of segments with somebody, as words: `from`, `to`, `customers`, and the places of both."""
    places = pl.col("place_from", "place_to").min()
    flows = _both(data, by, then).group_by("from", "to").agg(places, customers=pl.len().cast(pl.Int64))
    return flows.with_columns(_words("from"), _words("to"))


def _words(end: str) -> pl.Expr:
    """A segment as text; who had none was not known yet."""
    return pl.col(end).cast(pl.String).fill_null(NOT_KNOWN)


def _places(by: str, flows: pl.LazyFrame) -> pl.LazyFrame:
    """Every segment of either date with its `order`: as its segmentation has it now; who was not known comes last."""
    ends = [flows.select(segment=end, place=f"place_{end}", at=pl.lit(at)) for at, end in enumerate(("to", "from"))]
    # A segment may have stood elsewhere then; where it is now counts.
    places = pl.concat(ends).sort("segment", "at", "place", nulls_last=True)
    by_segment = places.group_by("segment", maintain_order=True).agg(pl.col("place").first())
    is_segment = pl.col("segment") != NOT_KNOWN
    ordered = pl.concat(
        [in_order(by_segment.filter(is_segment), catalogue.segmentation(by)), by_segment.filter(~is_segment)]
    )
    return ordered.with_row_index("order").select("segment", "order")


def _grid(by: str, flows: pl.LazyFrame) -> pl.LazyFrame:
    """Every earlier segment with every segment of now."""
    places = _places(by, flows)
    sizes = flows.group_by("from").agg(from_size=pl.col("customers").sum())
    down = sizes.join(places, left_on="from", right_on="segment", how="left").rename({"order": "row"})
    across = flows.select("to").unique().join(places, left_on="to", right_on="segment", how="left")
    cells = down.join(across, how="cross").join(flows, on=["from", "to"], how="left")
    filled = cells.with_columns(pl.col("customers").fill_null(0)).sort("row", "order")
    return filled.select("from", "from_size", "to", "customers", share=pl.col("customers") / pl.col("from_size"))


def _sizes(by: str, flows: pl.LazyFrame) -> pl.LazyFrame:
    """Per segment: its sizes at both dates, who stayed, came and left."""
    number, same = pl.col("customers"), pl.col("from") == pl.col("to")
    was_known = pl.col("from") != NOT_KNOWN
    went = flows.group_by(segment="from").agg(
        before=number.sum(), stayed=number.filter(same).sum(), left=number.filter(~same).sum()
    )
    came = flows.group_by(segment="to").agg(
        now=number.sum(), came=number.filter(was_known & ~same).sum(), first_known=number.filter(~was_known).sum()
    )
    sizes = _places(by, flows).join(went, on="segment", how="left").join(came, on="segment", how="left")
    counts = ("before", "now", "stayed", "came", "first_known", "left")
    filled = sizes.filter(pl.col("segment") != NOT_KNOWN).with_columns(pl.col(counts).fill_null(0)).sort("order")
    return filled.select(
        "segment",
        "before",
        "now",
        "stayed",
        pl.when(pl.col("before") > 0).then(pl.col("stayed") / pl.col("before")).alias("stayed_share"),
        "came",
        "first_known",
        "left",
        net=pl.col("came") - pl.col("left"),
    )
