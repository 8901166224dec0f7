"""How everything is drawn: a stream of random numbers a subject, and what all subjects share."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sample_data.almanac import Almanac
    from sample_data.arrays import Codes, Floats, Ints, Rows


def stream(seed: int, subject: str) -> np.random.Generator:
    """The random numbers of one subject.

    Each subject has its own, so that switching an effect off does not change what else is drawn.
    """
    return np.random.default_rng([seed, crc32(subject.encode())])


def pick(rng: np.random.Generator, weights: Sequence[float], size: int) -> Codes:
    """Positions 0 … len(weights) − 1, drawn in proportion to the weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], rng.random(size), side="right").astype(np.uint8)


def pick_by(rng: np.random.Generator, weights: npt.ArrayLike, group: Codes) -> Codes:
    """As `pick`, with one row of weights a group and the group of each draw given."""
    table = np.cumsum(np.asarray(weights, dtype=np.float64), axis=1)
    table /= table[:, -1:]
    luck = rng.random(len(group))
    chosen = np.zeros(len(group), dtype=np.uint8)
    # One comparison a label is far cheaper than one gathered row of weights a draw.
    for label in range(table.shape[1] - 1):
        chosen += luck >= table[group, label]
    return chosen


def labelled(codes: Codes, labels: Sequence[str]) -> pl.Series:
    """The labels at these positions, as a column that keeps one byte a row."""
    return pl.Series(codes).cat.to(pl.Enum(labels))


def spread(counts: Ints) -> Rows:
    """Each position repeated as often as its count says."""
    return np.repeat(np.arange(len(counts), dtype=np.uint32), counts)


def happenings(
    rng: np.random.Generator, almanac: Almanac, start: Floats, end: Floats, per_week: Floats
) -> tuple[Rows, Floats]:
    """Events of a Poisson process a customer, from `start` to `end`, in the almanac's busy and quiet times.

    In the almanac's own time the process is homogeneous: events are uniform there, and their number
    depends on the length there alone. That is exact for any almanac and needs no rejected draws.

    Returns:
        Whose each event is, and when, in days; grouped by customer, unsorted within.
    """
    begin = almanac.elapsed(start)
    span = np.maximum(almanac.elapsed(end) - begin, 0.0)
    owner = spread(rng.poisson(per_week / 7 * span))
    return owner, almanac.moment(begin[owner] + rng.random(len(owner)) * span[owner])
