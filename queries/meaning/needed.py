"""Customer and time, which every event table needs: which column, and what has to be asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.mapping.model import Field, Finding
from queries.meaning.columns import NEAR, Candidate
from queries.meaning.tables import offers
from queries.meaning.times import days_of, read_times
from queries.meaning.values import present

if TYPE_CHECKING:
    import duckdb

    from queries.meaning.values import TableValues

_EXACT_ROWS = 3_000_000


def find_customer(connection: duckdb.DuckDBPyConnection, table: TableValues) -> Finding:
    """The column that says which customer a row belongs to."""
    ranked = offers(table, "customer")
    best, question = ranked[0], ""
    values = table.columns[best.column]
    if not values.exact and values.rows <= _EXACT_ROWS:
        # The number of customers is the first thing a person checks, so it is exact where that is quick.
        known = present(values.name, values.kind, values.type)
        counted = connection.sql(f"SELECT count(DISTINCT {known}) FROM {table.sql}").fetchall()[0][0]
        exact = replace(values, distinct=counted, exact=True)
        best = replace(best, reason=best.reason.replace(values.sizes(), exact.sizes()))
    if len(ranked) > 1 and best.confidence - ranked[1].confidence < NEAR and ranked[1].confidence >= 0.45:
        question = f'Is the customer in "{best.column}" or in "{ranked[1].column}"?'
    elif best.confidence < 0.55:
        question = f'Does "{best.column}" hold the customer?'
    return _finding(table, "customer", best, ranked, Field(column=best.column), question)


def find_time(connection: duckdb.DuckDBPyConnection, table: TableValues, customer: str) -> Finding:
    """The column that says when it happened, and how it is read."""
    ranked = [one for one in offers(table, "time") if one.column != customer]
    if not ranked:
        return Finding(table.name, "time", Field(value=""), 0.0, "no column holds times")
    best = ranked[0]
    times = read_times(connection, table, best.column)
    question = times.question
    rivals = [one for one in ranked[1:] if best.confidence - one.confidence < NEAR / 2]
    if not question and rivals and not _agree(table, best.column, rivals[0].column):
        question = f'Did it happen at "{best.column}" or at "{rivals[0].column}"?'
    if not question and best.confidence < 0.5:
        question = f'Does "{best.column}" say when it happened?'
    sure = Candidate(best.column, best.confidence * times.share, best.reason + _read_as(times.format))
    return _finding(table, "time", sure, ranked, Field(column=best.column, format=times.format), question)


def _agree(table: TableValues, column: str, other: str) -> bool:
    """Whether two columns hold the same days, so that it does not matter which is taken."""
    ours, theirs = days_of(table.columns[column]), days_of(table.columns[other])
    if len(ours) != len(theirs) or not ours:
        return False
    same = sum(1 for one, two in zip(ours, theirs, strict=True) if one == two)
    return same >= 0.8 * len(ours)


def _read_as(format_: str | None) -> str:
    """How a time is read, in words."""
    words = {
        "iso": "read as year-month-day", "ymd": "read as year, month, day", "dmy": "read day first",
        "mdy": "read month first", "epoch_s": "read as seconds since 1970",
        "epoch_ms": "read as milliseconds since 1970", "epoch_us": "read as microseconds since 1970",
    }  # fmt: skip
    return f"; {words[format_]}" if format_ else ""


def _finding(
    table: TableValues, meaning: str, best: Candidate, ranked: list[Candidate], field: Field, question: str
) -> Finding:
    """One choice as the screen shows it."""
    others = tuple(one.column for one in ranked if one.column != best.column)
    samples = table.columns[best.column].samples
    return Finding(table.name, meaning, field, round(best.confidence, 3), best.reason, samples, others[:5], question)
