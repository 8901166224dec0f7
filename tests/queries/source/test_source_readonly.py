"""Whatever statement a connection is given, the files that are open and their folder stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from queries.errors import RegularsError
from queries.source import open_source

if TYPE_CHECKING:
    from pathlib import Path

    from queries.source import Source

WRITES = "(FORMAT csv, USE_TMP_FILE false)"
STATEMENTS = [
    "COPY (SELECT 42) TO '{file}' " + WRITES,
    "COPY (SELECT 42) TO '{file}'",
    "copy (SELECT 42) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)",
    "COPY orders TO '{folder}/beside.csv' " + WRITES,
    "SELECT 1; COPY (SELECT 42) TO '{file}' " + WRITES,
    "COPY (SELECT 42) TO '{file}' " + WRITES + "; SELECT 1",
    "WITH x AS (COPY (SELECT 42) TO '{file}' " + WRITES + ") SELECT 1",
    "WITH é AS (/* */CoPy/**/(SELECT 42) TO '{file}' " + WRITES + ") SELECT 'é'",
    "CREATE TEMP TABLE t AS WITH x AS (COPY (SELECT 42) TO '{file}' " + WRITES + ") SELECT 1",
    "EXPLAIN ANALYZE COPY (SELECT 42) TO '{file}' " + WRITES,
    "PREPARE p AS COPY (SELECT 42) TO '{file}' " + WRITES,
    "EXPORT DATABASE '{folder}/exported'",
    "ATTACH '{folder}/new.duckdb'",
    "ATTACH '{file}' AS again",
    "COPY FROM DATABASE memory TO again",
    "SET allowed_directories = ['/']",
    "SET log_query_path = '{folder}/queries.log'",
    "PRAGMA profile_output = '{folder}/profile'",
    "CALL enable_logging(storage = 'file', storage_path = '{folder}/logs')",
    "SELECT * FROM enable_logging(storage = 'file', storage_path = '{folder}/logs')",
    "CREATE PERSISTENT SECRET s IN '{folder}' (TYPE http)",
    "CREATE TABLE '{folder}/x.csv' AS SELECT * FROM read_csv('{folder}/other.csv')",
    "INSTALL httpfs FROM '{folder}'",
    "LOAD '{file}'",
    "VACUUM",
    "",
]


def opened(folder: Path, kind: str, shop: Path) -> Path:
    """A file of a kind, alone in its folder but for another that nobody named."""
    folder.mkdir()
    (folder / "other.csv").write_text("a\n1\n")
    path = folder / f"orders.{kind}"
    if kind == "duckdb":
        path.write_bytes(shop.read_bytes())
    else:
        with duckdb.connect() as connection:
            connection.execute(f"COPY (SELECT i AS id, 'copy' AS copy FROM range(100) r(i)) TO '{path}'")
    return path


@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "duckdb"])
def test_no_statement_changes_a_file(tmp_path: Path, shop: Path, kind: str) -> None:
    path = opened(tmp_path / "data", kind, shop)
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir()}
    source = open_source([path])
    for statement in STATEMENTS:
        sql = statement.format(file=path, folder=path.parent)
        for ask in (queried, executed):
            with pytest.raises(RegularsError):
                ask(source, sql)
    after = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir()}
    assert after == before
    assert source.query("SELECT count(*) AS n FROM orders").item() == 100


def queried(source: Source, sql: str) -> None:
    source.query(sql)


def executed(source: Source, sql: str) -> None:
    with source.connect() as connection:
        connection.execute(sql).fetchall()


def test_a_column_called_copy_is_read(tmp_path: Path, shop: Path) -> None:
    source = open_source([opened(tmp_path / "data", "csv", shop)])
    assert source.query("""SELECT count(*) AS n FROM orders WHERE "copy" = 'copy'""").item() == 100
