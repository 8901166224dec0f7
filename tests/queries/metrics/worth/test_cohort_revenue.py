"""What cohorts brought: adds up to revenue, recounted in plain Python, edges."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONDAY = date(2024, 1, 1)
WEEKS = Scope(grain=Grain.WEEK)

events = st.tuples(
    st.sampled_from("abc"), st.integers(0, 34), st.sampled_from(["purchase", "refund"]), st.integers(0, 99)
)


def at(day: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), datetime.min.time())


def test_cohorts_of_cdnow_brought_all_of_it(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "cohort_revenue")
    assert result.frame["revenue"].sum() == pytest.approx(2_500_315.63, abs=1e-6)
    first = result.frame.row(0, named=True)
    assert (first["size"], first["revenue"]) == (7846, 299060.17)
    last = result.frame.group_by("cohort").last()
    assert last["cumulative"].sum() == pytest.approx(2_500_315.63, abs=1e-6)
    assert result.figures[0].value == pytest.approx(
        (38.1162 * 7846 + 37.5824 * 8476 + 38.6156 * 7248) / 23570, rel=1e-4
    )


@settings(max_examples=8)
@given(rows=st.lists(events, max_size=30), since=st.sampled_from([0, 9]))
def test_every_cell_adds_up_its_customers(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str, int]], since: int
) -> None:
    rows = [*rows, ("a", 34, "purchase", 7)]
    log = log_of(("z", at(0), "visit"), *((who, at(day), kind, paid) for who, day, kind, paid in rows))
    scope = Scope(grain=Grain.WEEK, since=at(since).date())
    runner, question = Runner(log), Question.of("cohort_revenue", scope)
    result = runner.answer(question)
    first = {
        who: min((day for own, day, kind, _ in rows if own == who and kind == "purchase"), default=99) for who in "abc"
    }
    net: dict[tuple[str, int], int] = {}
    for who, day, kind, paid in rows:
        net[who, day // 7] = net.get((who, day // 7), 0) + (paid if kind == "purchase" else -paid)
    so_far: dict[int, int] = {}
    for row in result.frame.iter_rows(named=True):
        week = (row["cohort"] - MONDAY).days // 7
        members = {who for who in "abc" if since <= first[who] < 99 and first[who] // 7 == week}
        revenue = sum(net.get((who, week + row["interval"]), 0) for who in members)
        so_far[week] = so_far.get(week, 0) + revenue
        assert (row["size"], row["revenue"], row["cumulative"]) == (len(members), revenue, so_far[week])
        assert row["per_customer"] == pytest.approx(so_far[week] / len(members))
        if row["interval"] == 0:
            assert set(runner.customers(question, row)["id"]) == members
    assert set(so_far) == {day // 7 for day in first.values() if since <= day < 99}
    every = result.parts["by_period"][1]
    for week in range(since // 7, 5):
        told = every.filter(period=MONDAY + timedelta(days=7 * week))
        assert told["revenue"].sum() == sum(value for (_, own), value in net.items() if own == week)
        if told["share"].null_count() == 0 and len(told):
            assert told["share"].sum() == pytest.approx(1)


def test_cells_to_come_are_not_there_and_open_ones_are_marked(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0), "purchase", 10), ("bob", at(7), "purchase", None), ("ann", at(15), "purchase", 5))
    result = answer(log, "cohort_revenue", WEEKS)
    assert result.frame.drop("cohort").rows() == [
        (1, 0, 10, 10, 10, True),
        (1, 1, 0, 10, 10, True),
        (1, 2, 5, 15, 15, False),
        (1, 0, 0, 0, 0, True),
        (1, 1, 0, 0, 0, False),
    ]
    assert result.parts["overall"][1].rows() == [(0, 2, 2, 10, 5), (1, 1, 1, 10, 10)]


def test_refunds_before_the_first_order_belong_to_no_cohort(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0), "refund", 4), ("ann", at(8), "purchase", 10), ("bob", at(9), "refund", 1))
    result = answer(log, "cohort_revenue", WEEKS)
    assert result.frame.select("interval", "revenue").rows() == [(0, 10)]
    every = result.parts["by_period"][1]
    assert every.select("cohort", "revenue").rows() == [(None, -4), (None, -1), (MONDAY + timedelta(days=7), 10)]


def test_the_first_cohort_is_said_to_be_left_truncated(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0), "purchase", 10), ("bob", at(8), "purchase", 10))
    assert answer(log, "cohort_revenue", WEEKS).notes[0].startswith("Left truncated")
    later = answer(log, "cohort_revenue", Scope(grain=Grain.WEEK, since=at(7).date()))
    assert not any(note.startswith("Left truncated") for note in later.notes)


def test_it_needs_purchases_and_amounts(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="purchase"):
        answer(log_of(("ann", at(0), "visit", 3)), "cohort_revenue")
    with pytest.raises(QuestionError, match="no amounts"):
        answer(log_of(("ann", at(0))), "cohort_revenue")
