"""What would be read and what set aside, counted before a row is fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from queries.errors import MappingError, SourceError
from queries.eventlog.bounds import most_it_can_be, refuse_overflow
from queries.eventlog.currency import one_currency
from queries.eventlog.expressions import untidy_ids
from queries.eventlog.given_back import has_refunds
from queries.eventlog.model import SetAside
from queries.eventlog.origin import is_marked
from queries.eventlog.spelling import canonical
from queries.eventlog.tally import Fate, summed, tally
from queries.mapping.model import Mapping, Meaning
from queries.source.table import literal, quoted
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from queries.eventlog.reading import Reading
    from queries.eventlog.tally import Sums

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
    most = most_it_can_be(connection, reading)
    counts = tally(connection, reading, latest_ms, added=most is None)
    usable = f"why IS NULL AND fate = {Fate.USABLE:d}"
    kinds, respelled_kinds, ignored = _kinds(connection, reading, counts, usable, earlier)
    skipped = ", ".join(literal(kind) for kind in kinds if kinds[kind] in ignored)
    if skipped:
        usable = f"{usable} AND coalesce(kind NOT IN ({skipped}), true)"
    sums = summed(connection, counts, usable)
    if sums.last is not None and sums.last > latest_ms:
        # DuckDB leaves a condition out where a Parquet file says of its columns that all rows meet it.
        raise SourceError(
            say("{name} is damaged: it has other times than it says.", name=name), say("Copy or download it again.")
        )
    money = sums.money if most is None else most
    refuse_overflow(reading, money + sum(intake.money for intake in earlier))
    known_channels = [name for intake in earlier for name in intake.channels.values()]
    channels, respelled_channels = _spellings(connection, reading, "channel", counts, usable, known_channels)
    before = [(intake.currency, intake.kept) for intake in earlier if intake.currency]
    currency = one_currency(connection, reading, counts, usable, before)
    whole = _rows_of(connection, reading) + sums.back
    repaired = (
        (mark("event names differing in case or blanks"), respelled_kinds),
        (mark("channel names differing in case or blanks"), respelled_channels),
    )
    set_aside = (
        *_left_out(reading, _uncounted(connection, counts), sums, whole, ignored),
        *(SetAside(name, reason, count, repaired=True) for reason, count in repaired if count),
    )
    kinds = {spelling: kind for spelling, kind in kinds.items() if kind not in ignored}
    rows, first, last = sum(sums.fates.values()), sums.first, sums.last
    return Intake(reading, rows, sums.told, first, last, kinds, channels, set_aside, currency, latest_ms, money)


def _left_out(
    reading: Reading, uncounted: Sequence[tuple[str, int]], sums: Sums, whole: int, ignored: Sequence[str]
) -> Iterator[SetAside]:
    """The rows of a table that are not read, by why: what the mapping decides first."""
    name, fates, rows = reading.table.name, sums.fates, sum(sums.fates.values())
    for reason, count in uncounted:
        yield SetAside(name, reason, count, decided=True)
    excluded = DROPPED if reading.mapping.drop_duplicates and not reading.entry.where else EXCLUDED
    reasons = (
        (excluded, whole - rows - sum(number for _, number in uncounted)),
        (mark("no customer"), fates.get(Fate.NOBODY, 0)),
        (mark("no readable time"), fates.get(Fate.NEVER, 0)),
        (mark("time before 1971, a placeholder"), fates.get(Fate.EARLY, 0)),
        (mark("time in the future"), fates.get(Fate.LATE, 0)),
        (
            mark("kinds of event the mapping ignores ({names})", names=", ".join(ignored)),
            fates.get(Fate.USABLE, 0) - sums.known,
        ),
        (mark("sums up no order"), sums.known - sums.told),
    )
    for reason, count in reasons:
        if count:
            yield SetAside(name, reason, count)


def _rows_of(connection: duckdb.DuckDBPyConnection, reading: Reading) -> int:
    """How many rows a table has; those of files were counted when they were opened."""
    if reading.table.kind == "file" and reading.table.rows is not None:
        return reading.table.rows
    return int(connection.execute(f"SELECT count(*) FROM {reading.table.sql}").fetchall()[0][0])


def _uncounted(connection: duckdb.DuckDBPyConnection, counts: str) -> list[tuple[str, int]]:
    """Why rows that the mapping's condition keeps do not count, and how many."""
    found = f"SELECT why, sum(rows)::BIGINT FROM {counts} WHERE why IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    return [(str(reason), int(number)) for reason, number in connection.execute(found).fetchall()]


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
    connection: duckdb.DuckDBPyConnection, reading: Reading, counts: str, usable: str, earlier: Sequence[Intake]
) -> tuple[dict[str, str], int, list[str]]:
    """The kinds of event as they are spelled, the rows respelled, and the kinds that the mapping ignores.

    Money is never ignored: a refund may be neither active nor passive and still lowers revenue.
    """
    roles, activity = reading.mapping.roles, reading.mapping.activity
    known = [name for names in roles.values() for name in names] + list(activity)
    known += [name for intake in earlier for name in intake.kinds.values()]
    kinds, respelled = _spellings(connection, reading, "kind", counts, usable, known)
    money = {kind for role in ("purchase", "refund") for kind in roles.get(role, ())}
    ignored = {kind for kind in kinds.values() if kind in activity and activity[kind].kind == "ignore"} - money
    return kinds, respelled, sorted(ignored)


def latest_possible(modified: datetime) -> datetime:
    """Events later than this are in the future: a day after the files were written."""
    return modified + timedelta(days=1)


def _spellings(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    column: str,
    counts: str,
    usable: str,
    known: Sequence[str],
) -> tuple[dict[str, str], int]:
    """Spelling in the file → the known or most frequent spelling of the same word, and the rows that changes."""
    field = reading.field(Meaning.EVENT if column == "kind" else Meaning.CHANNEL)
    if field is None:
        return {}, 0
    if field.value is not None:
        return canonical([(field.value, 0)], known)
    found = connection.execute(
        f"SELECT {column}, sum(rows)::BIGINT FROM {counts} WHERE {column} IS NOT NULL AND {usable} "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_KINDS + 1}"
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
