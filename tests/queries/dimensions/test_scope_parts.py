"""What a scope can be narrowed to: each count is what the scope of that part holds, by another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from queries.answering.runner import Runner
from queries.dimensions.parts import MOST_VALUES, parts_in
from queries.question.scope import Condition, Scope
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from queries.eventlog.model import EventLog


def counted(runner: Runner) -> list[tuple[str, str, str, int]]:
    """The parts of everything, in their order."""
    return runner.about(Scope(), lambda data: parts_in(data).collect().rows())


def test_counts_are_what_the_scope_of_each_part_holds(shop_log: EventLog) -> None:
    runner = Runner(shop_log)
    parts = counted(runner)
    assert {of for of, *_ in parts} == {"channel", "event", "attribute"}
    for of, name, value, count in parts:
        if of == "attribute":
            data = runner.data(Scope(where=(Condition(name, "=", value),)))
            assert data.customers.collect().height == count, (name, value)
        else:
            data = runner.data(Scope(**{f"{of}s": (value,)}))
            assert data.events.collect().height == count, value


def test_the_most_frequent_come_first_and_nothing_personal(shop_log: EventLog) -> None:
    runner = Runner(shop_log)
    parts = counted(runner)
    for of in ("channel", "event"):
        counts = [count for kind, _, _, count in parts if kind == of]
        assert counts == sorted(counts, reverse=True)
    assert "email" in runner.log.personal
    assert not {name for _, name, *_ in parts} & set(runner.log.personal)


def test_values_that_tell_customers_apart_are_no_part(tmp_path: Path) -> None:
    path, many = tmp_path / "shop.duckdb", MOST_VALUES + 1
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"CREATE TABLE customers AS SELECT 'C' || i AS customer_id, ['gold', 'plain'][i % 2 + 1] AS tier, "
            f"'room ' || i % {many} AS room FROM range({4 * many}) t(i)"
        )
        connection.execute(
            "CREATE TABLE orders AS SELECT customer_id, TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR AS ordered_at, "
            "9.5 AS amount FROM (SELECT customer_id, row_number() OVER () AS i FROM customers)"
        )
    session = Session([path])
    session.look()
    runner = session.load()
    assert {"tier", "room"} <= set(runner.log.attributes)
    assert [row[1:] for row in counted(runner) if row[0] == "attribute"] == [
        ("tier", "gold", 2 * many),
        ("tier", "plain", 2 * many),
    ]
