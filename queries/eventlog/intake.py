"""What would be read and what set aside, counted before a row is fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from queries.errors import MappingError, SourceError
from queries.eventlog.bounds import most_it_can_be, refuse_overflow
from queries.eventlog.currency import one_currency
from queries.eventlog.expressions import untidy_ids
from queries.eventlog.given_back import BACK, has_refunds
from queries.eventlog.model import SetAside
from queries.eventlog.origin import WHY, is_marked, marked
from queries.eventlog.spelling import canonical
from queries.mapping.model import Mapping, Meaning
from queries.source.table import literal, quoted
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from queries.eventlog.reading import Reading

EARLIEST_MS = 31_536_000_000
"""1971: earlier times are placeholders (1900-01-01, 1970-01-01) that exports write for a missing one."""

MOST_KINDS = 1_000

DROPPED, EXCLUDED, IGNORED = (
    mark("exact duplicates"),
    mark("excluded by the mapping"),
    mark("kinds of event the mapping ignores"),
)
"""Reasons why rows of a table are not read."""


@dataclass(frozen=True)
class Intake:
    """What one event table gives.

    Attributes:
        reading: The table and how it is read.
        rows: The rows it has, and the refunds that its rows tell beside their orders.
        kept: The rows that become the log's (before order lines are put together).
        first, last: The range of usable times, in ms.
        kinds, channels: Spelling in the file → spelling in the log.
        set_aside: What is left out or repaired, counted.
        currency: What its amounts are in, where the table says so.
        latest: The last time that can have happened, in ms.
        money: What its amounts add up to without signs, in ten-thousandths; more where that is far from too much.
    """

    reading: Reading
    rows: int
    kept: int
    first: int | None
    last: int | None
    kinds: dict[str, str]
    channels: dict[str, str]
    set_aside: tuple[SetAside, ...]
    currency: str | None = None
    latest: int = 0
    money: int = 0


def take_in(
    connection: duckdb.DuckDBPyConnection, reading: Reading, latest: datetime, earlier: Sequence[Intake] = ()
) -> Intake:
    """Count what one event table gives; times after `latest` cannot have happened yet.

    Names are spelled as the mapping and the tables taken in `earlier` spell them.

    Raises:
        MappingError: The event column holds too many different values to be kinds of event.
        QuestionError: Amounts are in several currencies, or add up to more than the log can hold.
        SourceError: The file says otherwise of its times than they are.
    """
    reading = _stored(connection, reading) if reading.costly else _with_tidy_ids(connection, reading)
    name, latest_ms = reading.table.name, int(latest.replace(tzinfo=UTC).timestamp() * 1000)
    usable = f"customer IS NOT NULL AND time BETWEEN {EARLIEST_MS} AND {latest_ms}"
    kinds, respelled_kinds, ignored = _kinds(connection, reading, usable, earlier)
    skipped = ", ".join(literal(kind) for kind in kinds if kinds[kind] in ignored) or "NULL"
    usable = f"{usable} AND NOT coalesce(kind IN ({skipped}), false)"
    told = f"{usable} AND coalesce(orders, 1) >= 1" if reading.counted else usable
    refunds = f"count(*) FILTER ({BACK})" if reading.told_later else "0"
    most = most_it_can_be(connection, reading)
    added = f"coalesce(sum(abs(amount::HUGEINT)) FILTER ({usable}), 0)" if most is None else str(most)
    counts = connection.execute(
        f"""SELECT count(*), count(*) FILTER (customer IS NULL),
                   count(*) FILTER (customer IS NOT NULL AND time IS NULL),
                   count(*) FILTER (customer IS NOT NULL AND time < {EARLIEST_MS}),
                   count(*) FILTER (customer IS NOT NULL AND time > {latest_ms}),
                   count(*) FILTER ({usable}), count(*) FILTER ({told}),
                   min(time) FILTER ({told}), max(time) FILTER ({told}), {refunds},
                   {added}
            FROM ({reading.rows()})"""
    ).fetchall()
    rows, nobody, never, early, late, known, kept, first, last, given_back, money = counts[0]
    if last is not None and last > latest_ms:
        # DuckDB leaves a condition out where a Parquet file says of its columns that all rows meet it.
        raise SourceError(
            say("{name} is damaged: it has other times than it says.", name=name), say("Copy or download it again.")
        )
    refuse_overflow(reading, money + sum(intake.money for intake in earlier))
    known_channels = [name for intake in earlier for name in intake.channels.values()]
    channels, respelled_channels = _spellings(connection, reading, "channel", usable, known_channels)
    before = [(intake.currency, intake.kept) for intake in earlier if intake.currency]
    currency = one_currency(connection, reading, usable, before)
    whole = _rows_of(connection, reading) + given_back
    left_out = DROPPED if reading.mapping.drop_duplicates and not reading.entry.where else EXCLUDED
    uncounted = _uncounted(connection, reading)
    reasons = [
        (left_out, whole - rows - sum(number for _, number in uncounted), False),
        (mark("no customer"), nobody, False),
        (mark("no readable time"), never, False),
        (mark("time before 1971, a placeholder"), early, False),
        (mark("time in the future"), late, False),
        (
            mark("kinds of event the mapping ignores ({names})", names=", ".join(ignored)),
            rows - nobody - never - early - late - known,
            False,
        ),
        (mark("sums up no order"), known - kept, False),
        (mark("event names differing in case or blanks"), respelled_kinds, True),
        (mark("channel names differing in case or blanks"), respelled_channels, True),
    ]
    decided = (SetAside(name, reason, count, decided=True) for reason, count in uncounted)
    others = (SetAside(name, reason, count, repaired) for reason, count, repaired in reasons if count)
    set_aside = (*decided, *others)
    kinds = {spelling: kind for spelling, kind in kinds.items() if kind not in ignored}
    return Intake(reading, rows, kept, first, last, kinds, channels, set_aside, currency, latest_ms, money)


def _rows_of(connection: duckdb.DuckDBPyConnection, reading: Reading) -> int:
    """How many rows a table has; those of files were counted when they were opened."""
    if reading.table.kind == "file" and reading.table.rows is not None:
        return reading.table.rows
    return int(connection.execute(f"SELECT count(*) FROM {reading.table.sql}").fetchall()[0][0])


def _uncounted(connection: duckdb.DuckDBPyConnection, reading: Reading) -> list[tuple[str, int]]:
    """Why rows that the mapping's condition keeps do not count, and how many."""
    if not is_marked(reading.entry):
        return []
    rows = (
        f"FROM {reading.stored}"
        if reading.stored
        else (marked(reading.source, reading.mapping, reading.entry, reading.table))
    )
    counted = f"SELECT {WHY}, count(*) FROM ({rows}) WHERE {WHY} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    return [(str(reason), int(number)) for reason, number in connection.execute(counted).fetchall()]


