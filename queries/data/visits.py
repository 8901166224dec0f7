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
    without an id (an order from another table) belongs to the visit of the one at that time or before it unless the gap
    lies between, and else to none: it is left out.

    Args:
        data: The scoped data.
        gap: Minutes without an event that still belong to a visit.
        names: Optional columns of events beside those of the log.

    Returns:
        The events with `visit`, its number, which only rises; the rows of a customer lie together. They are sorted by
        customer, but for those with two visits at once (two devices), who come last: their visits stand in the order
        of their first events.
    """
    if not data.log.has("session"):
        events = data.events_with(*names) if names else data.events
        return events.with_columns(visit=_begins(gap).cum_sum())
    order = (pl.col("customer"), pl.col("time").min().over("customer", "id"), pl.col("id"))
    if data.keep is stay_lazy:
        rows = _with_ids(data, gap, names).sort(order, maintain_order=True)
    elif (mixed := _mixed(data, gap)).is_empty():
        rows = _with_ids(data, gap, names)
    else:
        is_mixed = pl.lit(pl.int_range(data.log.size, eager=True).is_in(mixed.implode())).gather(pl.col("customer"))
        apart = _with_ids(data, gap, names, is_mixed).sort(order, maintain_order=True)
        rows = pl.concat([_with_ids(data, gap, names, ~is_mixed), apart])
    return rows.with_columns(visit=starts("customer", "id").cum_sum()).drop("id")


def outside_visits(data: Data, gap: int = GAP) -> pl.LazyFrame:
    """How many events of the reported range belong to no visit: `events`, one row; 0 where no session id is mapped."""
    if not data.log.has("session"):
        return pl.LazyFrame({"events": [0]})
    coded = pl.concat([data.events, _ids(data, gap)], how="horizontal")
    return data.within(coded).select(events=(pl.col("id") == NO_ID).sum().cast(pl.Int64))


def _begins(gap: int) -> pl.Expr:
    """Whether an event is a customer's first, or comes after the gap."""
    time = pl.col("time").cast(pl.Int64)
    return starts("customer") | (time - time.shift(1) > gap * MINUTE_MS).fill_null(value=True)


def _id(gap: int) -> pl.Expr:
    """The number of an event's session, its own or that of an event at the same time or before; else `NO_ID`."""
    own, same = pl.col("session"), [pl.col(name) == pl.col(name).shift(-1) for name in ("customer", "time")]
    found = pl.coalesce(own, pl.when(*same).then(own.shift(-1)))
    return pl.when(found.is_not_null()).then(found).when(_begins(gap)).then(NO_ID).forward_fill()


def _with_ids(data: Data, gap: int, names: tuple[str, ...] = (), of: pl.Expr | None = None) -> pl.LazyFrame:
    """The events that belong to a session; of some customers."""
    events = pl.concat([data.events_with(*names) if names else data.events, _ids(data, gap)], how="horizontal")
    return (events if of is None else events.filter(of)).filter(pl.col("id") != NO_ID)


@once
def _ids(data: Data, gap: int) -> pl.LazyFrame:
    """`id`, one an event of the scope: see `_id`."""
    return data.events_with("session").select(id=_id(gap))


@once
def _mixed(data: Data, gap: int) -> pl.Series:
    """The customers of whom any visit is interrupted by another one: its number comes again after a higher one.

    And those who share an id with a customer before them, which is no harm: their visits are only put in order.
    """
    again = _with_ids(data, gap).filter(pl.col("id") < pl.col("id").cum_max())
    return data.keep(again.select(pl.col("customer").cast(pl.Int64).unique())).collect().to_series()
