"""A database and its tables, opened for the length of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from queries.source import open_source

if TYPE_CHECKING:
    from pathlib import Path


def test_a_database_shows_its_tables(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute("CREATE TABLE orders AS SELECT range AS id, INTERVAL 1 DAY AS gap FROM range(7)")
    source = open_source([tmp_path / "shop.duckdb"])
    (orders,) = source.tables()
    assert (orders.name, orders.rows, source.title) == ("orders", 7, "shop.duckdb")
    assert source.sample("orders").shape == (7, 2)
