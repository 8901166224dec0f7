"""Exposures: rows that are no interaction but what interactions are counted against, as a sent e-mail is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.details.fetch import fetched
from queries.eventlog.details.model import EVENT, EXPOSURES
from queries.eventlog.details.optional import alias_of, read_as, typed
from queries.eventlog.details.rows import kept_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from queries.eventlog.details.rows import Asked
    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading

NAMES = tuple(name for name in EXPOSURES if name not in EVENT)


def kinds_of_exposures(log: EventLog) -> tuple[str, ...]:
    """The kinds of event that the mapping leaves out of the log as nobody's doing; never orders and refunds."""
    money = {kind for role in ("purchase", "refund") for kind in log.mapping.roles.get(role, ())}
    ignored = (kind for kind, activity in log.mapping.activity.items() if activity.kind == "ignore")
    return tuple(kind for kind in ignored if kind not in money)


def has_exposures(readings: Iterable[Reading], log: EventLog) -> bool:  # noqa: ARG001 - as every detail is asked
    """Whether the mapping leaves out any kind of event as nobody's doing."""
    return bool(kinds_of_exposures(log))


def read_exposures(asked: Asked) -> pl.DataFrame:
    """The exposures with the columns of `EXPOSURES`, sorted by customer, then time.

    Of customers the log knows; who was only ever exposed is known where a table of customers names them.
    """
    kinds = kinds_of_exposures(asked.log)
    aliases = ", ".join(map(alias_of, NAMES))
    tables = [
        kept_rows(asked, reading, {alias_of(name): read_as(reading, name) for name in NAMES}, kinds)
        for reading in asked.readings
    ]
    rows = " UNION ALL ".join(f"SELECT customer, time, kind, channel, {aliases} FROM ({table})" for table in tables)
    table = fetched(
        asked,
        f"SELECT c.code AS customer, time, kind, coalesce(channel, 'none') AS channel, {aliases} "
        f"FROM ({rows}) r JOIN customer_codes c ON r.customer = c.id ORDER BY c.code, time, kind, channel, {aliases}",
        own_names=True,
    )
    return table.select(*EVENT, *(typed(table[alias_of(name)], name) for name in NAMES))
