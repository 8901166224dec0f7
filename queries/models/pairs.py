"""How often one thing meets another, in one basket or in a basket and the next: exact, and in bounds of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

BLOCK = 20_000_000
"""So many meetings of two things are counted at once, which takes a few hundred megabytes at most."""

SCHEMA = {"key": pl.UInt32, "with": pl.UInt32, "together": pl.UInt32}


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
    # A pair cannot be more frequent than either of its things; and a basket of one thing has no pair.
    counts = np.bincount(baskets["key"].to_numpy()) if len(baskets) else np.empty(0)
    frequent = baskets.filter(pl.lit(pl.Series(counts >= minimum)).gather(pl.col("key")))
    basket = pl.col("basket")
    shared = frequent.filter((basket == basket.shift(1)).fill_null(value=False) | (basket == basket.shift(-1)))
    return meetings(shared, shared, minimum, check, ordered=True)


def meetings(
    ours: pl.DataFrame,
    theirs: pl.DataFrame,
    minimum: int,
    check: Callable[[], None] = never,
    *,
    ordered: bool = False,
) -> pl.DataFrame:
    """How many baskets hold a thing of ours and one of theirs.

    Our things × baskets times baskets × their things is the matrix of counts. It is worked out for some things at a
    time, and of each block only what is frequent is kept: ten thousand things make a hundred million pairs, most rare.

    Args:
        ours: `basket` and `key` (u32), each pair of them once; both are numbered from 0 on, with few gaps.
        theirs: The same.
        minimum: Baskets a pair has to meet in, 1 or more.
        check: Raises when somebody asked to stop.
        ordered: Whether only pairs are kept whose `key` is below `with`.

    Returns:
        `key` (ours), `with` (theirs), `together` (u32), sorted by both; only pairs that meet often enough.
    """
    from scipy.sparse import csr_array

    if ours.is_empty() or theirs.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    last_basket, last_key, last_with = (
        int(max(frame[name].max() for frame in frames))  # type: ignore[type-var, arg-type]  # neither is empty
        for name, frames in (("basket", (ours, theirs)), ("key", (ours,)), ("key", (theirs,)))
    )
    held, holding = (
        csr_array((np.ones(len(frame), dtype=np.int32), (frame[row].to_numpy(), frame[column].to_numpy())), shape=shape)
        for frame, row, column, shape in (
            (ours, "key", "basket", (last_key + 1, last_basket + 1)),
            (theirs, "basket", "key", (last_basket + 1, last_with + 1)),
        )
    )
    found = []
    for first, last in _blocks(held @ np.diff(holding.indptr).astype(np.int64)):
        check()
        counts = (held[first:last] @ holding).tocoo()
        keys, others, often = counts.row + first, counts.col, counts.data >= minimum
        kept = often & (keys < others) if ordered else often
        found.append(pl.DataFrame({"key": keys[kept], "with": others[kept], "together": counts.data[kept]}))
    return pl.concat(found).cast(SCHEMA).sort("key", "with")  # type: ignore[arg-type]  # mypy wants the dict wider


def _blocks(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of things that meet others at most `BLOCK` times together; at least one thing each."""
    upto, first = np.cumsum(sizes), 0
    while first < len(sizes):
        before = int(upto[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(upto, before + BLOCK, side="right")))
        yield first, last
        first = last
