"""Touches: in every visit, the first event of each channel (or campaign) that is no purchase itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.dimensions.named import events_named
from queries.eventlog.conditions import one_of
from queries.eventlog.runs import starts

if TYPE_CHECKING:
    from queries.data.data import Data

GAP_MINUTES = 30
"""A visit ends when a customer does nothing for longer."""
SITTING = ("customer", "sitting", "value")
DIRECT = frozenset(["direct", "(direct)", "none", "(none)", "直接访问", "直接", "direkt", "directo", "direto"])
"""What visits are called that nothing led to, without regard to case."""


@once
def touches(data: Data, by: str, event: str) -> pl.LazyFrame:
    """Every touch of the scope's customers: `customer`, `time`, `value`, `touch` (its number), in log order.

    Args:
        data: The scoped data.
        by: `channel`, or an optional column of events (`campaign`); events without one are no touch.
        event: A kind of event, a role, or `any`: every kind but orders and refunds.
    """
    own = ["session"] if data.log.has("session") else []
    columns = [*own, *([] if by == "channel" else [by])]
    events = data.events_with(*columns) if columns else data.events
    placed = events.select("customer", "time", "event", value=by, sitting=_sitting(bool(own)))
    kinds = events_named(data, event).kinds
    money = one_of("event", data.log.kinds_of("purchase", "refund"))
    wanted = ~money if kinds is None else one_of("event", kinds)
    told = placed.filter(wanted, pl.col("value").is_not_null()).select("time", *SITTING)
    # Most repeat the row above: telling these apart by hashing is left to the few that may come again later.
    changing = told.filter(starts(*SITTING))
    each = changing.unique(SITTING, keep="first", maintain_order=True)
    return each.select("customer", "time", "value").with_row_index("touch")


def _sitting(has_ids: bool) -> pl.Expr:
    """The number of a visit: the session's where the files name it, else it ends with a gap of half an hour."""
    pause = pl.col("time") - pl.col("time").shift(1) > pl.duration(minutes=GAP_MINUTES)
    by_gap = (starts("customer") | pause.fill_null(value=False)).cum_sum().cast(pl.Int64)
    if not has_ids:
        return by_gap
    # Numbers below zero are those of the files, so that neither is taken for the other.
    return pl.when(pl.col("session").is_null()).then(by_gap).otherwise(-1 - pl.col("session").cast(pl.Int64))


def is_direct() -> pl.Expr:
    """Whether nothing is known to have led to a touch."""
    return pl.col("value").cast(pl.String).str.to_lowercase().is_in(DIRECT)
