"""What is asked although nothing in the figures tells the readings apart: money that is not the same money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.meaning.guess import guess
from queries.session import Session
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.mapping.decisions import Decision
    from queries.mapping.guessed import Guess

ROWS = "'C' || i % 50 AS customer_id, TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS event_time"


def decided(found: Guess, about: str) -> Decision:
    (decision,) = [one for one in found.decisions if one.id.endswith(about)]
    return decision


@pytest.mark.parametrize(
    ("kind", "amount", "keys"),
    [
        ("(i % 3)::INTEGER", "CASE WHEN i % 3 = 2 THEN 2.5 END", ["2", "none"]),
        ("'k' || i % 3", "CASE WHEN i % 3 = 2 THEN 2.5 ELSE 1.25 END", ["k2", "k0", "k1", "none"]),
        ("'k' || i % 3", "CASE i % 3 WHEN 2 THEN '9,50' WHEN 1 THEN '1.200,00' ELSE '0,00' END", ["k1", "k2", "none"]),
    ],
)
def test_kinds_that_say_nothing_are_not_revenue_of_nothing(
    database: Callable[..., Path], kind: str, amount: str, keys: list[str]
) -> None:
    path = database(
        f"CREATE TABLE events AS SELECT {ROWS}, {kind} AS event_type, {amount} AS amount FROM range(600) r(i)"
    )
    session = Session([path])
    session.look()
    assert session.guess is not None
    asked = decided(session.guess, "events.purchase")
    assert not session.guess.certain
    assert asked.question.startswith("Which kind of event in “event_type” of events is a purchase (")
    assert f"“{keys[0]}” is: 200 orders of 50 customers, " in asked.question
    assert [option.key for option in asked.options] == keys
    orders = [option.figures.orders for option in asked.options if option.figures]
    assert orders == [200] * (len(keys) - 1) + [0]
    for key in (*keys, keys[0]):  # whatever was taken before
        session.decide("events.purchase", key)
        assert session.mapping.roles.get("purchase", ()) == (() if key == "none" else (key,))
    assert session.certain


@pytest.mark.parametrize(
    "table",
    [
        "CASE WHEN i % 2 = 0 THEN 'purchase' ELSE 'k1' END AS event_type, 2.5 AS amount",  # one of them is known
        "(i % 3)::INTEGER AS event_type, 0.0 AS amount",  # there is no money
        "'k' || i % 3 AS event_type, 'x' AS note",
    ],
)
def test_where_it_is_known_or_nothing_nobody_is_asked(database: Callable[..., Path], table: str) -> None:
    found = guess(open_source([database(f"CREATE TABLE events AS SELECT {ROWS}, {table} FROM range(600) r(i)")]))
    assert found.certain
    assert not [one for one in found.decisions if one.id.endswith(".purchase")]


def test_three_currencies_that_come_to_the_same_number_are_three(database: Callable[..., Path]) -> None:
    """As many orders and as large a sum in each: which of them count was passed over, since figures were alike."""
    amount = "CASE i % 3 WHEN 0 THEN '12 EUR' WHEN 1 THEN '$12' ELSE '£12' END AS amount"
    found = guess(open_source([database(f"CREATE TABLE orders AS SELECT {ROWS}, {amount} FROM range(600) r(i)")]))
    asked = decided(found, "orders.currency")
    assert asked.question.startswith("Amounts of orders are in several currencies (EUR 200, GBP 200, USD 200 rows)")
    assert sorted(option.key for option in asked.options) == ["EUR", "GBP", "USD"]
    assert not found.certain
