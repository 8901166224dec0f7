"""Builds the event log: counted, coded, fetched and sorted, within the memory there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from queries.cancel import Token
from queries.errors import QuestionError
from queries.eventlog.checks import checked
from queries.eventlog.customers import customer_codes, customer_frame, known_ids
from queries.eventlog.fetching import names_of
from queries.eventlog.intake import Intake, latest_possible, take_in, with_refunds
from queries.eventlog.model import EventLog
from queries.eventlog.progress import Progress, Report, silent
from queries.eventlog.reading import readings
from queries.eventlog.sorting import BYTES_A_ROW, Fetch
from queries.eventlog.transactions import transactions_of
from queries.question.periods import DAY_MS, EPOCH
from queries.source.folders import private_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from queries.mapping.model import Mapping
    from queries.source import Source


def build(source: Source, mapping: Mapping, *, progress: Report = silent, token: Token | None = None) -> EventLog:
    """Build the event log of a source.

    Args:
        source: The open files.
        mapping: What their tables mean.
        progress: Told how many rows are read.
        token: Stops the work between batches and interrupts what DuckDB runs.

    Raises:
        MappingError: The mapping does not fit the source.
        QuestionError: No row has a customer and a usable time, or amounts are in several currencies.
        CancelledError: The token was cancelled.
    """
    token = token or Token()
    token.on_cancel(source.interrupt)
    mapping = replace(mapping, roles=with_refunds(mapping))
    with source.connect() as connection:
        intakes = _taken_in(connection, source, mapping, progress, token)
        progress(Progress("coding customers"))
        customer_codes(connection, source, mapping, intakes)
        token.check()
        names = names_of(intakes, mapping)
        events = _events(source, Fetch(connection, intakes, names), _first_day(intakes), progress, token)
        progress(Progress("reading customers", len(events), len(events)))
        customers, attributes, doubled = customer_frame(connection, source, mapping, intakes)
        progress(Progress("checking", len(events), len(events)))
        checks = checked(connection, intakes, doubled, events, known_ids(source, mapping), token)
    log = EventLog(
        events=events.lazy(),
        customers=customers.lazy(),
        first_day=_first_day(intakes),
        last_day=_first_day(intakes) + timedelta(days=events.select(pl.col("day").max()).item()),
        rows=len(events),
        size=len(customers),
        kinds=tuple(names.kinds),
        channels=tuple(names.channels) if any(intake.channels for intake in intakes) else (),
        has_money=bool(events["amount"].count()),
        attributes=attributes,
        set_aside=(*(entry for intake in intakes for entry in intake.set_aside), *doubled),
        mapping=mapping,
        title=source.title,
        checks=checks,
    )
    return replace(log, transactions=transactions_of(log))


def _taken_in(
    connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, progress: Report, token: Token
) -> list[Intake]:
    """What each event table gives, counted; refuses a source that gives nothing."""
    intakes: list[Intake] = []
    for reading in readings(source, mapping):
        token.check()
        progress(Progress(f"looking through {reading.table.name}", 0, reading.table.rows))
        intakes.append(take_in(connection, reading, latest_possible(source.modified), intakes))
    if not any(intake.kept for intake in intakes):
        reasons = "; ".join(f"{entry.rows:,} rows: {entry.reason}" for intake in intakes for entry in intake.set_aside)
        raise QuestionError(
            f"{source.title} holds no row with a customer and a usable time{f' ({reasons})' if reasons else ''}.",
            "Correct the mapping, or open a file with events.",
        )
    return intakes


def _events(source: Source, fetch: Fetch, first_day: date, progress: Report, token: Token) -> pl.DataFrame:
    """The sorted events; what would not fit into memory is sorted on disk."""
    if fetch.total * BYTES_A_ROW <= source.memory:
        return fetch.in_memory(first_day, progress, token)
    return fetch.on_disk(first_day, private_folder() / "events.arrow", progress, token)


def _first_day(intakes: Sequence[Intake]) -> date:
    """The day of the earliest event."""
    return EPOCH + timedelta(days=min(i.first for i in intakes if i.first is not None) // DAY_MS)
