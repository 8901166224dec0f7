"""What customers bought next: after the day on which they first bought a thing, what they bought on their next day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.goods import keyed
from queries.data.once import once
from queries.eventlog.runs import PAIR, ends, starts
from queries.models.pairs import meetings, never

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.data.data import Data

NO_LATER = -1
"""The gap of a customer's last day, after which there is none."""


@once
def days_bought(data: Data, by: str) -> pl.LazyFrame:
    """What each customer bought on each day: `customer`, `day`, `visit` (the number of that customer-day among all,
    rising), `key`, once each, sorted by visit and key.

    The whole history up to the analysis date counts: a first purchase before the reported range is one.
    """
    lines = keyed(data.items, by).select("customer", "day", "key")
    # Lines are sorted by customer and time: a new visit begins where either changes.
    visits = lines.with_columns(visit=starts("customer", "day").cum_sum().cast(pl.UInt64) - 1)
    packed = visits.select("customer", "day", pair=pl.col("visit") * PAIR + pl.col("key")).sort("pair")
    return packed.filter(starts("pair")).select(
        "customer",
        "day",
        visit=(pl.col("pair") // PAIR).cast(pl.UInt32).set_sorted(),
        key=(pl.col("pair") % PAIR).cast(pl.UInt32),
    )


@once
def followed(data: Data, by: str) -> pl.LazyFrame:
    """Where a customer bought a thing for the first time and bought anything on a later day: `key`, `visit` of that
    later day, `gap` in days; a row a customer and thing, sorted by visit."""
    same = pl.col("customer") == pl.col("customer").shift(-1)
    gap = pl.when(same).then(pl.col("day").shift(-1) - pl.col("day")).fill_null(NO_LATER)
    timed = days_bought(data, by).with_columns(gap=pl.when(ends("visit")).then(gap).backward_fill())
    first = (pl.col("customer").cast(pl.UInt64) * PAIR + pl.col("key")).is_first_distinct()
    begun = timed.filter(first, pl.col("gap") != NO_LATER)
    return begun.select("key", (pl.col("visit") + 1).set_sorted(), "gap")


@once
def later(data: Data, by: str) -> pl.LazyFrame:
    """What was bought on days that are not a customer's first: `visit`, `key`; sorted by both."""
    first = pl.when(starts("customer")).then("visit").forward_fill()
    return days_bought(data, by).filter(pl.col("visit") != first).select(pl.col("visit").set_sorted(), "key")


@once
def usual(data: Data, by: str) -> pl.LazyFrame:
    """How often each thing is bought on such a day, whatever was bought before: `next` (its key), `base`."""
    after = later(data, by)
    return (
        after.group_by(next="key")
        .agg(times=pl.len())
        .join(after.select(every=starts("visit").sum()), how="cross")
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
        later day), `share`, `base`, `lift`, `median_days` until that day; those with most customers above what any
        later day would bring first.
    """
    enough = begun.group_by("key").agg(n=pl.len()).filter(pl.col("n") >= minimum)
    ours, theirs = (frame.rename({"visit": "basket"}) for frame in (begun, after))
    pairs = meetings(ours, theirs, minimum, check, also={"median_days": pl.col("gap").median()})
    share = pl.col("customers") / pl.col("n")
    known = (
        pairs.rename({"with": "next", "together": "customers"})
        .join(enough, on="key")
        .join(base, on="next")
        .with_columns(share=share, lift=share / pl.col("base"))
    )
    above = pl.col("n") * (pl.col("share") - pl.col("base"))
    return known.sort(above, "customers", "key", "next", descending=[True, True, False, False])
