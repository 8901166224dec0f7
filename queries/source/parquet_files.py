"""A Parquet file as a table: DuckDB reads it as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.source.scans import Scan, described

if TYPE_CHECKING:
    import duckdb

    from queries.source.reader import Input


def read_parquet(connection: duckdb.DuckDBPyConnection, given: Input) -> Scan:
    """The scan of a Parquet file, with the types it has."""
    scan = Scan("read_parquet", "", (given.readable,))
    columns = described(connection, scan.sql(), given.file.path.name)
    counted = connection.execute(f"SELECT count(*) FROM {scan.sql()}").fetchall()
    return replace(scan, columns=columns, rows=counted[0][0])
