"""Tabs, non-breaking and invisible blanks around cells: taken away where a file has them, for they say nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.source.table import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from queries.source.table import Table

BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"
"""What stands around texts of exports and says nothing."""

SAMPLE = 2_000
"""So many first rows tell whether a program wrote blanks around cells: it does so in all of them."""

TOGETHER = 100
"""So many columns are looked at in one statement: DuckDB takes the square of them."""


def without_blanks(connection: duckdb.DuckDBPyConnection, table: Table) -> Table:
    """The table with cells without such blanks around them, where its first rows have some.

    Taking them away costs more than reading, so that it is done only in columns that need it.
    """
    texts = [column.name for column in table.columns if column.type == "VARCHAR"]
    padded = [
        name
        for first in range(0, len(texts), TOGETHER)
        for name in _padded(connection, table, texts[first : first + TOGETHER])
    ]
    if not padded:
        return table
    bare = ", ".join(f"trim({quoted(name)}, {literal(BLANKS)}) AS {quoted(name)}" for name in padded)
    return replace(table, sql=f"(SELECT * REPLACE ({bare}) FROM {table.sql})", unfolded=True)


def _padded(connection: duckdb.DuckDBPyConnection, table: Table, names: Sequence[str]) -> list[str]:
    """Those columns that have blanks around cells."""
    odd = ", ".join(f"bool_or(trim({quoted(name)}, {literal(BLANKS)}) <> trim({quoted(name)}))" for name in names)
    (found,) = connection.execute(f"SELECT {odd} FROM (SELECT * FROM {table.sql} LIMIT {SAMPLE})").fetchall()
    return [name for name, has in zip(names, found, strict=True) if has]
