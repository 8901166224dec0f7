"""Which column says when something happened, how it is read, and what has to be asked about it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import DAY_MS, time_ms
from queries.mapping.correcting import changed
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.meaning.columns import NEAR, Candidate
from queries.meaning.tables import offers
from queries.meaning.times import read_times
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.meaning.draft import Draft
    from queries.meaning.values import TableValues

CLOCK = r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
_CLOCKS = frozenset(["time", "clock", "hour"])


def find_when(draft: Draft) -> None:
    """The column that says when it happened, and how it is read; nothing where no column holds times."""
    finding = find_time(draft.connection, draft.table, draft.column(Meaning.CUSTOMER))
    if finding is None:
        return
    clock = _clock(draft.table, finding.field.column or "", draft.column(Meaning.CUSTOMER))
    if clock:
        field = replace(finding.field, clock=clock)
        finding = replace(
            finding,
            field=field,
            reason=say("{reason}; the time of day is in “{clock}”", reason=finding.reason, clock=clock),
        )
    draft.fields[Meaning.TIME] = finding.field
    draft.findings.append(replace(finding, question=""))
    if finding.question:
        _ask(draft, finding)


def _ask(draft: Draft, finding: Finding) -> None:
    """The readings of a time that nobody can tell from its values: the order of its parts, or another column."""
    field, table = finding.field, draft.table.name
    rivals = [replace(field, format=format_) for format_ in ("dmy", "mdy") if field.format in ("dmy", "mdy")]
    others = [name for name in finding.alternatives if not rivals][:2]
    rivals += (
        [Field(column=field.column, format=field.format), *(_read(draft, name) for name in others)] if others else []
    )
    rivals = sorted(rivals or [field], key=lambda one: one != field)
    options = tuple(
        Option(_key(one, field), _said(one, field), partial(changed, table=table, meaning="time", field=one))
        for one in rivals
    )
    words = say(
        "“{column}” of {table} says when it happened{format}.",
        column=field.column,
        table=table,
        format=_read_as(field.format),
    )
    question = finding.question.rstrip("?. ")
    draft.decisions.append(Decision(draft.name("time"), "when", table, words, options, finding.reason, question))


def _read(draft: Draft, column: str) -> Field:
    return Field(column=column, format=read_times(draft.connection, draft.table, column).format)


def _key(one: Field, taken: Field) -> str:
    return (one.format or "native") if one.column == taken.column and one.format in ("dmy", "mdy") else one.column or ""


def _said(one: Field, taken: Field) -> str:
    orders = {"dmy": say("day first"), "mdy": say("month first")}
    return orders[one.format] if one.column == taken.column and one.format in orders else f"“{one.column}”"


def _clock(table: TableValues, date: str, customer: str) -> str | None:
    """The column with the time of day beside one that holds only dates."""
    values = table.columns[date]
    if values.type.startswith("TIMESTAMP") or (values.kind == "text" and any(":" in text for text in values.texts)):
        return None
    if values.kind == "number":
        return None
    clocks = [
        one.name for one in table.columns.values()
        if one.name not in (date, customer) and (one.type == "TIME" or (one.kind == "text" and one.share(CLOCK) >= 0.9))
    ]  # fmt: skip
    named = [name for name in clocks if set(read_name(name).words) & _CLOCKS]
    return next(iter(named or clocks), None)


def find_time(connection: duckdb.DuckDBPyConnection, table: TableValues, customer: str) -> Finding | None:
    """The column that says when it happened, and how it is read."""
    ranked = [one for one in offers(table, "time") if one.column != customer]
    if not ranked:
        return None
    best = ranked[0]
    times = read_times(connection, table, best.column)
    question = times.question
    rivals = [one for one in ranked[1:] if best.confidence - one.confidence < NEAR / 2]
    if not question and rivals and not _agree(connection, table, best.column, rivals[0].column):
        question = say('Did it happen at "{column}" or at "{column2}"?', column=best.column, column2=rivals[0].column)
    # A month is no moment, but where there is nothing else it is when things happened.
    if not question and best.confidence < 0.5 and (rivals or times.format != "period"):
        question = say('Does "{column}" say when it happened?', column=best.column)
    sure = Candidate(best.column, best.confidence * times.share, best.reason + _read_as(times.format))
    return _finding(table, "time", sure, ranked, Field(column=best.column, format=times.format), question)


def _agree(connection: duckdb.DuckDBPyConnection, table: TableValues, column: str, other: str) -> bool:
    """Whether two columns hold the same days, so that it does not matter which is taken."""
    days = []
    for name in (column, other):
        field = Field(column=name, format=read_times(connection, table, name).format)
        days.append(f"({time_ms(field, table.columns[name].type, 'UTC')}) // {DAY_MS}")
    sql = f"SELECT avg(({days[0]} = {days[1]})::INTEGER) FROM {table.head}"
    return float(connection.sql(sql).fetchall()[0][0] or 0.0) >= 0.8


def _read_as(format_: str | None) -> str:
    """How a time is read, in words."""
    words = {
        "iso": say("read as year-month-day"), "ymd": say("read as year, month, day"), "dmy": say("read day first"),
        "mdy": say("read month first"), "epoch_s": say("read as seconds since 1970"),
        "epoch_ms": say("read as milliseconds since 1970"), "epoch_us": say("read as microseconds since 1970"),
        "serial": say("read as the days that spreadsheets count"), "period": say("read as the first day of a period"),
        "day_number": say("days counted from 1, for want of a date from 1 January 2001"),
        "week_number": say("weeks counted from 1, for want of a date from 1 January 2001"),
        "local": say("read as the clock of the place, whatever its offset from UTC"),
    }  # fmt: skip
    return f"; {words[format_]}" if format_ else ""


def _finding(
    table: TableValues, meaning: str, best: Candidate, ranked: list[Candidate], field: Field, question: str
) -> Finding:
    """One choice as the screen shows it."""
    others = tuple(one.column for one in ranked if one.column != best.column)
    samples = table.columns[best.column].samples
    return Finding(table.name, meaning, field, round(best.confidence, 3), best.reason, samples, others[:5], question)
