"""Contacts with the service, as tickets: when they were opened, first answered and resolved, and what about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.details.fetch import coded, fetched
from queries.eventlog.details.model import EVENT, TICKETS
from queries.eventlog.details.rows import kept_rows
from queries.eventlog.expressions import time_ms
from queries.eventlog.origin import went
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
    """Whether any event table says when somebody was answered or when it was over, or holds messages in and out."""
    return bool(_tables(readings) or _messages(readings))


def has_messages(readings: Iterable[Reading]) -> bool:
    """Whether contacts are told by their messages, so that replies can be counted."""
    return bool(_messages(readings))


def read_tickets(asked: Asked) -> pl.DataFrame:
    """The tickets with the columns of `TICKETS`, sorted by customer, then the time they were opened."""
    told = [_told(asked, reading) for reading in _tables(asked.readings)]
    told += [_of_messages(asked, reading) for reading in _messages(asked.readings)]
    table = fetched(
        asked,
        "SELECT c.code AS customer, time, kind, channel, replied, resolved, reason, reopened, replies "
        f"FROM ({' UNION ALL '.join(told)}) r JOIN customer_codes c ON r.customer = c.id "
        "ORDER BY c.code, time, kind, channel, replied, resolved, reason",
    )
    times = (pl.col(meaning.value).cast(pl.Datetime("ms")) for meaning in TIMES)
    return table.with_columns(*times, coded(table["reason"])).select(*EVENT, *(n for n in TICKETS if n not in EVENT))


def _tables(readings: Iterable[Reading]) -> list[Reading]:
    return [reading for reading in readings if set(TIMES) & set(reading.entry.fields)]


def _messages(readings: Iterable[Reading]) -> list[Reading]:
    """The tables of messages in and out; none where a table tells of the contacts themselves, to count twice."""
    if _tables(readings):
        return []
    needed = {Meaning.CONVERSATION, Meaning.DIRECTION}
    return [reading for reading in readings if needed <= set(reading.entry.fields)]


def _told(asked: Asked, reading: Reading) -> str:
    """The contacts of a table that has a row each."""
    more = {meaning.value: _moment(reading, meaning) for meaning in TIMES}
    more |= {"reason": reading.text(Meaning.REASON), "again": _reopened(reading)}
    rows = kept_rows(asked, reading, more)
    return (
        "SELECT customer, time, kind, channel, replied, resolved, reason, again AS reopened, NULL::BIGINT AS replies "
        f"FROM ({rows})"
    )


def _of_messages(asked: Asked, reading: Reading) -> str:
    """The conversations of a table of messages: opened by the first that came in, answered by what went out later."""
    name = reading.text(Meaning.CONVERSATION)
    came = kept_rows(asked, reading, {"conversation": name, "about": reading.text(Meaning.REASON)})
    first = ", ".join(f"arg_min({column}, time) AS {column}" for column in ("customer", "kind", "channel", "about"))
    opened = (
        f"SELECT conversation, {first}, min(time) AS time FROM ({came}) WHERE conversation IS NOT NULL GROUP BY ALL"
    )
    out = f"{went(reading.entry, 'out')} AS ours, {name} AS conversation"
    sent = f"SELECT conversation, time AS answered FROM ({reading.raw(out, with_reasons=True)}) WHERE ours"
    return (
        "SELECT customer, time, any_value(kind) AS kind, any_value(channel) AS channel, min(answered) AS replied, "
        "NULL::BIGINT AS resolved, any_value(about) AS reason, NULL::BOOLEAN AS reopened, count(answered) AS replies "
        f"FROM ({opened}) o LEFT JOIN ({sent}) s ON o.conversation = s.conversation AND s.answered >= o.time "
        "GROUP BY o.conversation, customer, time"
    )


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
