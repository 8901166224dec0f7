"""What customers bought next: after the day on which they first bought a thing, what they bought on their next day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.goods import keyed
from queries.data.once import once
from queries.eventlog.runs import PAIR, starts
from queries.models.pairs import meetings, never

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.data.data import Data


@once
def days_bought(data: Data, by: str) -> pl.LazyFrame:
    """What each customer bought on each day: `customer`, `day`, `visit` (the number of that customer-day among all,
    rising), `key`, once each, sorted by visit and key.

    The whole history up to the analysis date counts: a first purchase before the reported range is one.
    """
    lines = keyed(data.items, by).select("customer", "day", "key")
    # Lines are sorted by customer and time: a new visit begins where either changes.
    visits = lines.with_columns(visit=pl.struct("customer", "day").rle_id())
    packed = visits.select("customer", "day", pair=pl.col("visit").cast(pl.UInt64) * PAIR + pl.col("key")).sort("pair")
    different = packed.filter((pl.col("pair") != pl.col("pair").shift(1)).fill_null(value=True))
    return different.select(
        "customer", "day", visit=(pl.col("pair") // PAIR).cast(pl.UInt32), key=(pl.col("pair") % PAIR).cast(pl.UInt32)
    )


def _visits(data: Data, by: str) -> pl.LazyFrame:
    """The days, one row each: `customer`, `day`, `visit`, in their order."""
    return days_bought(data, by).filter(starts("visit")).select("customer", "day", "visit")


@once
def followed(data: Data, by: str) -> pl.LazyFrame:
    """Where a customer bought a thing for the first time and bought anything on a later day: `key`, `visit` of that
    later day, `gap` in days; a row a customer and thing."""
    same = pl.col("customer") == pl.col("customer").shift(-1)
    gap = pl.when(same).then(pl.col("day").shift(-1) - pl.col("day"))
    coming = _visits(data, by).select("visit", gap=gap).filter(pl.col("gap").is_not_null())
    pair = pl.col("customer").cast(pl.UInt64) * PAIR + pl.col("key")
    first = days_bought(data, by).select("visit", pair=pair).group_by("pair").agg(pl.col("visit").min())
    keyed_first = first.select("visit", key=(pl.col("pair") % PAIR).cast(pl.UInt32))
    return keyed_first.join(coming, on="visit").select("key", visit=pl.col("visit") + 1, gap="gap")


@once
def later(data: Data, by: str) -> pl.LazyFrame:
    """What was bought on days that are not a customer's first: `visit`, `key`."""
    again = _visits(data, by).filter(pl.col("customer") == pl.col("customer").shift(1)).select("visit")
    return days_bought(data, by).select("visit", "key").join(again, on="visit", how="semi")


@once
def usual(data: Data, by: str) -> pl.LazyFrame:
    """How often each thing is bought on such a day, whatever was bought before: `next` (its key), `base`."""
    after = later(data, by)
    return (
        after.group_by(next="key")
        .agg(times=pl.len())
        .join(after.select(every=pl.col("visit").n_unique()), how="cross")
        .select("next", base=pl.col("times") / pl.col("every"))
    )


def nexts(
    begun: pl.DataFrame,
    after: pl.DataFrame,
    base: pl.DataFrame,
    minimum: int,
    check: Callable[[], None] = never,
) -> pl.DataFrame:
    """How often one thing came next after another.

    Args:
        begun: What `followed` gives, or that of some keys.
        after: What `later` gives, or that of the visits of `begun`.
        base: What `usual` gives.
        minimum: Customers a pair needs.
        check: Raises when somebody asked to stop.

    Returns:
        `key`, `next` (its key), `customers` (who bought the second on their next day), `n` (who bought anything on a
        later day), `share`, `base`, `lift`; those with most customers above what any later day would bring first.
    """
    enough = begun.group_by("key").agg(n=pl.len()).filter(pl.col("n") >= minimum)
    pairs = meetings(begun.select("key", basket="visit"), after.select("key", basket="visit"), minimum, check)
    share = pl.col("customers") / pl.col("n")
    known = (
        pairs.rename({"with": "next", "together": "customers"})
        .join(enough, on="key")
        .join(base, on="next")
        .with_columns(share=share, lift=share / pl.col("base"))
    )
    above = pl.col("n") * (pl.col("share") - pl.col("base"))
    return known.sort(above, "customers", "key", "next", descending=[True, True, False, False])


def days_between(begun: pl.DataFrame, after: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The median days until the second came after the first, of some pairs: `key`, `next`, `median_days`."""
    wanted = pairs.lazy().select("key", "next")
    ours = begun.lazy().join(wanted.select("key").unique(), on="key", how="semi")
    theirs = after.lazy().join(wanted.select(key="next").unique(), on="key", how="semi").select("visit", next="key")
    met = ours.join(theirs, on="visit").join(wanted, on=["key", "next"], how="semi")
    return met.group_by("key", "next").agg(median_days=pl.col("gap").median()).collect(engine="streaming")