def _with_tidy_ids(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Reading:
    """The reading, knowing whether its text ids need mending."""
    field = reading.field(Meaning.CUSTOMER)
    if reading.as_integer or field is None or field.column is None or reading.type_of(field) != "VARCHAR":
        return reading
    untidy = f"SELECT count(*) FROM {reading.table.sql} WHERE {untidy_ids(field.column)}"
    return replace(reading, tidy_ids=connection.execute(untidy).fetchall()[0][0] == 0)


def _stored(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Reading:
    """The reading with its rows kept in a temporary table: parsing them again would cost more."""
    name = quoted(f"rows of {reading.table.name}, {reading.mapping.events.index(reading.entry)}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {reading.raw(with_reasons=is_marked(reading.entry))}")
    return replace(reading, stored=name)


def _kinds(
    connection: duckdb.DuckDBPyConnection, reading: Reading, usable: str, earlier: Sequence[Intake]
) -> tuple[dict[str, str], int, list[str]]:
    """The kinds of event as they are spelled, the rows respelled, and the kinds that the mapping ignores.

    Money is never ignored: a refund may be neither active nor passive and still lowers revenue.
    """
    roles, activity = reading.mapping.roles, reading.mapping.activity
    known = [name for names in roles.values() for name in names] + list(activity)
    known += [name for intake in earlier for name in intake.kinds.values()]
    kinds, respelled = _spellings(connection, reading, "kind", usable, known)
    money = {kind for role in ("purchase", "refund") for kind in roles.get(role, ())}
    ignored = {kind for kind in kinds.values() if kind in activity and activity[kind].kind == "ignore"} - money
    return kinds, respelled, sorted(ignored)


def latest_possible(modified: datetime) -> datetime:
    """Events later than this are in the future: a day after the files were written."""
    return modified + timedelta(days=1)


def _spellings(
    connection: duckdb.DuckDBPyConnection, reading: Reading, column: str, usable: str, known: Sequence[str]
) -> tuple[dict[str, str], int]:
    """Spelling in the file → the known or most frequent spelling of the same word, and the rows that changes."""
    field = reading.field(Meaning.EVENT if column == "kind" else Meaning.CHANNEL)
    if field is None:
        return {}, 0
    if field.value is not None:
        return canonical([(field.value, 0)], known)
    found = connection.execute(
        f"SELECT {column}, count(*) FROM ({reading.rows()}) WHERE {column} IS NOT NULL AND {usable} "
        f"GROUP BY ALL ORDER BY count(*) DESC, {column} LIMIT {MOST_KINDS + 1}"
    ).fetchall()
    if len(found) > MOST_KINDS:
        raise MappingError(
            say(
                "Column {column} of {name} holds more than {most_kinds:,} different values: too many to be a {words}.",
                column=field.column,
                name=reading.table.name,
                most_kinds=MOST_KINDS,
                words=say("kind of event") if column == "kind" else "channel",
            ),
            say("Choose another column in the mapping."),
        )
    return canonical(found, known)


def with_refunds(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """The mapping's roles; rows that a refund condition picks out or that give back later are of the kind `refund`."""
    roles = dict(mapping.roles)
    if has_refunds(mapping) and not roles.get("refund"):
        roles["refund"] = ("refund",)
    return roles
