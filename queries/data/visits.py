"""Visits (sessions): runs of neighbouring events on the sorted log, by a mapped session id or by a gap in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.events import stay_lazy
from queries.data.once import once
from queries.eventlog.runs import starts

if TYPE_CHECKING:
    from queries.data.data import Data

GAP = 30
"""Minutes without an event after which a visit is over, where nobody says otherwise."""
MINUTE_MS = 60_000
NO_ID = -1


def visits(data: Data, gap: int = GAP, names: tuple[str, ...] = ()) -> pl.LazyFrame:
    """The scope's events before the analysis date in visits: the rows of one are neighbours, in the order of time.

    A visit ends after a gap of more than so many minutes, and nowhere else: not at midnight, not after some time of
    activity. Where a session id is mapped, rows of one customer and id are one visit whatever lies between; an event
    without an id (an order from another table) belongs to the visit of the event before it unless the gap lies
    between, and else to none: it is left out.

    Args:
        data: The scoped data.
        gap: Minutes without an event that still belong to a visit.
        names: Optional columns of events beside those of the log.

    Returns:
        The events with `visit`, its number; sorted by customer, then by visit, then by time. Visits follow each other
        in the order of their first events.
    """
    if not data.log.has("session"):
        events = data.events_with(*names) if names else data.events
        return events.with_columns(visit=_begins(gap).cum_sum())
    with_ids = _with_ids(data, gap, names)
    if data.keep is stay_lazy or _mixed(data, gap):
        # Two visits at once (two devices): their rows are put apart.
        began = pl.col("time").min().over("customer", "id")
        with_ids = with_ids.sort(pl.col("customer"), began, pl.col("id"), maintain_order=True)
    return with_ids.with_columns(pl.col("customer").set_sorted(), visit=starts("customer", "id").cum_sum()).drop("id")


def outside_visits(data: Data, gap: int = GAP) -> pl.LazyFrame:
    """How many events of the reported range belong to no visit: `events`, one row; 0 where no session id is mapped."""
    if not data.log.has("session"):
        return pl.LazyFrame({"events": [0]})
    return data.within(_coded(data, gap)).select(events=(pl.col("id") == NO_ID).sum().cast(pl.Int64))


def _begins(gap: int) -> pl.Expr:
    """Whether an event is a customer's first, or comes after the gap."""
    time = pl.col("time").cast(pl.Int64)
    return starts("customer") | (time - time.shift(1) > gap * MINUTE_MS).fill_null(value=True)


def _coded(data: Data, gap: int, names: tuple[str, ...] = ()) -> pl.LazyFrame:
    """The events with `id`: the code of their session, their own or that of the event before; else `NO_ID`."""
    own = pl.col("session").to_physical().cast(pl.Int64)
    ids = pl.when(own.is_not_null()).then(own).when(_begins(gap)).then(NO_ID).forward_fill()
    events = data.events_with("session", *(name for name in names if name != "session"))
    return events.with_columns(id=ids)


def _with_ids(data: Data, gap: int, names: tuple[str, ...] = ()) -> pl.LazyFrame:
    """The events that belong to a session."""
    coded = _coded(data, gap, names).filter(pl.col("id") != NO_ID)
    return coded if "session" in names else coded.drop("session")


@once
def _mixed(data: Data, gap: int) -> bool:
    """Whether any session is interrupted by another one of the same customer."""
    runs = _with_ids(data, gap).filter(starts("customer", "id"))
    key = pl.col("customer").cast(pl.UInt64) * 2**32 + pl.col("id").cast(pl.UInt64)
    return bool(data.keep(runs.select(key.n_unique() < pl.len())).collect().item())
