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
        baskets: `basket` and `key` (u32), each pair of them once.
        minimum: Baskets a pair has to share, 1 or more.
        check: Raises when somebody asked to stop.

    Returns:
        `key`, `with`, `together` (u32), `key` below `with`, sorted by both.
    """
    # A pair cannot be more frequent than either of its things; and a basket of one thing has no pair.
    frequent = baskets.filter(pl.len().over("key") >= minimum).filter(pl.len().over("basket") > 1)
    return meetings(frequent, frequent, minimum, check, ordered=True)


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
        ours: `basket` and `key` (u32), each pair of them once.
        theirs: The same.
        minimum: Baskets a pair has to meet in, 1 or more.
        check: Raises when somebody asked to stop.
        ordered: Whether only pairs are kept whose `key` is below `with`.

    Returns:
        `key` (ours), `with` (theirs), `together` (u32), sorted by both; only pairs that meet often enough.
    """
    from scipy.sparse import csr_array

    theirs = theirs.join(ours.select("basket").unique(), on="basket", how="semi")
    baskets = np.unique(theirs["basket"].to_numpy())
    ours = ours.filter(pl.col("basket").is_in(baskets))
    keys, rows = np.unique(ours["key"].to_numpy(), return_inverse=True)
    others, columns = np.unique(theirs["key"].to_numpy(), return_inverse=True)
    if not len(baskets):
        return pl.DataFrame(schema=SCHEMA)
    held = csr_array(_ones(rows, np.searchsorted(baskets, ours["basket"].to_numpy())), shape=(len(keys), len(baskets)))
    holding = csr_array(
        _ones(np.searchsorted(baskets, theirs["basket"].to_numpy()), columns), shape=(len(baskets), len(others))
    )
    sizes = np.bincount(np.searchsorted(baskets, theirs["basket"].to_numpy()), minlength=len(baskets))
    found = []
    for first, last in _blocks(held @ sizes.astype(np.int64)):
        check()
        counts = (held[first:last] @ holding).tocoo()
        often = counts.data >= minimum
        pairs = {
            "key": keys[counts.row[often] + first],
            "with": others[counts.col[often]],
            "together": counts.data[often],
        }
        block = pl.DataFrame(pairs).cast(SCHEMA)  # type: ignore[arg-type]  # a dict of types, which mypy wants wider
        found.append(block.filter(pl.col("key") < pl.col("with")) if ordered else block)
    return pl.concat(found).sort("key", "with")


def _ones(
    rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> tuple[NDArray[np.int32], tuple[NDArray[np.int64], ...]]:
    """Ones at these places, as scipy takes them."""
    return np.ones(len(rows), dtype=np.int32), (rows, columns)


def _blocks(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of things that meet others at most `BLOCK` times together; at least one thing each."""
    upto, first = np.cumsum(sizes), 0
    while first < len(sizes):
        before = int(upto[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(upto, before + BLOCK, side="right")))
        yield first, last
        first = last
