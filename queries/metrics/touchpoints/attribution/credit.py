"""Which share of a purchase each touch before it has earned, by every model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.eventlog.nearest import beside_nearest
from queries.metrics.touchpoints.attribution.touches import is_direct, touches

if TYPE_CHECKING:
    from queries.data.data import Data

MODELS = ("first", "last", "linear", "decay", "position")
HALF_LIFE = 7
"""Days before the purchase by which a touch counts half as much."""
ENDS, MIDDLE = 0.4, 0.2
"""What the first and the last touch earn each by position, and all between them together."""
DAY_MS = 86_400_000


@once
def bought(data: Data, by: str, event: str, lookback: int) -> pl.LazyFrame:
    """Every order of the range with the touches before it: `purchase`, `customer`, `time`, `amount`, `begin`, `n`.

    `begin` is the number of the first touch of its look-back, `n` how many there are. A touch at the same instant
    came before it, since files tell many times to the day only.
    """
    every = touches(data, by, event)
    orders = data.within(data.purchases).select("customer", "time", pl.col("amount").fill_null(0))
    orders = orders.with_row_index("purchase").with_columns(since=pl.col("time") - pl.duration(days=lookback))
    ended = beside_nearest(orders, every.select("customer", "time", end="touch"), ("end",), strategy="backward")
    both = beside_nearest(ended, every, ("touch",), strategy="forward", at="since")
    n = (pl.col("end").cast(pl.Int64) - pl.col("touch").cast(pl.Int64) + 1).clip(lower_bound=0).fill_null(0)
    return both.select("purchase", "customer", "time", "amount", begin="touch", n=n)


def credits_of(data: Data, by: str, event: str, lookback: int, *, skip_direct: bool) -> pl.LazyFrame:
    """A row a purchase and touch before it: `customer`, `value`, `amount` and the share each of `MODELS` gives it.

    The shares of one purchase add up to 1 in every model.
    """
    orders = bought(data, by, event, lookback).filter(pl.col("n") > 0)
    begin, n = pl.col("begin").cast(pl.Int64), pl.col("n")
    pairs = orders.with_columns(touch=pl.int_ranges(begin, begin + n)).explode("touch")
    told = touches(data, by, event).select(pl.col("touch").cast(pl.Int64), "value", moment="time")
    placed = pairs.join(told, on="touch", how="left", maintain_order="left").with_columns(
        place=pl.col("touch") - begin,
        weight=2.0 ** (-(pl.col("time") - pl.col("moment")).dt.total_milliseconds() / DAY_MS / HALF_LIFE),
        counts=~is_direct() if skip_direct else pl.lit(value=True),
    )
    # Of direct touches alone the last counts after all.
    ranked = placed.with_columns(rank=pl.when("counts").then(pl.col("place")).otherwise(pl.col("place") - n))
    whole = ranked.group_by("purchase").agg(weights=pl.col("weight").sum(), top=pl.col("rank").max())
    is_first, is_last = pl.col("place") == 0, pl.col("place") == n - 1
    at_ends = pl.when(n == 1).then(1.0).when(n == 2).then(0.5).when(is_first | is_last).then(ENDS)
    return ranked.join(whole, on="purchase", how="left", maintain_order="left").select(
        "customer",
        "value",
        "amount",
        first=is_first.cast(pl.Float64),
        last=(pl.col("rank") == pl.col("top")).cast(pl.Float64),
        linear=1 / n,
        decay=pl.col("weight") / pl.col("weights"),
        position=at_ends.otherwise(MIDDLE / (n - 2)),
    )
