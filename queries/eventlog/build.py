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
from queries.eventlog.listing import listed, nameless
from queries.eventlog.model import EventLog
from queries.eventlog.progress import Progress, Report, silent
from queries.eventlog.reading import readings
from queries.eventlog.sorting import BYTES_A_ROW, Fetch, no_rows
from queries.eventlog.transactions import transactions_of
from queries.mapping.checking import check_people
from queries.mapping.model import Meaning
from queries.question.periods import DAY_MS, EPOCH
from queries.source.folders import private_folder
from queries.wording import again, say

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
        QuestionError: No row has a customer and a usable time, no customer an id, or amounts are in several currencies.
        CancelledError: The token was cancelled.
    """
    check_people(mapping)
    token = token or Token()
    token.on_cancel(source.interrupt)
    mapping = replace(mapping, roles=with_refunds(mapping))
    with source.connect() as connection:
        intakes = _taken_in(connection, source, mapping, progress, token)
        progress(Progress(say("coding customers")))
        customer_codes(connection, source, mapping, intakes)
        token.check()
        names = names_of(intakes, mapping)
        first_day = _first_day(source, intakes)
        events = _events(source, Fetch(connection, intakes, names), first_day, progress, token)
        progress(Progress(say("reading customers"), len(events), len(events)))
        customers, attributes, doubled = customer_frame(connection, source, mapping, intakes)
        _refuse_nobody(source, customers)
        progress(Progress(say("checking"), len(events), len(events)))
        known = known_ids(source, mapping) if mapping.events else ""
        checks = checked(connection, intakes, doubled, events, known, token)
        listing = () if mapping.events else listed(connection, source, mapping)
    log = EventLog(
        events=events.lazy(),
        customers=customers.lazy(),
        first_day=first_day,
        last_day=first_day + timedelta(days=events.select(pl.col("day").max()).item() or 0),
        rows=len(events),
        size=len(customers),
        kinds=tuple(names.kinds),
        channels=tuple(names.channels) if any(intake.channels for intake in intakes) else (),
        has_money=bool(events["amount"].count()),
        attributes=attributes,
        set_aside=(*(entry for intake in intakes for entry in intake.set_aside), *nameless(mapping, listing), *doubled),
        mapping=mapping,
        title=source.title,
        checks=(*listing, *checks),
    )
    return replace(log, transactions=transactions_of(log))


def _taken_in(
    connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, progress: Report, token: Token
) -> list[Intake]:
    """What each event table gives, counted; refuses event tables that give nothing."""
    intakes: list[Intake] = []
    for reading in readings(source, mapping):
        token.check()
        progress(Progress(say("looking through {name}", name=reading.table.name), 0, reading.table.rows))
        intakes.append(take_in(connection, reading, latest_possible(source.modified), intakes))
    if intakes and not any(intake.kept for intake in intakes):
        reasons = "; ".join(
            say("{rows:,} rows: {reason}", rows=entry.rows, reason=again(entry.reason))
            for intake in intakes
            for entry in intake.set_aside
        )
        who = say("a customer and ") if any(intake.reading.field(Meaning.CUSTOMER) for intake in intakes) else ""
        raise QuestionError(
            say(
                "{title} holds no row with {who}a usable time{value}.",
                title=source.title,
                who=who,
                value=f" ({reasons})" if reasons else "",
            ),
            say("Correct the mapping, or open a file with events."),
        )
    return intakes


def _events(source: Source, fetch: Fetch, first_day: date, progress: Report, token: Token) -> pl.DataFrame:
    """The sorted events; what would not fit into memory is sorted on disk."""
    if not fetch.total:
        return no_rows(fetch.names)
    if fetch.total * BYTES_A_ROW <= source.memory:
        return fetch.in_memory(first_day, progress, token)
    return fetch.on_disk(first_day, private_folder() / "events.arrow", progress, token)


def _first_day(source: Source, intakes: Sequence[Intake]) -> date:
    """The day of the earliest event; without any, that on which the files were written: ages are told as of then."""
    earliest = min((i.first for i in intakes if i.first is not None), default=None)
    return source.modified.date() if earliest is None else EPOCH + timedelta(days=earliest // DAY_MS)


def _refuse_nobody(source: Source, customers: pl.DataFrame) -> None:
    """Say so when a list of customers lists none."""
    if customers.is_empty():
        what = say("{title} holds no customer with an id.", title=source.title)
        raise QuestionError(what, say("Correct the mapping ([customers] id = “COLUMN”), or open another file."))
