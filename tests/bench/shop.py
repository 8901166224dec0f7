"""The benchmark's files: the sample shop, its events as one table for the SQL, and its log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import duckdb

from queries.session import Options, Session
from sample_data import customers_for, generate
from tests.bench.cases import SQL

if TYPE_CHECKING:
    from pathlib import Path

    from queries.eventlog.model import EventLog

AS_OF = "2025-01-01"


def make_shop(folder: Path, rows: int) -> Path:
    """A sample shop of about so many events."""
    shop = folder / "shop.duckdb"
    generate(shop, customers=customers_for(rows))
    return shop


def make_table(folder: Path, shop: Path) -> Path:
    """The same events as one DuckDB table, ready for hand-written SQL."""
    path = folder / "events.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"ATTACH '{shop}' AS shop (READ_ONLY)")
        for made in ("events.sql", "touches.sql", "lines.sql"):
            connection.execute((SQL / made).read_text("utf-8"), {"as_of": AS_OF})
        connection.execute("CREATE TABLE customers AS SELECT customer_id AS customer FROM shop.customers")
        for table in ("survey", "support"):
            said = f"SELECT customer_id AS customer, * EXCLUDE customer_id FROM shop.{table}"
            connection.execute(f"CREATE TABLE {table} AS {said}")
        facts = "SELECT customer_id AS customer, * EXCLUDE customer_id FROM shop.customers"
        connection.execute(f"CREATE TABLE people AS {facts}")
        arms = "SELECT customer_id AS customer, * EXCLUDE customer_id FROM shop.experiment"
        connection.execute(f"CREATE TABLE arms AS {arms}")
    return path


def make_log(folder: Path, shop: Path) -> tuple[EventLog, float]:
    """The event log, built and kept, and the seconds that took from opening the file."""
    started = time.perf_counter()
    session = Session([shop], Options(cache_folder=folder / "logs"))
    session.look()
    log = session.load().log
    return log, time.perf_counter() - started


def open_log(folder: Path, shop: Path) -> EventLog:
    """The log that `make_log` kept, with what it does not hold itself within reach."""
    session = Session([shop], Options(cache_folder=folder / "logs"))
    session.look()
    return session.load().log
