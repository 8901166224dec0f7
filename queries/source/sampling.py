"""Which rows of a table stand for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.source.values import selection

if TYPE_CHECKING:
    from queries.source.table import Table

SCANNED_AT_MOST = 5_000_000
"""Up to this many rows of a file are read for a sample: about a second."""


def sample_query(table: Table, rows: int) -> str:
    """A query for some rows of a table, the same ones each time.

    In a DuckDB table any row is found by its number at once, so they come from all over it; a file has
    to be read in full for that, so a large one gives its first rows, as does a view, of unknown cost.
    """
    columns = selection((column.name, column.type) for column in table.columns)
    start = f"SELECT {columns} FROM {table.sql}"
    if table.rows is None or table.rows <= rows:
        return f"{start} LIMIT {rows}"
    if table.kind == "table" and not table.unfolded:
        step = table.rows / rows
        # Shifted by a hash, so that rows that repeat in a rhythm do not all look alike.
        chosen = f"SELECT floor((i + hash(i) % 1000 / 1000.0) * {step})::BIGINT FROM range({rows}) r(i)"
        return f"{start} WHERE rowid IN ({chosen}) LIMIT {rows}"
    if table.rows <= SCANNED_AT_MOST:
        return f"{start} USING SAMPLE reservoir({rows} ROWS) REPEATABLE (1)"
    return f"{start} LIMIT {rows}"
