"""Views that fail or take days: each costs itself, not the file, and is left out with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.meaning.guess import guess
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ORDERS = (
    "CREATE TABLE orders AS SELECT 'C' || i % 50 AS customer_id,"
    " TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS ordered,"
    " i * 1.5 AS amount FROM range(500) r(i)"
)
SLOW = "takes longer than 1 seconds to look at, and was left out."
ENDLESS = "range(1000000000000) r(i)"


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (f"SELECT count(*) AS n, max(i) AS customer_id FROM {ENDLESS}", f"v {SLOW}"),
        (f"SELECT i AS customer_id FROM {ENDLESS} WHERE i < 0", f"v {SLOW}"),
        (f"SELECT [{{'key': 'a', 'value': {{'int_value': max(i)}}}}] AS params FROM {ENDLESS}", f"v {SLOW}"),
        (
            "SELECT customer_id::INTEGER AS customer_id, ordered FROM orders",
            "v cannot be read: Could not convert string a value to INT32 when casting from source column customer_id.",
        ),
        ("SELECT error('no') AS customer_id FROM orders", "v cannot be read: no."),
    ],
)
def test_a_view_costs_itself_alone(
    database: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, view: str, reason: str
) -> None:
    monkeypatch.setattr("queries.source.patience.PATIENCE", 1.0)
    found = guess(open_source([database(ORDERS, f"CREATE VIEW v AS {view}")]))
    assert [event.table for event in found.mapping.events] == ["orders"]
    assert found.certain
    assert [finding.reason for finding in found.findings if finding.table == "v"] == [reason]


def test_a_view_in_time_is_read_as_a_table_is(database: Callable[..., Path]) -> None:
    path = database(ORDERS.replace("orders", "base"), "CREATE VIEW orders AS SELECT * FROM base WHERE amount > 3")
    assert guess(open_source([path])).mapping.events
