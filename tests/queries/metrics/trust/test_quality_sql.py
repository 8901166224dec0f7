"""Data quality against hand-written SQL on the file itself: the sample shop as it is, and with faults of every kind."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from queries.question.question import Question
from queries.session import Options, Session

if TYPE_CHECKING:
    import polars as pl

    from sample_data import Truth

SQL = Path(__file__).parents[3] / "sql" / "trust" / "quality.sql"

FAULTS = (
    "INSERT INTO orders SELECT * FROM orders WHERE order_id IN (5, 6, 7)",
    "INSERT INTO orders SELECT * FROM orders WHERE order_id = 5",
    "INSERT INTO orders SELECT 900001, customer_id, ordered_at + INTERVAL 1 MINUTE, channel, amount, currency, status "
    "FROM orders WHERE order_id = 9",
    "UPDATE orders SET amount = 0 WHERE order_id IN (20, 21)",
    "UPDATE orders SET amount = -amount WHERE order_id = 22",
    "UPDATE orders SET amount = NULL WHERE order_id IN (23, 24, 25)",
    "UPDATE orders SET channel = NULL WHERE order_id IN (26, 27)",
    "UPDATE orders SET customer_id = '' WHERE order_id = 28",
    "UPDATE orders SET ordered_at = NULL WHERE order_id = 29",
    "UPDATE orders SET ordered_at = TIMESTAMP '1900-01-01' WHERE order_id IN (30, 31)",
    "UPDATE orders SET ordered_at = TIMESTAMP '2950-01-01', customer_id = NULL WHERE order_id = 32",
    "UPDATE orders SET customer_id = 'nobody' WHERE order_id IN (33, 34)",
    "INSERT INTO refunds SELECT 900001, 1, customer_id, TIMESTAMP '2023-01-02', 5, 'x' FROM customers "
    "ORDER BY customer_id DESC LIMIT 4",
    "INSERT INTO customers SELECT * FROM customers ORDER BY customer_id LIMIT 3",
    "INSERT INTO survey SELECT * FROM survey LIMIT 2",
    "ALTER TABLE survey ALTER answered_at TYPE VARCHAR USING strftime(answered_at, '%Y-%m-%d %H:%M:%S')",
    "UPDATE survey SET answered_at = left(answered_at, 10) WHERE customer_id LIKE '%7'",
    "UPDATE survey SET answered_at = 'soon' WHERE customer_id LIKE '%11'",
    "UPDATE support SET channel = NULL WHERE ticket_id = 1",
    "INSERT INTO store_visits VALUES ('C000001', TIMESTAMP '1960-01-01', 'Rome', 1)",
    "INSERT INTO social_mentions VALUES (NULL, NULL, 'photos', 'x')",
)


@pytest.mark.parametrize("faults", [(), FAULTS], ids=["as generated", "with faults of every kind"])
def test_every_count_is_that_of_sql_on_the_file(
    shop: tuple[Path, Truth], tmp_path: Path, faults: tuple[str, ...]
) -> None:
    path = tmp_path / "shop.duckdb"
    shutil.copy(shop[0], path)
    with duckdb.connect(str(path)) as connection:
        for fault in faults:
            connection.execute(fault)
    asked, session = (Session([file], Options(cache_folder=tmp_path / "logs")) for file in (shop[0], path))
    asked.look()
    session.look()
    session.settle(asked.mapping, remember=False)  # what the tables mean is not changed by what is wrong with them
    ours = told(session.load().answer(Question.of("quality")).frame)
    # The file was written today, by the clock of this machine.
    later = date.today() + timedelta(days=1)
    with duckdb.connect(str(path), read_only=True) as connection:
        theirs = told(connection.sql(SQL.read_text("utf-8").strip().removesuffix(";"), params={"later": later}).pl())
    assert {key: (ours[key], theirs.get(key)) for key in ours if ours[key] != theirs.get(key)} == {}
    assert {key for key, (rows, _) in theirs.items() if rows} <= set(ours)
    assert sum(rows > 0 for rows, _ in ours.values()) >= (20 if faults else 6)


def told(frame: pl.DataFrame) -> dict[tuple[str, str, str | None], tuple[int, int]]:
    """Check, table and column → rows that have it, and rows looked at."""
    rows = frame.select("check", "table", "column", "rows", "of").iter_rows()
    return {(check, table, column): (found, of) for check, table, column, found, of in rows}
