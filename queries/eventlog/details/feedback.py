"""What customers said: answers and texts of the event tables that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.details.fetch import coded, fetched
from queries.eventlog.details.model import FEEDBACK
from queries.eventlog.details.rows import kept_rows
from queries.eventlog.details.worded import answered
from queries.eventlog.expressions import number
from queries.mapping.model import Meaning
from queries.source.table import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from queries.eventlog.details.rows import Asked
    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading


REACTIONS = (Meaning.LIKES, Meaning.COMMENTS, Meaning.SHARES)


def has_feedback(readings: Iterable[Reading], log: EventLog) -> bool:  # noqa: ARG001 - as every detail is asked
    """Whether any event table has a score, questions or a text."""
    return bool(feedback_tables(readings))


def read_feedback(asked: Asked) -> pl.DataFrame:
    """The answers with the columns of `FEEDBACK`, sorted by customer, then time, of one time as they were asked."""
    rows = feedback_rows(asked)
    table = fetched(
        asked,
        "SELECT c.code AS customer, time, kind, channel, score, text, question, wave, reach, reactions "
        f"FROM ({rows}) r JOIN customer_codes c ON r.customer = c.id ORDER BY c.code, time, kind, place, score, text",
    )
    return table.with_columns(coded(table["question"]), coded(table["wave"])).select(*FEEDBACK)


def feedback_tables(readings: Iterable[Reading]) -> list[Reading]:
    """The event tables with a score, questions or a text."""
    said = {Meaning.SCORE, Meaning.TEXT}
    return [reading for reading in readings if said & set(reading.entry.fields) or reading.entry.questions]


def feedback_rows(asked: Asked) -> str:
    """Every answer as SQL: `customer` (id), `time`, `kind`, `channel`, `wave`, `place`, `question`, `score`, `text`.

    One row a question that was answered; the text stands on the first of them, or by itself.
    """
    wanted = "customer, time, kind, channel, wave, reach, reactions, answer.*"
    told = "score IS NOT NULL OR text IS NOT NULL"
    parts = []
    for reading in feedback_tables(asked.readings):
        scores = _scores(reading)
        more = {"said": reading.text(Meaning.TEXT), "wave": reading.text(Meaning.WAVE)}
        more |= {"reach": _number(reading, Meaning.REACH), "reactions": _reactions(reading)}
        more |= {f"answer_{place}": sql for place, (_, sql) in enumerate(scores)}
        answers = [
            f"{{place: {place}, question: {literal(name) if name else 'NULL::VARCHAR'}, score: answer_{place}, "
            f"text: {'NULL' if place else 'said'}}}"
            for place, (name, _) in enumerate(scores)
        ]
        rows = f"SELECT *, unnest([{', '.join(answers)}]) AS answer FROM ({kept_rows(asked, reading, more)})"
        parts.append(f"SELECT * FROM (SELECT {wanted} FROM ({rows})) WHERE {told}")
    return " UNION ALL ".join(parts)


def _number(reading: Reading, meaning: Meaning) -> str:
    """The expression that reads a number; NULL where the table has none."""
    field = reading.field(meaning)
    return number(field, reading.type_of(field)) if field else "NULL::DOUBLE"


def _reactions(reading: Reading) -> str:
    """The expression for what a post brought: likes, comments and shares together; NULL where none is known."""
    parts = [_number(reading, one) for one in REACTIONS if reading.field(one)]
    known = " AND ".join(f"({part}) IS NULL" for part in parts)
    return (
        f"CASE WHEN NOT ({known}) THEN {' + '.join(f'coalesce({p}, 0)' for p in parts)} END"
        if parts
        else "NULL::DOUBLE"
    )


def _scores(reading: Reading) -> list[tuple[str, str]]:
    """The questions of a table, each with the expression that reads its answer; at least one, which may have none."""
    if reading.entry.questions:
        return [(question.column, answered(reading, question.column)) for question in reading.entry.questions]
    field = reading.field(Meaning.SCORE)
    if field is None:
        return [("", "NULL::DOUBLE")]
    return [(field.column or "", number(field, reading.type_of(field)))]
