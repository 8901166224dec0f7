"""Contacts with the service, as tickets: when they were opened, first answered and resolved, and what about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.details.fetch import coded, fetched
from queries.eventlog.details.model import EVENT, TICKETS
from queries.eventlog.details.rows import kept_rows
from queries.eventlog.expressions import time_ms
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.details.rows import Asked
    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading

TIMES = (Meaning.REPLIED, Meaning.RESOLVED)
NO = ("0", "0.0", "no", "n", "false", "f", "否", "nein", "non")
"""What says that a ticket was not opened again; anything else that stands there says that it was."""


def has_tickets(readings: Iterable[Reading], log: EventLog) -> bool:  # noqa: ARG001 - as every detail is asked
    """Whether any event table says when somebody was answered, or when it was over."""
    return bool(_tables(readings))


def read_tickets(asked: Asked) -> pl.DataFrame:
    """The tickets with the columns of `TICKETS`, sorted by customer, then the time they were opened."""
    parts = []
    for reading in _tables(asked.readings):
        more = {meaning.value: _moment(reading, meaning) for meaning in TIMES}
        more |= {"reason": reading.text(Meaning.REASON), "again": _reopened(reading)}
        parts.append(
            f"SELECT customer, time, kind, channel, {', '.join(more)} FROM ({kept_rows(asked, reading, more)})"
        )
    table = fetched(
        asked,
        "SELECT c.code AS customer, time, kind, channel, replied, resolved, reason, again AS reopened "
        f"FROM ({' UNION ALL '.join(parts)}) r JOIN customer_codes c ON r.customer = c.id "
        "ORDER BY c.code, time, kind, channel, replied, resolved, reason",
    )
    times = (pl.col(meaning.value).cast(pl.Datetime("ms")) for meaning in TIMES)
    return table.with_columns(*times, coded(table["reason"])).select(*EVENT, *(n for n in TICKETS if n not in EVENT))


def _tables(readings: Iterable[Reading]) -> list[Reading]:
    return [reading for reading in readings if set(TIMES) & set(reading.entry.fields)]


def _moment(reading: Reading, meaning: Meaning) -> str:
    """The expression that reads one of the times of a ticket, in ms."""
    field = reading.field(meaning)
    return time_ms(field, reading.type_of(field), reading.mapping.timezone) if field else "NULL::BIGINT"


def _reopened(reading: Reading) -> str:
    """The expression for whether it was opened again; NULL where no column says it."""
    if reading.field(Meaning.REOPENED) is None:
        return "NULL::BOOLEAN"
    said = f"lower({reading.text(Meaning.REOPENED)})"
    return f"({said} IS NOT NULL AND {said} NOT IN ({', '.join(map(repr, NO))}))"
