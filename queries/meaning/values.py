"""What the values of a table's columns look like: one sample and one aggregate query a table."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from queries.eventlog.expressions import stripped
from queries.formats.plurals import many
from queries.source.table import literal, quoted
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from queries.source import Column, Table

_TYPES = re.compile(
    r"(?P<time>DATE|TIMESTAMP.*)|(?P<number>U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)"
    r"|(?P<text>VARCHAR|ENUM.*|UUID)|(?P<bool>BOOLEAN)"
)
SAMPLE = 1_000
HEAD = 50_000
"""So many first rows of a table tell what depends on what, and what hangs on a decision."""
CELLS = 15_000_000
EXACT_CELLS = 2_000_000
FEWEST = 10_000
"""So many rows are counted at least, however many columns there are."""
TOGETHER = 16
"""So many columns are counted in one statement."""
COPY = "rows that are counted"
MISSING = ("", "null", "NULL", "None", "nan", "NaN", "N/A", "\\N")
"""Texts that stand for no value in exports."""
INFINITE = ("nan", "inf", "-inf")

Kind = Literal["time", "number", "text", "bool", "other"]


@dataclass(frozen=True)
class Values:
    """One column: its type and what is in it.

    Attributes:
        table: The table's name.
        name: The column's name.
        type: DuckDB's name of its type.
        kind: What that type holds, coarsely.
        rows: Rows looked at.
        filled: Rows with a value.
        distinct: Different values, exact in small tables and within some percent in large ones.
        exact: Whether `distinct` is exact.
        low: The smallest number, where it is a number column.
        high: The largest.
        texts: Values of the first rows as text, missing ones left out.
    """

    table: str
    name: str
    type: str
    kind: Kind
    rows: int
    filled: int
    distinct: int
    exact: bool
    low: float | None
    high: float | None
    texts: tuple[str, ...]

    @property
    def missing(self) -> float:
        """The share of rows without a value."""
        return 1 - self.filled / self.rows if self.rows else 1.0

    @property
    def unique(self) -> bool:
        """Whether (nearly) every value stands once."""
        return self.filled > 0 and self.distinct >= self.filled * (0.995 if self.exact else 0.92)

    @cached_property
    def samples(self) -> tuple[str, ...]:
        """Up to five different values, as they stand in the file."""
        return tuple(dict.fromkeys(text[:60] for text in self.texts))[:5]

    @cached_property
    def whole(self) -> bool:
        """Whether the values of the sample are whole numbers, in a number column or as text."""
        return bool(self.texts) and all(re.fullmatch(r"[+-]?\d+(\.0+)?", text.strip()) for text in self.texts)

    def share(self, pattern: str) -> float:
        """The share of sampled values that match a pattern from start to end."""
        if not self.texts:
            return 0.0
        compiled = re.compile(pattern)
        return sum(1 for text in self.texts if compiled.fullmatch(text.strip())) / len(self.texts)

    def sizes(self) -> str:
        """How many values there are, in words."""
        if not self.filled:
            return say("no values")
        values = many(self.distinct, "different value")
        words = say(
            "{values} in {rows}" if self.exact else "about {values} in {rows}",
            values=values,
            rows=many(self.rows, "row"),
        )
        missing = round(100 * self.missing)
        return say("{words}; {missing} % missing", words=words, missing=missing) if missing else words


@dataclass(frozen=True)
class TableValues:
    """One table with what its columns hold.

    Attributes:
        name, sql, kind, rows: As the source says.
        columns: What its columns hold, by name.
        head: Its first rows, ready for FROM: the whole of a small table, a copy of a part of a large one.
    """

    name: str
    sql: str
    kind: str
    rows: int
    columns: dict[str, Values]
    head: str


def look(connection: duckdb.DuckDBPyConnection, table: Table) -> TableValues:
    """Look at a table's columns: a sample of the first rows and counts over (nearly) all of them."""
    columns = [(column, _kind(column.type)) for column in table.columns]
    counts, exact = _count(connection, table, columns)
    texts = _texts(connection, table.sql, columns)
    found = {}
    for place, (column, kind) in enumerate(columns):
        filled, distinct, low, high = counts[1 + 4 * place : 5 + 4 * place]
        found[column.name] = Values(
            table.name, column.name, column.type, kind, counts[0], filled, distinct, exact,
            _number(low), _number(high), texts[place],
        )  # fmt: skip
    rows = table.rows or counts[0]
    return TableValues(table.name, table.sql, table.kind, rows, found, _head(connection, table, rows))


