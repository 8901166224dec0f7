"""The user's own segments: in the order of the mapping file, the first that holds for a customer is the customer's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import HISTORY, Column, Conclusion, Unit
from queries.customers.names import names_of
from queries.customers.where import with_values
from queries.data.once import once
from queries.formats.plurals import many
from queries.rules.checking import spelled
from queries.rules.evaluation import expression
from queries.rules.parsing import parse
from queries.rules.tree import leaves
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data
    from queries.mapping.model import OwnSegment

REST = mark("none of these")

COLUMNS = (Column("matches", "how many of the segments hold for the customer; the first is taken", Unit.COUNT),)

THRESHOLDS = (
    Column("segment", "the segment, in the order of the mapping file", Unit.TEXT, key=True),
    Column("rule", "its rule, or the file that lists its customers", Unit.TEXT),
    Column("action", "what to do about it", Unit.TEXT),
    Column("matching", "customers for whom it holds", Unit.COUNT),
    Column("taken", "those of them who are in an earlier segment", Unit.COUNT),
    Column("shared", "customers in it for whom a later segment holds as well", Unit.COUNT),
)


def in_force(data: Data) -> pl.LazyFrame:
    """Every own segment with its rule, and how many customers it holds for, among everyone."""
    segments = data.log.mapping.segments
    about = {
        "segment": [segment.name for segment in segments],
        "rule": [
            " ".join((segment.rule or say("listed in {file}", file=Path(segment.customers or "").name)).split())
            for segment in segments
        ],
        "action": [segment.action for segment in segments],
    }
    flags = _held(data)
    sums_of = {
        "matching": [pl.col(_flag(place)).sum() for place in range(len(segments))],
        "taken": [(pl.col(_flag(place)) & (pl.col("place") < place)).sum() for place in range(len(segments))],
        "shared": [((pl.col("place") == place) & (pl.col("matches") > 1)).sum() for place in range(len(segments))],
    }
    numbers = flags.select(pl.concat_list(sums).alias(name) for name, sums in sums_of.items())
    listed = pl.LazyFrame(about, schema=dict.fromkeys(about, pl.String))
    return pl.concat([listed, numbers.explode(*sums_of)], how="horizontal")


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """How many customers more than one segment holds for, and which segments have nobody."""
    table, sentences = tables["thresholds"], []
    both = int(table["shared"].sum())
    if both:
        belong = many(both, "customer belongs", "customers belong")
        sentences.append(
            say("{belong} to more than one segment; the first in the mapping file's order counts.", belong=belong)
        )
    for reason, nobody in (
        (say("These hold for nobody"), pl.col("matching") == 0),
        (
            say("Everyone in these is in an earlier segment"),
            (pl.col("matching") > 0) & (pl.col("matching") == pl.col("taken")),
        ),
    ):
        if names := table.filter(nobody)["segment"].to_list():
            sentences.append(f"{reason}: {', '.join(names)}.")
    return Conclusion(notes=tuple(sentences))


@segmentation(
    id="rules",
    title="Own segments",
    question="Who is in the segments you defined yourself?",
    also="own segments, custom, conditions, 自定义分群, 规则",
    place=80,
    columns=COLUMNS,
    rest=REST,
    thresholds=in_force,
    threshold_columns=THRESHOLDS,
    conclude=conclude,
    needs=("own segments",),
    without=(HISTORY,),
    formula="the first of the mapping file's [[segments]] whose rule holds, or whose list names the customer. Rules "
    "compare customer attributes and per-customer figures as of the analysis date with numbers, 'text', '2024-03-31', "
    "yes and no: = != < <= > >=, in ('a', 'b'), between 1 and 5, is missing, joined by and, or, not and (). Text is "
    "compared without regard to case; what is missing equals nothing and is neither below nor above anything",
    source="house",
)
def rules(data: Data) -> pl.LazyFrame:
    """The first own segment that holds for each customer.

    Args:
        data: The scoped data.

    Returns:
        `customer`, `segment`, `place` (that of the segment in the file), `matches`; sorted by customer, without the
        customers for whom none holds. A missing value equals nothing and is neither below nor above anything.
    """
    names = pl.Series("segment", [segment.name for segment in data.log.mapping.segments], dtype=pl.String)
    matching = _held(data).filter(pl.col("matches") > 0)
    return matching.select(
        pl.col("customer").set_sorted(), pl.lit(names).gather(pl.col("place")).alias("segment"), "place", "matches"
    )


@once
def _held(data: Data) -> pl.LazyFrame:
    """Every customer, sorted: a flag an own segment, `matches` (how many hold), `place` (of the first; else null)."""
    segments, names = data.log.mapping.segments, names_of(data.log)
    trees = {segment.name: spelled(parse(segment.rule), names) for segment in segments if segment.rule is not None}
    wanted = dict.fromkeys(leaf.name.text for tree in trees.values() for leaf in leaves(tree))
    frame = with_values(data, wanted)
    types = frame.collect_schema()
    for place, segment in enumerate(segments):
        if segment.name not in trees:
            frame = _listed(data, frame, segment, _flag(place))
    flags = {
        _flag(place): expression(trees[segment.name], types) if segment.name in trees else pl.col(_flag(place))
        for place, segment in enumerate(segments)
    }
    flagged = frame.select("customer", **flags)
    first = [pl.when(pl.col(name)).then(pl.lit(place, dtype=pl.UInt32)) for place, name in enumerate(flags)]
    matches = pl.sum_horizontal(pl.col(*flags).cast(pl.UInt32)).cast(pl.UInt32)
    return flagged.with_columns(place=pl.coalesce(first), matches=matches)


def _flag(place: int) -> str:
    """The column that says whether a segment holds; no attribute is called so."""
    return f"own segment {place}"


def _listed(data: Data, frame: pl.LazyFrame, segment: OwnSegment, flag: str) -> pl.LazyFrame:
    """The frame with a flag for the customers on a segment's list."""
    listed = next(
        (entry.customers for entry in data.log.lists if entry.name == segment.name), pl.Series(dtype=pl.UInt32)
    )
    codes = pl.LazyFrame({"customer": listed}).with_columns(pl.col("customer").set_sorted(), pl.lit(True).alias(flag))
    joined = frame.join(codes, on="customer", how="left", maintain_order="left")
    return joined.with_columns(pl.col(flag).fill_null(value=False))
