"""The rows of an event table that the log kept, with more of their columns, as SQL."""

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


class Asked(NamedTuple):
    """What is read from, and for which log.

    Attributes:
        connection: The open files, with the log's customers as the view `customer_codes` (id, code).
        log: The log whose customers, kinds and channels name what is read.
        modified: When the files were written.
    """

    connection: duckdb.DuckDBPyConnection
    log: EventLog
    modified: datetime


def kinds_of(reading: Reading, log: EventLog) -> Sequence[str] | None:
    """The kinds of event a table holds, where the mapping alone says it."""
    field = reading.field(Meaning.EVENT)
    return None if field is None or field.value is None else list(canonical([(field.value, 0)], log.kinds)[0].values())


def kept_rows(asked: Asked, reading: Reading, more: dict[str, str]) -> str:
    """A table's rows that are in the log: customer, time (ms), kind, channel, amount, order_id, and `more`.

    Args:
        asked: What is read from.
        reading: The table.
        more: Name → the SQL expression over the table's own columns that reads it.
    """
    connection, log = asked.connection, asked.log
    read = ", ".join(f"{sql} AS {name}" for name, sql in more.items())
    rows = _once(connection, reading, read)
    found = connection.execute(f"SELECT kind, channel, count(*) FROM ({rows}) GROUP BY ALL ORDER BY 3 DESC, 1, 2")
    counted = found.fetchall()
    kinds = _spelled(((kind, n) for kind, _, n in counted), log.kinds)
    channels = _spelled(((channel, n) for _, channel, n in counted if channel is not None), log.channels)
    last = int(latest_possible(asked.modified).replace(tzinfo=UTC).timestamp() * 1000)
    return named_rows(rows, kinds, channels, last, log.mapping, ", ".join(more))


def _once(connection: duckdb.DuckDBPyConnection, reading: Reading, read: str) -> str:
    """The SQL of the rows; where they have to be parsed, that is done once."""
    if not reading.costly:
        return reading.raw(read)
    name = quoted(f"details of {reading.table.name}, {reading.mapping.events.index(reading.entry)}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {reading.raw(read)}")
    return f"FROM {name}"


def _spelled(found: Iterable[tuple[str, int]], known: Sequence[str]) -> dict[str, str]:
    """Spelling in the file → spelling in the log, of the names that are in the log."""
    used, _ = canonical(found, known)
    return {raw: name for raw, name in used.items() if name in known}
