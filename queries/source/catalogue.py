"""Which tables, views and columns a connection offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from queries.source.table import Column, Table, quoted

if TYPE_CHECKING:
    import duckdb

_TABLES = """
SELECT schema_name, table_name, 'table', estimated_size
FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()
UNION ALL
SELECT schema_name, view_name, 'view', NULL
FROM duckdb_views() WHERE NOT internal AND database_name = current_database()
ORDER BY 1, 2
"""
_COLUMNS = """
SELECT column_name, data_type FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index
"""


def read_tables(
    connection: duckdb.DuckDBPyConnection, kind: Literal["database", "files"]
) -> tuple[Table, ...]:
    """Every table and view that is not DuckDB's own."""
    (catalog,) = connection.execute("SELECT current_database()").fetchone() or ("memory",)
    tables = []
    for schema, name, what, rows in connection.execute(_TABLES).fetchall():
        columns = connection.execute(_COLUMNS, [schema, name]).fetchall()
        tables.append(
            Table(
                name=name if schema == "main" else f"{schema}.{name}",
                kind="file" if kind == "files" else what,
                columns=tuple(Column(*column) for column in columns),
                rows=rows,
                sql=".".join(map(quoted, (catalog, schema, name))),
            )
        )
    return tuple(tables)
