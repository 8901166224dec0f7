"""The rows of an event table counted in one pass: what becomes of them, their kinds, channels and currencies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from queries.eventlog.given_back import BACK
from queries.eventlog.origin import WHY, is_marked
from queries.mapping.model import Meaning
from queries.source.table import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from queries.eventlog.reading import Reading

EARLIEST_MS = 31_536_000_000
"""1971: earlier times are placeholders (1900-01-01, 1970-01-01) that exports write for a missing one."""


class Fate(IntEnum):
    """What becomes of a row that counts."""

    USABLE = 0
    NOBODY = 1
    NEVER = 2
    EARLY = 3
    LATE = 4


NAMED = {"kind": Meaning.EVENT, "channel": Meaning.CHANNEL, "currency": Meaning.CURRENCY}
"""The columns of a tally that tell rows apart by what the file says of them."""


def tally(connection: duckdb.DuckDBPyConnection, reading: Reading, latest_ms: int, *, added: bool) -> str:
    """Count the rows of an event table into a temporary table; its name.

    A large file is looked at once: whatever is asked of the counts is asked of a few rows. These have the columns `why`
    (a row does not count; NULL where it does), `fate`, `kind`, `channel`, `currency`; `rows`, of these `told` that tell
    an order and `back` that are refunds told beside their orders; `first` and `last` time of what is told; `money`.

    Args:
        connection: Where the table can be read.
        reading: The table.
        latest_ms: Times after it cannot have happened yet.
        added: Whether amounts are added up, without their signs; `money` is 0 otherwise.
    """
    name = quoted(f"tally of {reading.table.name}, {reading.mapping.events.index(reading.entry)}")
    apart, alike = _parted(reading)
    apart["fate"] = (
        f"CASE WHEN customer IS NULL THEN {Fate.NOBODY:d} WHEN time IS NULL THEN {Fate.NEVER:d} "
        f"WHEN time < {EARLIEST_MS} THEN {Fate.EARLY:d} WHEN time > {latest_ms} THEN {Fate.LATE:d} "
        f"ELSE {Fate.USABLE:d} END"
    )
    told = "FILTER (coalesce(orders, 1) >= 1)" if reading.counted else ""
    sums = {
        "rows": "count(*)",
        "told": f"count(*) {told}",
        "back": f"count(*) FILTER ({BACK})" if reading.told_later else "0",
        "first": f"min(time) {told}",
        "last": f"max(time) {told}",
        "money": "coalesce(sum(abs(amount::HUGEINT)), 0)" if added else "0",
    }
    columns = ", ".join(f"{value} AS {column}" for column, value in (apart | sums | alike).items())
    grouped = ", ".join(map(str, range(1, len(apart) + 1)))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {columns} FROM ({reading.marked_rows()}) GROUP BY {grouped}"
    )
    return name


def _parted(reading: Reading) -> tuple[dict[str, str], dict[str, str]]:
    """The columns whose values tell rows apart, and those of which all rows have one value; not grouped by, these cost
    nothing."""
    apart, alike = ({"why": WHY}, {}) if is_marked(reading.entry) else ({}, {"why": "NULL::VARCHAR"})
    for column, meaning in NAMED.items():
        field = reading.field(meaning)
        if field is not None and field.column:
            apart[column] = column
        else:
            alike[column] = "NULL::VARCHAR" if field is None or field.value is None else literal(field.value)
    return apart, alike


@dataclass(frozen=True)
class Sums:
    """What a tally adds up to.

    Attributes:
        fates: How many of the rows that count end how; those of no sale are not among them.
        back: Of these, the refunds told beside their orders.
        known: The rows that are usable and of a kind that is read.
        told: Of these, those that tell an order.
        first, last: The range of their times, in ms.
        money: Their amounts without signs, in ten-thousandths, where they were added up.
    """

    fates: dict[int, int]
    back: int
    known: int
    told: int
    first: int | None
    last: int | None
    money: int


def summed(connection: duckdb.DuckDBPyConnection, counts: str, usable: str) -> Sums:
    """Add up a tally; `usable` is the condition on what becomes the log's."""
    every = f"SELECT fate, sum(rows)::BIGINT, sum(back)::BIGINT FROM {counts} WHERE why IS NULL GROUP BY 1"
    fates = connection.execute(every).fetchall()
    known, told, first, last, money = connection.execute(
        f"SELECT coalesce(sum(rows), 0)::BIGINT, coalesce(sum(told), 0)::BIGINT, min(first), max(last), "
        f"coalesce(sum(money), 0)::HUGEINT FROM {counts} WHERE {usable}"
    ).fetchall()[0]
    back = sum(number for *_, number in fates)
    return Sums({fate: rows for fate, rows, _ in fates}, back, known, told, first, last, money)
