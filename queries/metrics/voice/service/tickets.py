"""Contacts with how long they took, and whether the first was enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.question.periods import DAY_MS

if TYPE_CHECKING:
    from queries.data.data import Data

AGAIN_DAYS = 7
"""A customer who gets in touch again so soon after a resolution was not helped by it."""
HOUR_MS = 3_600_000


@once
def tickets(data: Data) -> pl.LazyFrame:
    """The contacts of the scope, in log order, with how they went.

    Returns:
        The columns of `TICKETS`, and `reply_hours`, `resolution_hours` (null while it has not happened, and where it is
        told to have happened before the opening), `settled` (resolved so long ago that a further contact would be
        known), `first_contact` (settled, not opened again, and followed by no further contact in that time).
    """
    opened, resolved = pl.col("time"), pl.col("resolved")
    later = opened.shift(-1)
    same = pl.col("customer") == pl.col("customer").shift(-1)
    limit = resolved + pl.duration(milliseconds=AGAIN_DAYS * DAY_MS)
    known = (resolved >= opened).fill_null(value=False)
    settled = known & (limit.dt.date() < data.as_of)
    again = same.fill_null(value=False) & (later <= limit).fill_null(value=False)
    return data.tickets.with_columns(
        reply_hours=_hours(pl.col("replied") - opened),
        resolution_hours=_hours(resolved - opened),
        settled=settled,
        first_contact=settled & ~again & ~pl.col("reopened").fill_null(value=False),
    )


def _hours(length: pl.Expr) -> pl.Expr:
    """A length of time in hours; null where it is negative."""
    hours = length.dt.total_milliseconds() / HOUR_MS
    return pl.when(hours >= 0).then(hours)
