"""Orders and refunds by themselves: the part of the log that most questions of value and of buyers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.conditions import one_of

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog

TRANSACTIONS = ("purchase", "refund")
"""The roles of events whose amounts are revenue."""

MOST = 0.5
"""So large a share of the events they are at most: passing over the others takes as long as reading all of them."""


def transactions_of(log: EventLog) -> pl.LazyFrame | None:
    """The orders and refunds of a log, in its order; None where they are most of its events, or there are none."""
    kinds = log.kinds_of(*TRANSACTIONS)
    if not kinds or len(kinds) == len(log.kinds):
        return None
    chosen = one_of("event", kinds)
    rows = log.events.select(chosen.sum()).collect().item()
    if rows > MOST * log.rows:
        return None
    return log.events.filter(chosen).collect().with_columns(pl.col("customer").set_sorted()).lazy()
