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


def test_the_timeline_tells_what_the_files_say_of_each_event(runner: Runner) -> None:
    columns, timeline = details(runner, "ann").parts["timeline"]
    assert timeline.rows() == [
        (datetime(2024, 2, 20), "survey", None, None, None, None, "4 “Too [bold]late”"),
        (datetime(2024, 2, 1, 8), "purchase", "store", 7.0, "Green tea", None, None),
        (datetime(2024, 1, 20), "survey", None, None, None, None, "9"),
        (datetime(2024, 1, 1, 10), "purchase", "web", 30.0, "3× Green tea, Mug", None, None),
    ]
    assert next(column for column in columns if column.name == "said").personal is Kind.TEXT
    own = runner.answer(Question.of("customer", id="ann")).frame
    assert timeline.select(own.columns).equals(own)


@pytest.fixture(scope="module")
def at_one_instant(database: Callable[..., Path]) -> Runner:
    """Days without a clock: two orders and two answers of one day; a page and a campaign."""
    path = database(
        "CREATE TABLE orders AS SELECT * FROM (VALUES ('ann', DATE '2024-01-01', 'o1', 30.0),"
        " ('ann', '2024-01-01', 'o2', 7.0), ('ann', '2024-02-01', 'o3', 8.0), ('ann', '2024-02-01', 'o4', 9.0))"
        " t(customer_id, ordered_on, order_id, amount)",
        "CREATE TABLE order_lines AS SELECT * FROM (VALUES ('o1', 'tea', 1, 30.0), ('o2', 'mug', 1, 7.0),"
        " ('o4', 'pot', 1, 9.0)) t(order_id, product_id, quantity, price)",
        "CREATE TABLE survey AS SELECT * FROM (VALUES ('ann', DATE '2024-01-20', 9), ('ann', '2024-01-20', 4))"
        " t(customer_id, answered_on, nps)",
        "CREATE TABLE page_views AS SELECT * FROM (VALUES ('ann', TIMESTAMP '2024-03-01 10:00', '/home', 'spring'),"
        " ('ann', '2024-03-01 11:00', NULL, 'spring')) t(customer_id, viewed_at, page, campaign)",
    )
    session = Session([path], Options())
    session.look()
    return session.load()


def test_what_may_belong_to_another_event_of_its_instant_is_told_of_none(at_one_instant: Runner) -> None:
    timeline = details(at_one_instant, "ann").parts["timeline"][1]
    orders = timeline.filter(event="purchase").select("amount", "what").rows()
    # o1 and o2 both have lines; of o3 and o4 one has, and nothing says which.
    assert orders == [(9.0, None), (8.0, None), (7.0, "mug"), (30.0, "tea")]
    assert timeline.filter(event="survey")["said"].to_list() == [None, None]


def test_whence_an_event_came_is_told_of_it_where_nothing_else_is(at_one_instant: Runner) -> None:
    timeline = details(at_one_instant, "ann").parts["timeline"][1]
    assert timeline.select("what", "whence").rows()[:2] == [("spring", None), ("/home", "spring")]


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
    assert {name: len(table) for name, (_, table) in result.parts.items()} == {
        "categories": 0,
        "feedback": 0,
        "timeline": 1,
    }
    assert result.parts["timeline"][1].select("what", "whence", "said").row(0) == (None, None, None)
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
