"""What is known of customers: from a table of their own, and from their events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, Mapping
from queries.question.question import Question
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

DAY = "DATE '2024-01-31' AS time"


@pytest.fixture
def described(database: Callable[..., Path], entry_of: Callable[..., EventTable]) -> Callable[..., EventLog]:
    """Builds the log of ann's and bob's purchases beside a customer table `SELECT …`."""

    def make(select: str, *attributes: str, key: str = "id") -> EventLog:
        path = database(
            f"CREATE TABLE events AS SELECT unnest(['ann', 'bob']) AS customer, {DAY}, 5 AS amount",
            f"CREATE TABLE people AS {select}",
        )
        customers = CustomerTable("people", key, attributes)
        roles = {"purchase": ("purchase",)}
        entry = entry_of(amount="amount")
        return build(open_source([path]), Mapping(events=(entry,), customers=customers, roles=roles))

    return make


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("'34', '7'", [34, 7]),
        ("'10115', '80331'", [10115, 80331]),
        ("'1.5', '2'", [1.5, 2.0]),
        ("'2024-01-31', NULL", [date(2024, 1, 31), None]),
        ("'01067', '80331'", ["01067", "80331"]),
        ("'+49151', '49152'", ["+49151", "49152"]),
        ("'34', 'old'", ["34", "old"]),
        ("NULL, NULL", [None, None]),
        ("DATE '2024-01-31', DATE '9999-12-31'", [date(2024, 1, 31), None]),
        ("true, false", [True, False]),
        ("INTERVAL 1 DAY, INTERVAL 2 DAY", ["1 day", "2 days"]),
        ("['a', 'b'], []", ["[a, b]", "[]"]),
    ],
)
def test_attributes_keep_or_get_their_type(
    described: Callable[..., EventLog], values: str, expected: list[object]
) -> None:
    log = described(f"SELECT unnest(['ann', 'bob']) AS id, unnest([{values}]) AS x", "x")
    read = log.customers.collect()["x"].to_list()
    assert read == expected
    assert [type(value) for value in read] == [type(value) for value in expected]


def test_the_first_of_several_rows_of_a_customer_counts(described: Callable[..., EventLog]) -> None:
    select = "SELECT CASE WHEN i % 2 = 0 THEN 'ann' ELSE 'c' || i END AS id, i AS x FROM range(4000) r(i)"
    log = described(select, "x")
    assert log.customers.collect()["x"][0] == 0
    assert [(entry.reason, entry.rows) for entry in log.set_aside] == [
        ("customer listed more than once, first row kept", 1999)
    ]


def test_on_events_the_latest_value_wins(table_log: Callable[..., EventLog]) -> None:
    select = """SELECT * FROM (VALUES
        ('ann', DATE '2024-01-03', 'Rome'), ('ann', DATE '2024-01-01', 'Oslo'), ('ann', DATE '2024-01-09', NULL),
        ('bob', DATE '2024-01-01', NULL), ('cem', DATE '2099-01-01', 'Bonn'), ('cem', DATE '2024-01-01', 'Kiel')
    ) r(customer, time, city)"""
    log = table_log(select, entry={"attributes": ("city",)})
    assert log.attributes == ("city",)
    assert log.customers.collect()["city"].to_list() == ["Rome", None, "Kiel"]


def test_a_column_called_as_a_figure_or_as_the_log_calls_its_own(
    described: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    names = ("customer", "id", "revenue", "orders", "event", "channel", "segment", "first_purchase")
    columns = ", ".join(f"'x' AS {name}" for name in names if name != "id")
    log = described(f"SELECT unnest(['ann', 'bob']) AS nr, 'y' AS id, {columns}", *names, key="nr")
    assert log.customers.collect()["id"].to_list() == ["ann", "bob"]
    assert log.attributes == tuple(name if name == "segment" else f"customer {name}" for name in names)
    table = Runner(log).customers(Question.of("frequency"), {"period": log.first_day})
    assert table.select("id", "revenue", "customer revenue", "segment").rows() == [
        ("ann", 5.0, "x", "x"),
        ("bob", 5.0, "x", "x"),
    ]
    assert answer(log, "customer", id="ann").parts["attributes"][1]["value"].to_list() == ["ann", "x", "y", *"xxxxxx"]
    assert answer(log, "frequency", split="customer channel").frame["customers"].to_list() == [2]
