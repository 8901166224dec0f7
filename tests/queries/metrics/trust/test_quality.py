"""Data quality: the published faults of public files, every check by hand, and what a check costs nothing to miss."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries.eventlog import cache, duplicates
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, Field, Mapping
from queries.question.scope import Scope
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable


def found(result: Result, check: str, column: str | None = None) -> dict[str, Any]:
    """The one row of a check."""
    rows = result.frame.filter((pl.col("check") == check) & pl.col("column").eq_missing(pl.lit(column)))
    return rows.row(0, named=True)


def test_the_published_faults_of_cdnow(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "quality")
    repeated = found(result, "exact_duplicates")
    assert (repeated["rows"], repeated["of"], repeated["table"]) == (255, 69_659, "purchases")
    assert repeated["example"].startswith("customer: ")
    assert found(result, "zero_amount", "amount")["rows"] == 80
    assert result.findings[0] == (
        "Exact duplicates in purchases: 255 rows (0.37 %), kept; drop_duplicates in the mapping drops them."
    )


def test_the_published_faults_of_online_retail(
    online_retail: Path, entry_of: Callable[..., EventTable], answer: Callable[..., Result]
) -> None:
    source = open_source([online_retail])
    fields = {"customer": "CustomerID", "time": "InvoiceDate", "order": "InvoiceNo"}
    entry = entry_of(
        source.tables()[0].name,
        entry={"refund": "starts_with(InvoiceNo, 'C')"},
        **fields,
        price="UnitPrice",
        quantity="Quantity",
    )
    log = build(source, Mapping(events=(entry,), roles={"purchase": ("purchase",)}))
    result = answer(log, "quality")
    assert found(result, "exact_duplicates")["rows"] == 5_268
    nobody = found(result, "missing", "CustomerID")
    assert (nobody["rows"], nobody["treatment"]) == (135_080, "set aside")
    assert nobody["share"] == pytest.approx(135_080 / 541_909)
    cancelled = found(result, "refund", "InvoiceNo")
    assert (cancelled["rows"], cancelled["example"][0]) == (9_288, "C")
    lines = pl.read_parquet(online_retail)
    assert found(result, "negative_amount", "UnitPrice")["rows"] == len(lines.filter(pl.col("UnitPrice") < 0)) + len(
        lines.filter((pl.col("Quantity") < 0) & ~pl.col("InvoiceNo").cast(pl.String).str.starts_with("C")).filter(
            pl.col("UnitPrice") > 0
        )
    )


def test_every_check_of_a_table_by_hand(table_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = [
        "('a', '2024-01-01', '10', 'web')",
        "('a', '2024-01-01', '10', 'web')",
        "('a', '2024-01-01', '10', 'Web')",
        "('b', '2024-01-02', '0', NULL)",
        "('b', '2024-01-03', '-5', 'web')",
        "('c', '2024-01-04', 'ten', 'web')",
        "('c', '2024-01-05', '', 'web')",
        "('', '2024-01-05', '3', 'web')",
        "('d', 'soon', '3', 'web')",
        "('d', NULL, '3', 'web')",
        "('d', '1900-01-01', '3', 'web')",
        "('d', '2999-01-01', '3', 'web')",
        "('d', '2024-01-05 10:00', '3', 'web')",
    ]
    select = f"SELECT * FROM (VALUES {', '.join(rows)}) t(customer, time, amount, channel)"
    result = answer(table_log(select, amount="amount", channel="channel"), "quality")
    told = {(row["check"], row["column"]): row for row in result.frame.iter_rows(named=True)}
    counted = {name: row["rows"] for name, row in told.items() if row["rows"]}
    assert counted == {
        ("exact_duplicates", None): 1,
        ("missing", "customer"): 1,
        ("missing", "time"): 1,
        ("missing", "amount"): 1,
        ("missing", "channel"): 1,
        ("unreadable", "time"): 1,
        ("unreadable", "amount"): 1,
        ("far_past", "time"): 1,
        ("future", "time"): 1,
        ("zero_amount", "amount"): 1,
        ("negative_amount", "amount"): 1,
        ("mixed_formats", "time"): 2,
        ("spelling", None): 1,
        ("same_day_and_amount", None): 2,
    }
    examples = {("unreadable", "time"): "soon", ("unreadable", "amount"): "ten", ("far_past", "time"): "1900-01-01"}
    examples |= {("future", "time"): "2999-01-01", ("negative_amount", "amount"): "-5"}
    assert {name: told[name]["example"] for name in examples} == examples
    assert all(row["of"] == 13 for row in told.values() if row["table"] == "events")
    assert all(row["treatment"] is None for row in told.values() if not row["rows"])
    assert set(result.frame["check"]) <= set(result.parts["checks"][1]["check"])


def test_customers_and_refunds_that_hang_in_the_air(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(
        ("ann", "2024-01-01", "purchase", 5),
        ("ann", "2024-01-02", "refund", 5),
        ("bob", "2024-01-01", "refund", 2),
        ("bob", "2024-01-02", "purchase", 2),
        ("bob", "2024-01-03", "refund", 2),
        ("cem", "2024-01-03", "refund", 2),
        customers=[("ann", "Rome"), ("zoe", "Oslo"), ("zoe", "Bern"), ("bob", "Rome")],
    )
    result = answer(log, "quality")
    assert found(result, "orphan")["rows"] == 1
    assert (found(result, "orphan")["of"], found(result, "orphan")["example"]) == (6, "cem")
    assert (found(result, "no_event")["rows"], found(result, "no_event")["example"]) == (1, "zoe")
    assert found(result, "listed_twice")["rows"] == 1
    early = found(result, "refund_before_purchase")
    assert (early["rows"], early["of"], early["example"]) == (2, 4, "bob")


def test_the_scope_changes_nothing(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-01", "purchase", 5), ("ann", "2024-01-01", "purchase", 5), ("bob", "2024-03-01"))
    whole, part = answer(log, "quality"), answer(log, "quality", Scope(since=date(2024, 2, 1), channels=()))
    assert whole.frame.equals(part.frame)
    assert found(whole, "same_day_and_amount")["rows"] == 1


@pytest.mark.parametrize("few", [0, 500_000])
def test_duplicates_are_counted_alike_in_large_tables(
    few: int, monkeypatch: pytest.MonkeyPatch, table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    monkeypatch.setattr(duplicates, "FEW_ROWS", few)
    some = "SELECT chr((97 + i % 7)::INT) AS customer, DATE '2024-01-01' + (i % 3)::INT AS time, i % 5 AS amount"
    parts = [
        f"{some}, (i % 4)::VARCHAR AS note FROM range(1000) t(i)",  # 7 × 3 × 5 × 4 different rows
        f"{some}, (1000 + i)::VARCHAR FROM range(50) t(i)",  # all different, though their events are equal
        "SELECT NULL, DATE '2024-01-01', 1, 'same' FROM range(3)",
        "SELECT 'r', DATE '2024-01-01', -7, 'back' FROM range(2)",
    ]
    refunds = {"refund": "amount < 0"}
    log = table_log(" UNION ALL ".join(parts), amount="amount", entry=refunds)
    result = found(answer(log, "quality"), "exact_duplicates")
    assert result["rows"] == 1000 - 420 + 2 + 1
    assert "note: " in result["example"]


def test_nothing_is_read_twice_where_no_event_repeats(
    monkeypatch: pytest.MonkeyPatch, table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    monkeypatch.setattr(duplicates, "FEW_ROWS", 0)
    log = table_log("SELECT i AS customer, DATE '2024-01-01' AS time FROM range(10) t(i)")
    assert found(answer(log, "quality"), "exact_duplicates")["rows"] == 0


def test_dropped_duplicates_and_excluded_rows_are_told(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    select = "SELECT 'a' AS customer, DATE '2024-01-01' + (i // 2)::INT AS time FROM range(8) t(i)"
    dropped = found(answer(table_log(select, mapping={"drop_duplicates": True}), "quality"), "exact_duplicates")
    assert (dropped["rows"], dropped["of"], dropped["treatment"]) == (4, 8, "one of each kept")
    kept = table_log(select, entry={"where": "time > DATE '2024-01-01'"})
    excluded = found(answer(kept, "quality"), "excluded")
    assert (excluded["rows"], excluded["of"]) == (2, 8)


def test_checks_are_kept_with_the_log(tmp_path: Path, log_of: Callable[..., EventLog]) -> None:
    log = log_of(("ann", "2024-01-01", "purchase", 5), customers=[("zoe", "Oslo")])
    cache.store(tmp_path, "key", log)
    again = cache.fetch(tmp_path, "key", log.mapping)
    assert again is not None
    assert again.checks == log.checks
    assert any(entry.check == "orphan" and entry.rows == 1 for entry in again.checks)


def test_a_table_without_times_to_read_or_amounts_has_no_such_checks(
    database: Callable[..., Path], entry_of: Callable[..., EventTable], answer: Callable[..., Result]
) -> None:
    path = database("CREATE TABLE visits AS SELECT 'a' AS customer, TIMESTAMP '2024-01-01' AS time")
    entry = entry_of("visits", event=Field(value="visit"))
    log = build(open_source([path]), Mapping(events=(entry,), customers=CustomerTable("visits", "customer")))
    checks = set(answer(log, "quality").frame["check"])
    assert checks == {"exact_duplicates", "unreadable", "far_past", "future", "no_event", "orphan"}
