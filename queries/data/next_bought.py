"""What customers bought next: after the day on which they first bought a thing, what they bought on their next day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.goods import PAIR, keyed
from queries.data.once import once
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


@once
def followed(data: Data, by: str) -> pl.LazyFrame:
    """Where a customer bought a thing for the first time and bought anything on a later day: `key`, `visit` of that
    later day, `gap` in days; a row a customer and thing."""
    bought = days_bought(data, by)
    visits = bought.group_by("visit").agg(pl.col("customer", "day").first()).sort("visit")
    same = pl.col("customer") == pl.col("customer").shift(-1)
    nexts = visits.with_columns(gap=pl.when(same).then(pl.col("day").shift(-1) - pl.col("day")))
    first = bought.group_by("customer", "key").agg(visit=pl.col("visit").min())
    known = first.join(nexts.select("visit", "gap"), on="visit", how="inner").filter(pl.col("gap").is_not_null())
    return known.select("key", visit=pl.col("visit") + 1, gap="gap")


def nexts(
    starts: pl.DataFrame, bought: pl.DataFrame, minimum: int, top: int, check: Callable[[], None] = never
) -> pl.DataFrame:
    """How often one thing came next after another.

    Args:
        starts: What `followed` gives, or that of some keys.
        bought: What `days_bought` gives.
        minimum: Customers a pair needs.
        top: How many pairs are wanted, those with most customers above what any next day would bring.
        check: Raises when somebody asked to stop.

    Returns:
        `key`, `next` (its key), `customers` (who bought the second on their next day), `n` (who bought anything on a
        later day), `share`, `base` (of all days that are not a customer's first those with the second), `lift`,
        `median_days`; best first.
    """
    later = pl.col("customer") == pl.col("customer").shift(1)
    days = bought.unique("visit", maintain_order=True).filter(later).select("visit")
    after = bought.join(days, on="visit", how="semi").select(basket="visit", key="key")
    base = after.group_by(next="key").agg(base=pl.len() / len(days))
    enough = starts.group_by("key").agg(n=pl.len()).filter(pl.col("n") >= minimum)
    pairs = meetings(starts.select(basket="visit", key="key"), after, minimum, check)
    share = pl.col("customers") / pl.col("n")
    known = (
        pairs.rename({"with": "next", "together": "customers"})
        .join(enough, on="key")
        .join(base, on="next")
        .with_columns(share=share, lift=share / pl.col("base"))
    )
    above = pl.col("n") * (pl.col("share") - pl.col("base"))
    best = known.sort(above, "customers", "key", "next", descending=[True, True, False, False]).head(top)
    return best.join(_median_days(starts, after, best), on=["key", "next"], how="left", maintain_order="left")


def _median_days(starts: pl.DataFrame, after: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The median gap of some pairs: `key`, `next`, `median_days`."""
    wanted = pairs.lazy().select("key", "next")
    ours = starts.lazy().join(wanted.select("key").unique(), on="key", how="semi")
    theirs = after.lazy().join(wanted.select(key="next").unique(), on="key", how="semi")
    met = ours.join(theirs.select(visit="basket", next="key"), on="visit").join(wanted, on=["key", "next"], how="semi")
    return met.group_by("key", "next").agg(median_days=pl.col("gap").median()).collect(engine="streaming")
