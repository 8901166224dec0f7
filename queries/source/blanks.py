"""Tabs, non-breaking and invisible blanks around cells: taken away where a file has them, for they say nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.source.table import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from queries.source.table import Table

BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"
"""What stands around texts of exports and says nothing."""

SAMPLE = 2_000
"""So many first rows tell whether a program wrote blanks around cells: it does so in all of them."""


def without_blanks(connection: duckdb.DuckDBPyConnection, table: Table) -> Table:
    """The table with cells without such blanks around them, where its first rows have some.

    Taking them away costs more than reading, so that it is done only in columns that need it.
    """
    texts = [column.name for column in table.columns if column.type == "VARCHAR"]
    if not texts:
        return table
    odd = ", ".join(f"bool_or(trim({quoted(name)}, {literal(BLANKS)}) <> trim({quoted(name)}))" for name in texts)
    (found,) = connection.execute(f"SELECT {odd} FROM (SELECT * FROM {table.sql} LIMIT {SAMPLE})").fetchall()
    padded = [name for name, has in zip(texts, found, strict=True) if has]
    if not padded:
        return table
    bare = ", ".join(f"trim({quoted(name)}, {literal(BLANKS)}) AS {quoted(name)}" for name in padded)
    return replace(table, sql=f"(SELECT * REPLACE ({bare}) FROM {table.sql})", unfolded=True)
