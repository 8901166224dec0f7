"""Reach and frequency of events, pages and items, by hand and by plain Python."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.question.question import Question
from queries.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from sample_data import Truth

done = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["visit", "click", "chat"])), min_size=1)


def test_quadrants_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = [(who, "2024-01-01", "visit") for who in ("ann", "ann", "bob", "bob", "eve", "eve")]
    rows += [("ann", "2024-01-02", "chat"), ("ann", "2024-01-03", "chat"), ("ann", "2024-01-04", "chat")]
    rows += [(who, "2024-01-02", "sign up") for who in ("ann", "bob", "eve")]
    rows += [("bob", "2024-01-05", "recall")]
    log = log_of(*rows)
    assert answer(log, "matrix").frame.rows() == [
        ("sign up", 3, 1.0, 3, 1.0, "many, seldom"),
        ("visit", 3, 1.0, 6, 2.0, "many, often"),
        ("chat", 1, 1 / 3, 3, 3.0, "few, often"),
        ("recall", 1, 1 / 3, 1, 1.0, "few, seldom"),
    ]
    behind = Runner(log).customers(Question.of("matrix"), {"event": "chat"})
    assert behind["id"].to_list() == ["ann"]


@settings(max_examples=13)
@given(rows=done)
def test_reach_is_that_of_a_recount(log_of: Callable[..., EventLog], rows: list[tuple[str, str]]) -> None:
    result = Runner(log_of(*((who, "2024-01-01", what) for who, what in rows))).answer(Question.of("matrix"))
    times = Counter(what for _, what in rows)
    who_did = {what: {who for who, own in rows if own == what} for what in times}
    told = {row["event"]: row for row in result.frame.rows(named=True)}
    assert {what: (row["customers"], row["interactions"]) for what, row in told.items()} == {
        what: (len(who_did[what]), times[what]) for what in times
    }
    middle = median(len(customers) for customers in who_did.values())
    for what, row in told.items():
        assert row["reach"] == pytest.approx(len(who_did[what]) / len({who for who, _ in rows}))
        assert row["quadrant"].startswith("many" if len(who_did[what]) >= middle else "few")


def test_items_of_the_sample_shop_are_those_of_its_tables(shop: tuple[Path, Truth]) -> None:
    session = Session([shop[0]])
    session.look()
    result = session.load().answer(Question.of("matrix", by="item"))
    with duckdb.connect(str(shop[0]), read_only=True) as connection:
        expected = connection.execute(
            "SELECT product_id, count(DISTINCT customer_id), count(*) FROM page_views WHERE product_id IS NOT NULL "
            "AND customer_id IS NOT NULL AND viewed_at < '2025-01-01' GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
    assert result.frame.select("item", "customers", "interactions").rows() == expected
    assert [column.name for column in result.columns][:2] == ["item", "customers"]


def test_a_page_that_no_column_tells_is_asked_for(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    with pytest.raises(QuestionError, match="do not tell the page of events"):
        answer(log_of(("ann", "2024-01-01")), "matrix", by="page")
