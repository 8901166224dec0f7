"""What customers said: scores and texts of the event tables that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.details.fetch import fetched
from queries.eventlog.details.model import FEEDBACK
from queries.eventlog.details.rows import kept_rows
from queries.eventlog.expressions import number
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from queries.eventlog.details.rows import Asked
    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading


def has_feedback(readings: Iterable[Reading], log: EventLog) -> bool:  # noqa: ARG001 - as every detail is asked
    """Whether any event table has a score or a text."""
    return bool(feedback_tables(readings))


def read_feedback(asked: Asked) -> pl.DataFrame:
    """The answers with the columns of `FEEDBACK`, sorted by customer, then time."""
    rows = feedback_rows(asked)
    table = fetched(
        asked,
        "SELECT c.code AS customer, time, kind, channel, score, text "
        f"FROM ({rows}) r JOIN customer_codes c ON r.customer = c.id ORDER BY c.code, time, kind, score, text",
    )
    return table.select(*FEEDBACK)


def feedback_tables(readings: Iterable[Reading]) -> list[Reading]:
    """The event tables with a score or a text."""
    return [reading for reading in readings if {Meaning.SCORE, Meaning.TEXT} & set(reading.entry.fields)]


def feedback_rows(asked: Asked) -> str:
    """Every answer as SQL: `customer` (id), `time`, `kind`, `channel`, `score`, `text`; not the empty ones."""
    parts = []
    for reading in feedback_tables(asked.readings):
        field = reading.field(Meaning.SCORE)
        score = number(field, reading.type_of(field)) if field else "NULL::DOUBLE"
        parts.append(kept_rows(asked, reading, {"score": score, "said": reading.text(Meaning.TEXT)}))
    wanted = "customer, time, kind, channel, score, said AS text"
    told = "score IS NOT NULL OR said IS NOT NULL"
    return " UNION ALL ".join(f"SELECT {wanted} FROM ({part}) WHERE {told}" for part in parts)
