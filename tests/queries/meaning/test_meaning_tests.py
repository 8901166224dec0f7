"""The table of a test: which column is the arm, which the outcome, and what it is where nothing else is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from queries.eventlog.build import build
from queries.mapping.model import EventTable, Field, Mapping, Meaning
from queries.meaning.guess import guess
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PEOPLE = "FROM range(400) t(n)"
ORDERS = (
    f"CREATE TABLE orders AS SELECT n AS order_id, 'c' || n % 200 AS customer_id, "
    f"TIMESTAMP '2024-01-01' + INTERVAL (n) HOUR AS ordered_at, n % 50 + 0.5 AS amount {PEOPLE}"
)


def table_of(mapping: Mapping, name: str) -> EventTable:
    return next(entry for entry in mapping.events if entry.table == name)


@pytest.mark.parametrize(
    ("columns", "variant", "converted"),
    [
        ("n % 2 AS variant, n % 7 = 0 AS converted", Field("variant"), Field("converted")),
        ("['a', 'b', 'c'][n % 3 + 1] AS test_group, (n % 7 = 0)::INT AS conversion", Field("test_group"),
         Field("conversion")),
        ("['x', 'y'][n % 2 + 1] AS arm, CASE WHEN n % 7 = 0 THEN TIMESTAMP '2024-02-02' END AS converted_at",
         Field("arm"), Field("converted_at")),
        ("['x', 'y'][n % 2 + 1] AS treatment, n AS score", Field("treatment"), None),
    ],
)  # fmt: skip
def test_arm_and_outcome_are_found(
    database: Callable[..., Path], columns: str, variant: Field, converted: Field | None
) -> None:
    test = (
        f"CREATE TABLE experiment AS SELECT 'c' || n AS customer_id, TIMESTAMP '2024-02-01' AS assigned_at, {columns}"
    )
    mapping = guess(open_source([database(ORDERS, f"{test} {PEOPLE}")])).mapping
    entry = table_of(mapping, "experiment")
    assert entry.fields[Meaning.VARIANT] == variant
    assert entry.fields.get(Meaning.CONVERTED) == converted
    assert mapping.activity["experiment"].kind == "ignore"
    assert entry.attributes == () or converted is None  # a test without an outcome may describe its customers


def test_a_test_by_another_name_is_known_by_its_outcome(database: Callable[..., Path]) -> None:
    test = (
        "CREATE TABLE ab AS SELECT 'c' || n AS user_id, TIMESTAMP '2024-02-01' AS timestamp, "
        f"['control', 'treatment'][n % 2 + 1] AS \"group\", n % 7 = 0 AS converted {PEOPLE}"
    )
    entry = table_of(guess(open_source([database(test)])).mapping, "ab")
    assert (entry.fields[Meaning.VARIANT], entry.fields[Meaning.CONVERTED]) == (Field("group"), Field("converted"))


def test_where_a_test_is_all_there_is_its_rows_are_events(database: Callable[..., Path]) -> None:
    test = (
        "CREATE TABLE experiment AS SELECT 'c' || n AS user_id, TIMESTAMP '2024-02-01' AS assigned_at, "
        f"['a', 'b'][n % 2 + 1] AS variant, n % 7 = 0 AS converted {PEOPLE}"
    )
    source = open_source([database(test)])
    assert build(source, guess(source).mapping).rows == 400


@pytest.mark.parametrize(
    "columns",
    ["n AS variant, true AS converted", "'a' AS variant, n % 2 = 0 AS converted", "n % 3 AS size, n % 2 AS rating"],
)
def test_a_table_without_arms_is_no_test(database: Callable[..., Path], columns: str) -> None:
    test = (
        f"CREATE TABLE experiment AS SELECT 'c' || n AS customer_id, TIMESTAMP '2024-02-01' AS assigned_at, {columns}"
    )
    guessed = guess(open_source([database(ORDERS, f"{test} {PEOPLE}")]))
    assert [entry.table for entry in guessed.mapping.events] == ["orders"]
    told = [finding.reason for finding in guessed.findings if finding.table == "experiment"]
    assert told == ["It is named after an experiment, and no column of it says who was in which group."]


def test_groups_of_ordinary_tables_are_no_arms(database: Callable[..., Path]) -> None:
    orders = f"{ORDERS.removesuffix(PEOPLE)}, ['a', 'b'][n % 2 + 1] AS price_group {PEOPLE}"
    mapping = guess(open_source([database(orders)])).mapping
    fields: dict[Meaning, Any] = table_of(mapping, "orders").fields
    assert Meaning.VARIANT not in fields
