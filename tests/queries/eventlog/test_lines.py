"""Orders without an amount of their own get the sum of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from queries.question.question import Question
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path


def test_orders_are_worth_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "trade.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE orders AS SELECT * FROM (VALUES (1, 'ann', TIMESTAMP '2024-01-03 10:00'), "
            "(2, 'ann', TIMESTAMP '2024-02-03 10:00'), (3, 'bob', TIMESTAMP '2024-02-04 10:00')) "
            "t(order_id, customer_id, ordered_at)"
        )
        connection.execute(
            "CREATE TABLE order_lines AS SELECT * FROM (VALUES (1, 'tea', 2, 3.50), (1, 'pot', 1, 20.00), "
            "(2, 'tea', 1, 3.50)) t(order_id, product_id, quantity, unit_price)"
        )
    session = Session([path])
    session.look()
    overview = session.load().answer(Question.of("overview")).frame
    found = dict(overview.select("measure", "value").iter_rows())
    assert (found["orders"], found["revenue"]) == (3, 30.5)
