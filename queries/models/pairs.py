"""How often one thing meets another, in one basket or in a basket and the next: exact, and in bounds of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from queries.eventlog.runs import PAIR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

BLOCK = 10_000_000
"""So many meetings of two things are counted at once, which takes a few hundred megabytes at most."""


def never() -> None:
    """A `check` of somebody who never asks to stop."""


def together(baskets: pl.DataFrame, minimum: int, check: Callable[[], None] = never) -> pl.DataFrame:
    """Every pair of different things that share at least so many baskets.

    Args:
        baskets: `basket` and `key` (u32), each pair of them once, sorted by basket.
        minimum: Baskets a pair has to share, 1 or more.
        check: Raises when somebody asked to stop.

    Returns:
        `key`, `with`, `together` (u32), `key` below `with`, sorted by both.
    """
    # A basket of one thing has no pair.
    frequent, basket = _frequent(baskets, minimum), pl.col("basket")
    shared = frequent.filter((basket == basket.shift(1)).fill_null(value=False) | (basket == basket.shift(-1)))
    return meetings(shared, shared, minimum, check, ordered=True)


def meetings(
    ours: pl.DataFrame,
    theirs: pl.DataFrame,
    minimum: int,
    check: Callable[[], None] = never,
    *,
    ordered: bool = False,
    also: Mapping[str, pl.Expr] | None = None,
) -> pl.DataFrame:
    """How many baskets hold a thing of ours and one of theirs.

    It is worked out for some things at a time, and of each block only what is frequent is kept: ten thousand things
    make a hundred million pairs, most rare.

    Args:
        ours: `basket` and `key` (u32), each pair of them once; both are numbered from 0 on, with few gaps.
        theirs: The same.
        minimum: Baskets a pair has to meet in, 1 or more.
        check: Raises when somebody asked to stop.
        ordered: Whether only pairs are kept whose `key` is below `with`.
        also: Name → what else is told of a pair, an aggregation over other columns of `ours` in its baskets.

    Returns:
        `key` (ours), `with` (theirs), `together` (u32) and `also`, sorted by the first two; only pairs that meet often
        enough.
    """
    # Joins of what is known to be sorted need no hashing; sorting what is known to be sorted costs nothing.
    ours, theirs = (_frequent(frame, minimum).sort("basket") for frame in (ours, theirs))
    held = theirs.lazy().select("basket", pl.col("key").alias("with"))
    found = []
    for first, last in _blocks(_meetings_of_each(ours, theirs)):
        check()
        some = ours.lazy().filter(pl.col("key").is_between(first, last, closed="left"))
        met = some.join(held, on="basket")
        met = met.filter(pl.col("key") < pl.col("with")) if ordered else met
        counted = met.group_by(pair=pl.col("key").cast(pl.UInt64) * PAIR + pl.col("with")).agg(
            together=pl.len().cast(pl.UInt32), **(also or {})
        )
        kept = counted.filter(pl.col("together") >= minimum).sort("pair")
        key, with_ = (pl.col("pair") // PAIR).cast(pl.UInt32), (pl.col("pair") % PAIR).cast(pl.UInt32)
        told = kept.select(key.alias("key"), with_.alias("with"), pl.all().exclude("pair"))
        found.append(told.collect(engine="streaming"))
    return pl.concat(found)


def _frequent(baskets: pl.DataFrame, minimum: int) -> pl.DataFrame:
    """The rows of things in so many baskets: a pair cannot be more frequent than either of its things."""
    rare = np.bincount(baskets["key"].to_numpy()) < minimum
    return baskets.filter(pl.lit(pl.Series(~rare)).gather(pl.col("key"))) if rare.any() else baskets


def _meetings_of_each(ours: pl.DataFrame, theirs: pl.DataFrame) -> NDArray[np.int64]:
    """How often each of our things meets any of theirs, by its number."""
    baskets = ours["basket"].to_numpy()
    held = np.bincount(theirs["basket"].to_numpy(), minlength=int(baskets.max(initial=0)) + 1)
    return np.bincount(ours["key"].to_numpy(), weights=held[baskets]).astype(np.int64)


def _blocks(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of things that meet others at most `BLOCK` times together; at least one thing each, at least one range."""
    upto, first = np.cumsum(sizes), 0
    while first == 0 or first < len(sizes):
        before = int(upto[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(upto, before + BLOCK, side="right")))
        yield first, last
        first = last
