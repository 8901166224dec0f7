"""The rows of an event table with more of their columns, as SQL: those in the log, or those of other kinds."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from queries.eventlog.fetching import named_rows
from queries.eventlog.intake import latest_possible
from queries.eventlog.spelling import canonical
from queries.mapping.model import Meaning
from queries.source.table import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import duckdb

    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading
    from queries.source import Source


class Asked(NamedTuple):
    """What is read from, and for which log.

    Attributes:
        connection: The open files, with the log's customers as the view `customer_codes` (id, code).
        source: The files.
        readings: The event tables of the mapping, ready to be read.
        log: The log whose customers, kinds and channels name what is read.
        modified: When the files were written.
    """

    connection: duckdb.DuckDBPyConnection
    source: Source
    readings: Sequence[Reading]
    log: EventLog
    modified: datetime


def kinds_of(reading: Reading, log: EventLog) -> Sequence[str] | None:
    """The kinds of event a table holds, where the mapping alone says it."""
    field = reading.field(Meaning.EVENT)
    return None if field is None or field.value is None else list(canonical([(field.value, 0)], log.kinds)[0].values())


def kept_rows(asked: Asked, reading: Reading, more: dict[str, str], kinds: Sequence[str] | None = None) -> str:
    """A table's rows that are in the log: customer, time (ms), kind, channel, amount, order_id, and `more`;
    `orders` where a row sums up several.

    Args:
        asked: What is read from.
        reading: The table.
        more: Name → the SQL expression over the table's own columns that reads it.
        kinds: The kinds of event that are kept instead of those of the log; their channels may be any.
    """
    connection, log = asked.connection, asked.log
    read = ", ".join(f"{sql} AS {name}" for name, sql in more.items())
    rows = _once(connection, reading, read)
    spellings = connection.execute(f"SELECT kind, channel, count(*) FROM ({rows}) GROUP BY ALL ORDER BY 3 DESC, 1, 2")
    counted = spellings.fetchall()
    wanted = log.kinds if kinds is None else kinds
    spelled_kinds = _spelled(((kind, n) for kind, _, n in counted), wanted)
    named = [(channel, n) for _, channel, n in counted if channel is not None]
    channels = _spelled(named, log.channels) if kinds is None else canonical(named, log.channels)[0]
    last = int(latest_possible(asked.modified).replace(tzinfo=UTC).timestamp() * 1000)
    handed_on = [*more, "orders"] if reading.counted else [*more]
    return named_rows(rows, spelled_kinds, channels, last, log.mapping, ", ".join(handed_on))


def _once(connection: duckdb.DuckDBPyConnection, reading: Reading, read: str) -> str:
    """The SQL of the rows; where they have to be parsed, that is done once."""
    if not reading.costly:
        return reading.raw(read)
    rows = reading.raw(read)
    name = quoted(f"details of {reading.table.name}, {hash(rows)}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}")
    return f"FROM {name}"


def _spelled(counted: Iterable[tuple[str, int]], known: Sequence[str]) -> dict[str, str]:
    """Spelling in the file → spelling in the log, of the names that are in the log."""
    used, _ = canonical(counted, known)
    return {raw: name for raw, name in used.items() if name in known}
