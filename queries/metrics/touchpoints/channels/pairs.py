"""Any two channels: how many customers use both, against chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit

if TYPE_CHECKING:
    from queries.data.data import Data

PAIRS = (
    Column("channel", "the one channel", Unit.TEXT, key=True),
    Column("with", "the other", Unit.TEXT, key=True),
    Column("customers", "customers with an event in both", Unit.COUNT),
    Column("of_channel", "customers with an event in the one", Unit.COUNT),
    Column("of_with", "customers with an event in the other", Unit.COUNT),
    Column(
        "index",
        "100 is what chance would bring together; 200 twice as many",
        Unit.NUMBER,
        numerator="100 × customers × all customers with an event",
        denominator="of_channel × of_with",
    ),
)
MOST = 62
"""Pairs are told of so many channels: a customer's channels are one whole number, a bit each."""


def bits_of(data: Data) -> pl.Series:
    """By the place of a channel: its bit; none for what is no channel, and beyond the first `MOST`."""
    places = range(len(data.log.channels))
    return pl.Series([*(1 << place if place < MOST else 0 for place in places), 0], dtype=pl.Int64)


def pairs(data: Data, used: pl.LazyFrame) -> pl.LazyFrame:
    """Every two channels that a customer uses both of, most customers first.

    Args:
        data: The scoped data.
        used: A row a customer, with the bits of the customer's channels as `set`.
    """
    names = pl.Series(list(data.log.channels[:MOST]), dtype=pl.String)
    listed = pl.LazyFrame({"name": names}).with_row_index("place")
    channels = listed.with_columns(bit=pl.lit(bits_of(data)).gather("place"))
    sets = used.group_by("set").agg(n=pl.len().cast(pl.Int64))
    held = sets.join(channels, how="cross").filter(pl.col("set") & pl.col("bit") != 0)
    sizes = held.group_by("place").agg(size=pl.col("n").sum())
    both = held.join(held, on="set", suffix="_with").filter(pl.col("place") < pl.col("place_with"))
    counted = both.group_by("place", "place_with", "name", "name_with").agg(customers=pl.col("n").sum())
    sized = counted.join(sizes, on="place").join(sizes, left_on="place_with", right_on="place", suffix="_with")
    whole = sized.join(used.select(whole=pl.len()), how="cross")
    chance = pl.col("size").cast(pl.Float64) * pl.col("size_with") / pl.col("whole")
    ordered = whole.sort("customers", "place", "place_with", descending=[True, False, False])
    return ordered.select(
        pl.col("name").alias("channel"),
        pl.col("name_with").alias("with"),
        "customers",
        pl.col("size").alias("of_channel"),
        pl.col("size_with").alias("of_with"),
        index=100 * pl.col("customers") / chance,
    )
