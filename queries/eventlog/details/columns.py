"""Optional columns of events, read from the files and laid beside the log row by row.

The log keeps no number of the row in the file that an event came from, so that it is found again by what the
log holds of it: customer, time, kind, channel, amount. Events that are alike in all of these are told apart by
all their optional columns together, so that columns read at different times belong to the same events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.errors import QuestionError
from queries.eventlog.details.fetch import fetched
from queries.eventlog.details.optional import alias_of, mapped_columns, read_as, typed
from queries.eventlog.details.rows import kept_rows
from queries.eventlog.fetching import apart, enum, worth
from queries.eventlog.runs import ends, starts
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.eventlog.details.rows import Asked
    from queries.eventlog.reading import Reading

INSTANT = ("customer", "time")
ALIKE = ("event", "channel", "amount")
NO_CHANNEL = "none"
"""A name for the type of channels where no row has one."""


def read_columns(asked: Asked, names: Sequence[str]) -> pl.DataFrame:
    """Some optional columns, a row an event of the log, in its order.

    Raises:
        QuestionError: The rows of the files are not those of the log.
    """
    every = mapped_columns(asked.readings)
    aliases = ", ".join(map(alias_of, every))
    wanted = ", ".join(map(alias_of, names))
    rows = " UNION ALL ".join(_rows(asked, reading, every) for reading in asked.readings)
    # Names as numbers take less memory to sort.
    kind = f"kind::{enum(list(asked.log.kinds))} AS kind"
    channel = f"channel::{enum(list(asked.log.channels) or [NO_CHANNEL])} AS channel"
    table = fetched(
        asked,
        f"SELECT c.code AS customer, time, {kind}, {channel}, amount, hash({aliases}) AS alike, {wanted} "
        f"FROM ({rows}) r JOIN customer_codes c ON r.customer = c.id ORDER BY c.code, time",
    )
    places = _places_beside(asked.log.events.select(*INSTANT, *ALIKE).collect(), table)
    table = table.select(map(alias_of, names))  # of millions of rows what is not wanted goes before more is made
    return pl.DataFrame([typed(table[alias_of(name)].gather(places), name) for name in names])


def _rows(asked: Asked, reading: Reading, names: Sequence[str]) -> str:
    """The rows of a table that are in the log, with optional columns; of an order's rows each column's earliest."""
    read = {alias_of(name): read_as(reading, name) for name in names}
    rows, aliases = kept_rows(asked, reading, read), ", ".join(read)
    single = f"SELECT customer, time, kind, channel, amount, {aliases} FROM"
    if reading.counted:
        return f"{single} ({apart(rows)})"
    if not reading.grouped:
        return f"{single} ({rows})"
    earliest = ", ".join(
        f"first({alias} ORDER BY rows.time, {alias}) FILTER ({alias} IS NOT NULL) AS {alias}" for alias in read
    )
    return (
        f"SELECT * FROM (WITH rows AS ({rows}) {single} ("
        "SELECT customer, min(rows.time) AS time, kind, min(channel) AS channel, "
        f"{worth(once=reading.once)} AS amount, {earliest} "
        "FROM rows WHERE order_id IS NOT NULL GROUP BY customer, order_id, kind) "
        f"UNION ALL {single} rows WHERE order_id IS NULL)"
    )


def _places_beside(events: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """The row of each event, as its number.

    Args:
        events: Every event of the log, in its order.
        rows: A row an event, sorted by customer and time, with `alike` for those that are equal otherwise.

    Raises:
        QuestionError: They are not the same events.
    """
    if len(events) == len(rows):
        ours, theirs = _places(events, *ALIKE), _places(rows, *ALIKE, "alike")
        if all(events[name].gather(ours).equals(rows[name].gather(theirs)) for name in (*INSTANT, *ALIKE)):
            # Place i of the common order is row `ours[i]` of the log.
            return theirs.gather(ours.arg_sort())
    raise QuestionError(
        say("The files hold other rows than the log that was read from them."), say("Read them again (r).")
    )


def _places(frame: pl.DataFrame, *by: str) -> pl.Series:
    """The rows' numbers in the order of customer, time and `by`, of a frame that is sorted by customer and time.

    Only rows that share an instant have to be sorted, and they keep the places they have together.
    """
    numbers = pl.int_range(len(frame), dtype=pl.UInt32, eager=True)
    alone = frame.select(starts(*INSTANT) & ends(*INSTANT)).to_series()
    if alone.all():
        return numbers
    shared = frame.select(*INSTANT, *by).with_columns(row=numbers).filter(~alone)
    ordered = shared.sort(*INSTANT, *by, nulls_last=True, maintain_order=True)
    return numbers.clone().scatter(shared["row"], ordered["row"])