def _head(connection: duckdb.DuckDBPyConnection, table: Table, rows: int) -> str:
    """The first rows of a table: copied where it is large or a view, so that no question about them reads it again."""
    if rows <= HEAD and table.kind != "view":
        return table.sql
    name = quoted(f"first rows of {table.name}")
    connection.sql(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {table.sql} LIMIT {HEAD}")
    return name


def _count(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[tuple[Column, Kind]]
) -> tuple[list[Any], bool]:
    """The counts of all columns, exact in small tables; in large ones estimates over the first rows."""
    for cells, exact in ((EXACT_CELLS, True), (CELLS, False)):
        limit = max(FEWEST, cells // max(1, len(columns)))
        if exact and table.rows is not None and table.rows > limit:
            continue
        # A prefix is enough to tell what a column is, and bounds the time on a table of any size.
        whole = table.rows is not None and table.rows <= limit
        prefix = table.sql if whole else f"(SELECT * FROM {table.sql} LIMIT {limit})"
        counts = _counted(
            connection, prefix if table.kind == "table" else _once(connection, prefix, columns), columns, exact
        )
        if counts[0] < limit:
            break
    return counts, exact


def _counted(
    connection: duckdb.DuckDBPyConnection, sql: str, columns: Sequence[tuple[Column, Kind]], exact: bool
) -> list[Any]:
    """The rows, then the counts of each column: some columns a statement, of many DuckDB takes the square."""
    counts: list[Any] = []
    for first in range(0, max(1, len(columns)), TOGETHER):
        group = columns[first : first + TOGETHER]
        parts = ["count(*)", *(part for column, kind in group for part in _counts(column, kind, exact))]
        rows, *more = connection.sql(f"SELECT {', '.join(parts)} FROM {sql}").fetchall()[0]
        counts += more if counts else [rows, *more]
    return counts


def _once(connection: duckdb.DuckDBPyConnection, sql: str, columns: Sequence[tuple[Column, Kind]]) -> str:
    """A file or view as it is where one statement reads it, else a copy: each would read it from its beginning."""
    if len(columns) <= TOGETHER:
        return sql
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(COPY)} AS SELECT * FROM {sql}")
    return quoted(COPY)


def _kind(type_: str) -> Kind:
    """What a DuckDB type holds, coarsely."""
    match = _TYPES.fullmatch(type_)
    return match.lastgroup if match and match.lastgroup in ("time", "number", "text", "bool") else "other"  # type: ignore[return-value]


def present(column: str, kind: str, type_: str = "") -> str:
    """SQL that is the column, or null where the value only stands for a missing one."""
    if kind == "text":
        name = f"{quoted(column)}::VARCHAR" if type_ not in ("", "VARCHAR") else quoted(column)
        words = ", ".join(map(literal, MISSING))
        # Blanks that are no blank of the keyboard stand around cells, and in cells that hold nothing.
        return f"CASE WHEN {stripped(name)} IN ({words}) THEN NULL ELSE {name} END"
    if type_ in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN isfinite({quoted(column)}) THEN {quoted(column)} END"
    return quoted(column)


def _counts(column: Column, kind: Kind, exact: bool) -> list[str]:
    """SQL for one column's filled, distinct, lowest and highest."""
    if kind == "other":
        return [f"count({quoted(column.name)})", "0", "NULL", "NULL"]
    value = present(column.name, kind, column.type)
    distinct = f"count(DISTINCT {value})" if exact else f"approx_count_distinct({value})"
    bounds = [f"min({value})", f"max({value})"] if kind == "number" else ["NULL", "NULL"]
    return [f"count({value})", distinct, *bounds]


def _texts(
    connection: duckdb.DuckDBPyConnection, sql: str, columns: Sequence[tuple[Column, Kind]]
) -> list[tuple[str, ...]]:
    """The values of the first rows as text, by column.

    What is missing is left out here: hundreds of conditions in one statement take DuckDB the square of them.
    """
    chosen = ", ".join("NULL" if kind == "other" else f"{quoted(column.name)}::VARCHAR" for column, kind in columns)
    rows = connection.sql(f"SELECT {chosen} FROM (SELECT * FROM {sql} LIMIT {SAMPLE})").fetchall()
    return [
        tuple(row[place].strip() for row in rows if not _is_missing(row[place], kind))
        for place, (_, kind) in enumerate(columns)
    ]


def _is_missing(text: str | None, kind: Kind) -> bool:
    """Whether a value only stands for a missing one, as `present` has it."""
    return text is None or (kind == "text" and text.strip(" ") in MISSING) or (kind == "number" and text in INFINITE)


def _number(value: Any) -> float | None:
    """A bound as a plain number."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)
