"""Channel sets: which channels a customer uses, one alone or several together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.data.once import once
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

NO_CHANNEL, OTHER, OTHER_CHANNELS = mark("no channel"), mark("other sets"), mark("other channels")
MOST_SETS = 20
"""So many sets have a segment of their own; the others are gathered."""
BITS = 63
"""A set is one whole number with a bit a channel; of more channels the rarest share the last bit."""

COLUMNS = (Column("channels", "how many channels the customer has used", Unit.COUNT),)


def notes(data: Data) -> tuple[str, ...]:
    """What counts as used, and that there may be nothing to tell apart."""
    if not data.log.channels:
        return (say("These data say nothing of channels: name the column in a mapping file and open it with --map."),)
    note = say("A channel is used by whoever has an event of any kind in it; events without a channel tell nothing.")
    if len(data.log.channels) <= BITS:
        return (note,)
    return (
        note,
        say(
            "These data have {channels:,} channels: all but the {bits} commonest count as one.",
            channels=len(data.log.channels),
            bits=BITS - 1,
        ),
    )


@segmentation(
    id="channel_set",
    title="Channels used",
    question="Which channels does a customer use?",
    also="omnichannel, multichannel, which channels, 渠道, 全渠道",
    place=70,
    columns=COLUMNS,
    rest=NO_CHANNEL,
    notes=notes,
    needs=(),
    formula="all channels of a customer's events before the analysis date, joined by +; the 20 sets with most "
    "customers each, the others together",
    source="house",
)
def channel_set(data: Data) -> pl.LazyFrame:
    """The set of channels of every customer who used any.

    Args:
        data: The scoped data.

    Returns:
        `customer`, `segment` (channels in the log's order, joined by ` + `), `place` (by size, largest first, of
        equal ones that of the earlier id; gathered sets last), `channels` (how many).
    """
    bits, used = _bits(data), _used(data)
    sizes = used.group_by("set").agg(customers=pl.len(), first=pl.col("customer").min())
    largest = sizes.sort("customers", "first", descending=[True, False]).head(MOST_SETS).with_row_index("place")
    named = largest.join(_names(largest, bits), on="set", how="left").select("set", "segment", "place")
    joined = used.join(named, on="set", how="left", maintain_order="left")
    return joined.select(
        pl.col("customer").set_sorted(),
        pl.col("segment").fill_null(OTHER),
        pl.col("place").fill_null(MOST_SETS).cast(pl.UInt32),
        channels=pl.col("set").bitwise_count_ones(),
    )


@once
def _bits(data: Data) -> pl.LazyFrame:
    """Every channel with its `bit` and the `name` it has in a set; the rarest of very many share one."""
    channels = data.log.channels
    ones = pl.lit(pl.Series([1 << place for place in range(BITS)], dtype=pl.Int64))
    listed = pl.LazyFrame({"name": channels}, schema={"name": pl.String}).with_row_index("place")
    if len(channels) > BITS:
        sizes = _known(data).group_by(place=_code()).agg(events=pl.len())
        ranked = listed.join(sizes, on="place", how="left").sort("events", "place", descending=[True, False])
        listed = ranked.with_row_index("rank").select(
            pl.when(pl.col("rank") < BITS - 1).then("name").otherwise(pl.lit(OTHER_CHANNELS)).alias("name"),
            rank=pl.col("rank").clip(upper_bound=BITS - 1),
            place="place",
        )
    place = pl.col("rank") if len(channels) > BITS else pl.col("place")
    return listed.select("place", "name", bit=ones.gather(place)).sort("place")


def _known(data: Data) -> pl.LazyFrame:
    """The events that have a channel."""
    return data.events.filter(pl.col("channel").is_not_null())


def _code() -> pl.Expr:
    """The place of an event's channel among the log's."""
    return pl.col("channel").to_physical().cast(pl.UInt32)


@once
def _used(data: Data) -> pl.LazyFrame:
    """Per customer with a channel: the `set` of those used, a bit each; sorted by customer."""
    if len(data.log.channels) > BITS:
        placed = _known(data).select("customer", place=_code()).join(_bits(data), on="place", how="left")
    else:
        ones = pl.Series([1 << place for place in range(len(data.log.channels))], dtype=pl.Int64)
        placed = _known(data).select("customer", bit=pl.lit(ones).gather(_code()))
    sets = placed.group_by("customer").agg(set=pl.col("bit").bitwise_or()).sort("customer")
    return sets.with_columns(pl.col("customer").set_sorted())


def _names(sets: pl.LazyFrame, bits: pl.LazyFrame) -> pl.LazyFrame:
    """The channels of each set in words: `set`, `segment`."""
    parts = bits.group_by("bit").agg(pl.col("place").min(), pl.col("name").first())
    last = pl.col("name") == OTHER_CHANNELS
    within = sets.select("set").join(parts, how="cross").filter(pl.col("set") & pl.col("bit") != 0)
    return (
        within.sort("set", last, "place")
        .group_by("set", maintain_order=True)
        .agg(segment=pl.col("name").str.join(" + "))
    )
