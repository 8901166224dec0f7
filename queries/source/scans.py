"""How files are read in SQL: one scan a file, several that agree joined into one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.source.table import Column, literal
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

MOST_COLUMNS = 4_000
"""Looking at so many takes half a minute; DuckDB itself breaks somewhere above ten thousand."""


@dataclass(frozen=True)
class Scan:
    """A DuckDB table function over files.

    Attributes:
        function: "read_csv", "read_json" or "read_parquet".
        options: Its options as SQL; nothing is left to DuckDB's guesses.
        files: What it reads.
        where: Which rows are data, as SQL; empty where all are.
        columns: What comes out.
        part: What this table is called in its file; empty where the file is one table.
        rows: How many rows; counted.
        notes: What has to be said about these files.
    """

    function: str
    options: str
    files: tuple[Path, ...]
    columns: tuple[Column, ...] = ()
    rows: int = 0
    notes: tuple[str, ...] = ()
    where: str = ""
    part: str = ""

    def sql(self) -> str:
        """The call, ready for FROM."""
        files = ", ".join(literal(str(file)) for file in self.files)
        call = f"{self.function}([{files}]{self.options and ', '}{self.options})"
        return f"(SELECT * FROM {call} WHERE {self.where})" if self.where else call


def structure(columns: Iterable[Column]) -> str:
    """Columns and types as the `columns` option of DuckDB's table functions."""
    return "{" + ", ".join(f"{literal(column.name)}: {literal(column.type)}" for column in columns) + "}"


def described(connection: duckdb.DuckDBPyConnection, source: str, name: str) -> tuple[Column, ...]:
    """The columns of what can stand after FROM; `name` is what people call it.

    Raises:
        SourceError: There are too many of them.
    """
    rows = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    refuse_too_wide(name, len(rows))
    return tuple(Column(name, type_) for name, type_, *_ in rows)


def refuse_too_wide(name: str, columns: int) -> None:
    """Refuse a table of so many columns that looking at them would take longer than anybody waits."""
    if columns > MOST_COLUMNS:
        raise SourceError(
            say(
                "{name} has {columns:,} columns, and at most {most_columns:,} can be looked at.",
                name=name,
                columns=columns,
                most_columns=MOST_COLUMNS,
            ),
            say("Write a copy with those that say who, when and how much."),
        )


def together(scans: Iterable[Scan]) -> str:
    """A query over all scans, columns matched by name; those that agree become one."""
    merged: dict[tuple[str, str, str, tuple[Column, ...]], Scan] = {}
    for scan in scans:
        key = (scan.function, scan.options, scan.where, scan.columns)
        same = merged.get(key)
        merged[key] = replace(same, files=same.files + scan.files) if same else scan
    return " UNION ALL BY NAME ".join(f"SELECT * FROM {scan.sql()}" for scan in merged.values())
