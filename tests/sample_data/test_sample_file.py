"""The file: its counts, keys, sums and faults are the truth's; DuckDB 1.x can read it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from sample_data import Effects, Truth, customers_for, generate, read_truth
from sample_data.__main__ import main
from sample_data.schema import EVENT_TABLES, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Shop


@pytest.mark.parametrize("table", TABLES)
def test_counts_are_the_truth(shop: Shop, table: str) -> None:
    assert shop.one(f"SELECT count(*) FROM {table}") == (shop.truth.counts[table],)
    assert shop.truth.counts[table] > 0


def test_events_are_the_rows_of_the_event_tables(shop: Shop) -> None:
    assert shop.truth.events == sum(shop.truth.counts[table] for table in EVENT_TABLES)
    assert customers_for(shop.truth.events) == pytest.approx(shop.truth.customers, rel=0.05)
    assert customers_for(1) == 1


@pytest.mark.parametrize(
    ("fault", "sql"),
    [
        (
            "order_duplicates",
            "SELECT (SELECT count(*) FROM orders) - (SELECT count(*) FROM (SELECT DISTINCT * FROM orders))",
        ),
        ("order_missing_ids", "SELECT count(*) FROM orders WHERE customer_id IS NULL"),
        ("order_future_dates", "SELECT count(*) FROM orders WHERE year(ordered_at) = 2099"),
        (
            "order_mixed_case_channels",
            "SELECT count(*) FROM orders WHERE channel NOT IN ('web', 'app', 'store', 'email', 'phone')",
        ),
        ("page_view_missing_ids", "SELECT count(*) FROM page_views WHERE customer_id IS NULL"),
    ],
)
def test_planted_faults_are_found(shop: Shop, bare: Shop, fault: str, sql: str) -> None:
    assert shop.one(sql) == (getattr(shop.truth.faults, fault),)
    assert getattr(shop.truth.faults, fault) > 0
    assert bare.one(sql) == (0,) == (getattr(bare.truth.faults, fault),)


def test_every_known_fault_is_tested_and_mended_easily(shop: Shop) -> None:
    assert len(fields(shop.truth.faults)) == 5
    assert shop.one("SELECT count(DISTINCT lower(trim(channel))) FROM orders") == (5,)
    drawn = shop.truth.drawn
    orders = drawn.buyers + drawn.repeat_orders + drawn.same_day_orders + drawn.offer_orders
    assert shop.one("SELECT count(DISTINCT order_id) FROM orders") == (orders,)


def test_orders_are_the_sum_of_their_lines(shop: Shop, bare: Shop) -> None:
    wrong = """
        SELECT count(*) FROM (SELECT DISTINCT order_id, amount FROM orders) AS o
        FULL JOIN (SELECT order_id, sum(quantity * price) AS total FROM order_lines GROUP BY order_id) AS l
        USING (order_id) WHERE amount IS DISTINCT FROM total"""
    assert shop.one(wrong) == bare.one(wrong) == (0,)
    assert shop.one("SELECT min(price) > 0, min(quantity) FROM order_lines") == (True, 1)


def test_refunds_pay_back_what_was_paid_afterwards(shop: Shop) -> None:
    wrong = """
        SELECT count(*) FROM refunds AS r LEFT JOIN (SELECT DISTINCT * FROM orders) AS o USING (order_id)
        WHERE r.customer_id IS DISTINCT FROM o.customer_id OR r.amount > o.amount OR refunded_at <= ordered_at
           OR (r.amount = o.amount) <> (status = 'refunded') OR status = 'paid'"""
    assert shop.one(wrong) == (0,)
    assert shop.one("SELECT count(*) FROM orders WHERE status <> 'paid'") == (shop.truth.counts["refunds"],)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("customers", "customer_id"),
        ("customers", "email"),
        ("products", "product_id"),
        ("products", "name"),
        ("refunds", "refund_id"),
        ("refunds", "order_id"),
        ("support", "ticket_id"),
        ("experiment", "customer_id"),
        ("order_lines", "(order_id, line)"),
    ],
)
def test_keys_are_unique(shop: Shop, table: str, key: str) -> None:
    assert shop.one(f"SELECT count(*) - count(DISTINCT {key}) FROM {table}") == (0,)


def test_duckdb_1_can_read_the_file(shop: Shop) -> None:
    header = shop.path.read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64  # the storage version of 0.10 to 1.1
    assert not shop.path.with_name("shop.duckdb.wal").exists()


def test_truth_is_beside_the_file(shop: Shop) -> None:
    assert read_truth(shop.path.with_name("shop.truth.json")) == shop.truth
    assert (shop.truth.first_day, shop.truth.as_of) == (date(2023, 1, 2), date(2025, 1, 1))
    assert sorted(found.name for found in shop.path.parent.iterdir()) == ["shop.duckdb", "shop.truth.json"]


def _content(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return [row for table in TABLES for row in connection.execute(f"SELECT {table} FROM {table}").fetchall()]


def test_a_seed_gives_the_same_rows(tmp_path: Path) -> None:
    made: dict[str, Truth] = {}
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        made[name] = generate(tmp_path / f"{name}.duckdb", customers=300, seed=seed)
    one, two, other = (_content(tmp_path / f"{name}.duckdb") for name in made)
    assert one == two
    assert made["one"] == made["two"]
    assert one != other


@pytest.mark.parametrize("effects", [Effects(), Effects.none()])
@pytest.mark.parametrize("customers", [1, 2, 7])
def test_tiny_shops(tmp_path: Path, customers: int, effects: Effects) -> None:
    for seed in range(4):
        truth = generate(tmp_path / f"{seed}.duckdb", customers=customers, seed=seed, effects=effects)
        assert truth.counts["customers"] == customers


def test_an_existing_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "it's mine.duckdb"
    assert main([str(path), "--customers", "20", "--seed", "1"]) == 0
    assert "20 customers" in capsys.readouterr().out
    before = path.read_bytes()
    assert main([str(path)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert path.read_bytes() == before
    with pytest.raises(ValueError, match="at least one"):
        generate(tmp_path / "none.duckdb", customers=0)
    with pytest.raises(SystemExit):
        main([str(tmp_path / "none.duckdb"), "--customers", "0"])
