"""Customers of a log: ids of every type and letter, dense codes, sorted; those without events too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.errors import QuestionError
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, Mapping
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

DAY = "DATE '2024-01-31' AS time"
ODD = [
    "O'Brien",
    '"quoted"',
    "a;b,c",
    "line\nbreak",
    "\x1b[31mred\x07",
    "tab\tid",
    "nul\x00byte",
    "李雷",
    "Ñandú",
    "👩🏽",
    "x\u202egnp",
    "007",
]


def ids_of(log: EventLog) -> list[object]:
    return log.customers.collect()["id"].to_list()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("10, 9, 100, NULL", [9, 10, 100]),
        ("10::UTINYINT, 9::UTINYINT", [9, 10]),
        ("-5::BIGINT, 9223372036854775807::BIGINT", [-5, 2**63 - 1]),
        ("18446744073709551615::UBIGINT", ["18446744073709551615"]),
        ("17850.0::DOUBLE, 9.5::DOUBLE, 'nan'::DOUBLE", ["17850", "9.5"]),
        ("'17850.0', '17850', 'b.0', ' c '", ["17850", "b.0", "c"]),
        ("'', '  ', 'd'", ["d"]),
        ("'6f0b2f6e-0000-4000-8000-000000000001'::UUID", ["6f0b2f6e-0000-4000-8000-000000000001"]),
        ("5.00::DECIMAL(10,2)", ["5.00"]),
    ],
)
def test_ids_of_any_type(table_log: Callable[..., EventLog], values: str, expected: list[object]) -> None:
    log = table_log(f"SELECT unnest([{values}]) AS customer, DATE '2024-01-31' AS time")
    assert ids_of(log) == expected


def test_ids_of_any_letters_stay_what_they_are(log_of: Callable[..., EventLog]) -> None:
    log = log_of(*((name, "2024-01-31") for name in ODD))
    assert sorted(map(str, ids_of(log))) == sorted(ODD)
    assert log.customers.collect()["customer"].to_list() == list(range(len(ODD)))


def test_events_are_sorted_by_customer_then_time_and_refer_to_their_customer(log_of: Callable[..., EventLog]) -> None:
    rows = [("b", "2024-01-03"), ("a", "2024-01-02"), ("b", "2024-01-01"), ("c", "2024-01-01"), ("a", "2024-01-01")]
    log = log_of(*rows)
    events = log.events.join(log.customers, on="customer", how="left", maintain_order="left").collect()
    assert [(row["id"], str(row["time"].date())) for row in events.iter_rows(named=True)] == sorted(rows)
    assert events["day"].to_list() == [0, 1, 0, 2, 0]


def test_rows_of_one_instant_keep_the_order_of_the_file(table_log: Callable[..., EventLog]) -> None:
    log = table_log(
        "SELECT 'a' AS customer, DATE '2024-01-31' AS time, i::DOUBLE AS amount FROM range(5000) r(i)", amount="amount"
    )
    assert log.events.collect()["amount"].is_sorted()


def test_customers_of_the_customer_table_without_events_are_known(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("b", "2024-01-01"), customers=[("a", "Rome"), ("b", "Bern"), ("z", None), (None, "Oslo")])
    assert log.size == 3
    assert log.customers.collect().rows() == [(0, "a", "Rome"), (1, "b", "Bern"), (2, "z", None)]
    assert log.events.collect()["customer"].to_list() == [1]


def test_customers_of_rows_that_are_all_set_aside_are_not_known(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("a", "2024-01-01"), ("early", "1900-01-01"), ("late", "2099-01-01"), ("never", None))
    assert ids_of(log) == ["a"]


def test_one_row(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("a", "2024-02-29 23:59:59.999", "purchase", 5))
    assert (log.rows, log.size) == (1, 1)
    assert log.events.select("customer", "day", "amount").collect().rows() == [(0, 0, 50_000)]


def test_one_customer_with_many_rows(log_of: Callable[..., EventLog]) -> None:
    log = log_of(*(("a", f"2024-01-{day:02}") for day in range(28, 0, -1)))
    assert log.events.collect()["day"].to_list() == list(range(28))


@pytest.mark.parametrize(
    "select",
    [
        "SELECT 'a' AS customer, DATE '2024-01-31' AS time WHERE false",
        "SELECT NULL::VARCHAR AS customer, DATE '2024-01-31' AS time",
        "SELECT 'a' AS customer, NULL::DATE AS time",
    ],
)
def test_nothing_to_read_is_said(table_log: Callable[..., EventLog], select: str) -> None:
    with pytest.raises(QuestionError, match="no row with a customer and a usable time") as error:
        table_log(select)
    assert error.value.todo


def test_numbers_in_one_table_and_text_in_another_are_the_same_customer(
    database: Callable[..., Path], entry_of: Callable[..., EventTable]
) -> None:
    path = database(
        "CREATE TABLE events AS SELECT '17850.0' AS customer, DATE '2024-01-31' AS time",
        "CREATE TABLE visits AS SELECT 17850 AS customer, DATE '2024-01-30' AS time",
        "CREATE TABLE people AS SELECT 17850.0::DOUBLE AS nr, 'Rome' AS city",
    )
    mapping = Mapping(events=(entry_of(), entry_of("visits")), customers=CustomerTable("people", "nr", ("city",)))
    log = build(open_source([path]), mapping)
    assert log.customers.collect().rows() == [(0, "17850", "Rome")]
    assert log.rows == 2


@pytest.mark.parametrize("format_", ["parquet", "csv"])
def test_exports_give_the_same_log_as_a_database(
    log_of: Callable[..., EventLog], tmp_path: Path, format_: str, entry_of: Callable[..., EventTable]
) -> None:
    frame = pl.DataFrame({"customer": ["b", "a"], "time": ["2024-01-02", "2024-01-01"], "amount": [1.5, 2.25]})
    path = tmp_path / f"events.{format_}"
    getattr(frame, f"write_{format_}")(path)
    log = build(open_source([path]), Mapping(events=(entry_of(amount="amount"),), roles={"purchase": ("purchase",)}))
    expected = log_of(("b", "2024-01-02", "purchase", 1.5), ("a", "2024-01-01", "purchase", 2.25)).events.collect()
    same = ["customer", "time", "day", "amount"]
    assert log.events.select(same).collect().equals(expected.select(same))
