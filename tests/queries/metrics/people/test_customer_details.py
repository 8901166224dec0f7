"""What one customer bought and said, by hand and against SQL on the file."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from queries.catalogue import Kind
from queries.question.question import Question
from queries.question.scope import Channel, Scope
from queries.session import Options, Session
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.eventlog.model import EventLog


@pytest.fixture(scope="module")
def runner(database: Callable[..., Path]) -> Runner:
    path = database(
        "CREATE TABLE orders AS SELECT * FROM (VALUES ('ann', TIMESTAMP '2024-01-01 10:00', 'o1', 'web', 30.0),"
        " ('ann', '2024-02-01 08:00', 'o3', 'store', 7.0), ('bob', '2024-01-05 09:00', 'o2', 'web', 5.0))"
        " t(customer_id, ordered_at, order_id, channel, amount)",
        "CREATE TABLE order_lines AS SELECT * FROM (VALUES ('o1', 'tea', 2, 10.0),"
        " ('o1', 'mug', 1, 9.5), ('o1', 'tea', 1, 10.0), ('o2', 'tea', 1, 5.0), ('o3', 'tea', 1, 7.0))"
        " t(order_id, product_id, quantity, price)",
        "CREATE TABLE products AS SELECT * FROM (VALUES ('tea', 'Green tea', 'Drinks'), ('mug', 'Mug', NULL))"
        " t(product_id, name, category)",
        "CREATE TABLE survey AS SELECT * FROM (VALUES ('ann', TIMESTAMP '2024-01-20', 9, NULL),"
        " ('ann', '2024-02-20', 4, 'Too [bold]late')) t(customer_id, answered_at, nps, comment)",
    )
    session = Session([path], Options())
    session.look()
    return session.load()


def details(runner: Runner, id_: str, scope: Scope | None = None) -> Result:
    return runner.answer(Question.of("customer_details", scope, id=id_))


def test_items_bought_most_often_come_first(runner: Runner) -> None:
    result = details(runner, "ann")
    assert result.frame.rows() == [
        ("tea", "Green tea", "Drinks", 2, 4.0, None, 37.0, date(2024, 2, 1)),
        ("mug", "Mug", None, 1, 1.0, None, 9.5, date(2024, 1, 1)),
    ]
    assert result.findings == (
        "2 different items; most often Green tea (2 orders).",
        "Last score: 4 on 2024-02-20 (survey); 2 scores, mean 6.5.",
    )
    assert result.notes == ()


def test_categories_and_answers(runner: Runner) -> None:
    result = details(runner, "ann")
    assert result.parts["categories"][1].rows() == [
        ("Drinks", 1, 2, 4.0, 37.0, 0.75),
        ("(none)", 1, 1, 1.0, 9.5, 0.25),
    ]
    columns, feedback = result.parts["feedback"]
    assert feedback.rows() == [
        (datetime(2024, 2, 20), "survey", None, "nps", 4.0, "Too [bold]late"),
        (datetime(2024, 1, 20), "survey", None, "nps", 9.0, None),
    ]
    assert next(column for column in columns if column.name == "text").personal is Kind.TEXT
    for columns, frame in ((result.columns, result.frame), *result.parts.values()):
        assert [column.name for column in columns] == frame.columns


def test_the_scope_cuts_what_was_bought_and_said(runner: Runner) -> None:
    early = details(runner, "ann", Scope(as_of=date(2024, 2, 1)))
    assert early.frame["times"].to_list() == [1, 1]
    assert len(early.parts["feedback"][1]) == 1
    assert details(runner, "ann", Channel("store")).frame["item"].to_list() == ["tea"]


def test_who_said_nothing_has_no_answers(runner: Runner) -> None:
    result = details(runner, "bob")
    assert result.frame["item"].to_list() == ["tea"]
    assert result.parts["feedback"][1].is_empty()
    assert result.findings == ("One item; most often Green tea (1 order).",)


def test_nothing_mapped_is_said(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("ann", datetime(2024, 1, 1), "purchase", 5)), "customer_details", id="ann")
    assert result.frame.is_empty()
    assert [len(table) for _, table in result.parts.values()] == [0, 0]
    assert result.notes == (
        "What was bought is not known: no order lines are mapped, and no purchase names an item.",
        "What was said is not known: no table is mapped with a score or a text.",
    )


def test_online_retail_against_sql_on_the_file(online_retail: Path, retail_runner: Runner) -> None:
    source = open_source([online_retail])
    for id_ in ("12583", "17850", "12346"):
        expected = source.query(
            "SELECT StockCode AS item, count(DISTINCT InvoiceNo) FILTER (Quantity > 0) AS times, "
            "sum(Quantity) FILTER (Quantity > 0)::DOUBLE AS quantity, "
            "coalesce(-sum(Quantity) FILTER (Quantity < 0), 0)::DOUBLE AS returned, "
            "round(sum(round(Quantity * UnitPrice, 4)) FILTER (Quantity > 0), 4) AS amount, "
            "max(InvoiceDate::DATE) FILTER (Quantity > 0) AS last FROM online_retail WHERE CustomerID = ? "
            "GROUP BY 1 HAVING times > 0 ORDER BY 2 DESC, 3 DESC, 1",
            [id_],
        )
        found = details(retail_runner, id_).frame.drop("name", "category")
        assert found.drop("amount").rows() == expected.drop("amount").rows()
        assert found["amount"].to_list() == pytest.approx(expected["amount"].to_list())
