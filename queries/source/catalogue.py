"""Which tables, views and columns a connection offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import duckdb

from queries.errors import SourceError
from queries.source.blanks import without_blanks
from queries.source.faults import why_unreadable
from queries.source.headers import named
from queries.source.patience import patiently
from queries.source.scans import described
from queries.source.table import Column, Table, quoted
from queries.source.unfolding import Unfolded, unfolded

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLES = """
SELECT schema_name, table_name, 'table', estimated_size
FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name = current_database()
UNION ALL
SELECT schema_name, view_name, 'view', NULL
FROM duckdb_views() WHERE NOT internal AND NOT temporary AND database_name = current_database()
ORDER BY schema_name <> 'main', 1, 2
"""

_COLUMNS = """
SELECT schema_name, table_name, column_name, data_type
FROM duckdb_columns() WHERE NOT internal AND database_name = current_database()
ORDER BY column_index
"""


def database_tables(connection: duckdb.DuckDBPyConnection) -> tuple[Table, ...]:
    """Every table and view of a database that is not DuckDB's own."""
    ((catalog,),) = connection.execute("SELECT current_database()").fetchall()
    entries: list[tuple[str, str, Literal["table", "view"], int | None]] = connection.execute(_TABLES).fetchall()
    names = named([table if schema == "main" else f"{schema}.{table}" for schema, table, _, _ in entries])
    tables = []
    for name, (schema, table, kind, rows) in zip(names, entries, strict=True):
        sql = ".".join(map(quoted, (catalog, schema, table)))
        columns, problem = _columns(connection, table, sql)
        try:
            with patiently(connection, kind, name):
                flat = unfolded(connection, sql, columns, numbered=kind == "table")
        except SourceError as error:
            flat, problem = Unfolded(sql, columns), error.what
        found = Table(name, kind, flat.columns, rows, flat.sql, problem, unfolded=flat.sql != sql)
        # A view may take long to answer: what stands in its cells is looked at when it is read.
        tables.append(without_blanks(connection, found) if kind == "table" else found)
    return tuple(tables)


def listed_tables(connection: duckdb.DuckDBPyConnection) -> tuple[Table, ...]:
    """Tables and views of a database as its catalogue lists them: nothing is read, and no view is asked."""
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, column, type_ in connection.execute(_COLUMNS).fetchall():
        columns.setdefault((schema, table), []).append(Column(column, type_))
    return tuple(
        Table(
            table if schema == "main" else f"{schema}.{table}", kind, tuple(columns.get((schema, table), ())), rows, ""
        )
        for schema, table, kind, rows in connection.execute(_TABLES).fetchall()
    )


def file_tables(connection: duckdb.DuckDBPyConnection, rows: Mapping[str, int]) -> tuple[Table, ...]:
    """The views over files, in the order the files were named."""
    tables = []
    for name, count in rows.items():
        columns = described(connection, quoted(name), name)
        flat = unfolded(connection, quoted(name), columns)
        table = Table(name, "file", flat.columns, count, flat.sql, unfolded=flat.sql != quoted(name))
        tables.append(without_blanks(connection, table))
    return tuple(tables)


def _columns(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> tuple[tuple[Column, ...], str]:
    """The columns of a table or view, and why it cannot be read: binding a view is enough to know."""
    try:
        return described(connection, sql, name), ""
    except SourceError as error:
        return (), error.what
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        return (), why_unreadable(name, error)
