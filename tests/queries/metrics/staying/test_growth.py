"""Growth accounting: states and revenue add up, in words too; edges of the data are marked."""

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

money = st.tuples(
    st.sampled_from("abcd"), st.integers(0, 41), st.sampled_from(["purchase", "refund"]), st.integers(0, 9)
)


def at(day: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), datetime.min.time())


def test_the_published_lifecycle_fixture(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    days = {"p1": (11, 12, 13, 15, 17, 19), "p2": (9, 12), "p3": (12,), "p4": (15,)}
    log = log_of(*((who, f"2024-01-{day:02}") for who, listed in days.items() for day in listed))
    frame = answer(log, "growth", Scope(grain=Grain.DAY, since=date(2024, 1, 12))).frame
    assert frame["new"].to_list() == [1, 0, 0, 1, 0, 0, 0, 0]
    assert frame["returning"].to_list() == [1, 1, 0, 0, 0, 0, 0, 0]
    assert frame["resurrecting"].to_list() == [1, 0, 0, 1, 0, 1, 0, 1]
    assert frame["dormant"].to_list() == [0, 2, 1, 0, 2, 0, 1, 0]


def test_the_published_months_of_cdnow(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "growth")
    columns = ("active", "new", "returning", "resurrecting", "dormant")
    assert result.frame.select(columns).head(6).rows() == [
        (7846, 7846, 0, 0, None),
        (9633, 8476, 1157, 0, 6689),
        (9524, 7248, 1681, 595, 7952),
        (2822, 0, 1773, 1049, 7751),
        (2214, 0, 852, 1362, 1970),
        (2339, 0, 747, 1592, 1467),
    ]
    ratios = result.frame["quick_ratio"].to_list()[:6]
    assert [ratio and round(ratio, 3) for ratio in ratios] == [None, 1.267, 0.986, 0.135, 0.691, 1.085]
    assert [round(100 * rate, 2) for rate in result.frame["gross_retention"][1:6]] == [
        14.75,
        17.45,
        18.62,
        30.19,
        33.74,
    ]
    assert any(note.startswith("Left truncated") and "(1997-01-01)" in note for note in result.notes)
    assert result.findings == ("The base grew in 1998-06: 0 new + 1,060 resurrecting against 1,042 dormant.",)
    paid = answer(cdnow_log, "growth", of="revenue").frame
    assert paid["revenue"].sum() == pytest.approx(2_500_315.63, abs=1e-6)
    assert paid["new"].sum() == pytest.approx(paid["revenue"][0] + paid["new"][1] + paid["new"][2], abs=1e-6)


@settings(max_examples=8)
@given(rows=st.lists(money, min_size=1, max_size=40))
def test_revenue_moves_by_what_its_parts_say(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str, int]]
) -> None:
    log = log_of(("a", at(0), "purchase", 5), *((who, at(day), kind, paid) for who, day, kind, paid in rows))
    frame = Runner(log).answer(Question.of("growth", WEEKS, of="revenue")).frame
    net: dict[tuple[int, str], int] = {(0, "a"): 5}
    for who, day, kind, paid in rows:
        net[day // 7, who] = net.get((day // 7, who), 0) + (paid if kind == "purchase" else -paid)
    before: float = 0
    for week, row in enumerate(frame.iter_rows(named=True)):
        assert row["revenue"] == sum(value for (at_, _), value in net.items() if at_ == week)
        assert row["revenue"] == row["new"] + row["retained"] + row["expansion"] + row["resurrected"]
        if week:
            assert row["net"] == row["revenue"] - before
            lost = row["contraction"] + row["churned"]
            assert row["net"] == row["new"] + row["expansion"] + row["resurrected"] - lost
            assert before == row["retained"] + lost
        before = row["revenue"]


@settings(max_examples=8)
@given(rows=st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 41)), min_size=1, max_size=40))
def test_states_of_customers_add_up(log_of: Callable[..., EventLog], rows: list[tuple[str, int]]) -> None:
    log = log_of(("a", at(0), "visit"), *((who, at(day), "visit") for who, day in rows))
    frame = Runner(log).answer(Question.of("growth", WEEKS)).frame
    assert len(frame) == max(day for _, day in rows) // 7 + 1
    weeks = [{who for who, day in [("a", 0), *rows] if day // 7 == week} for week in range(len(frame))]
    for week, row in enumerate(frame.iter_rows(named=True)):
        ever = set[str]().union(*weeks[:week])
        before = weeks[week - 1] if week else set()
        assert row["active"] == len(weeks[week]) == row["new"] + row["returning"] + row["resurrecting"]
        assert (row["new"], row["returning"]) == (len(weeks[week] - ever), len(weeks[week] & before))
        assert row["dormant"] == (len(before - weeks[week]) if week else None)
        assert row["net"] == (row["new"] + row["resurrecting"] - row["dormant"] if week else None)
        assert row["gross_retention"] == (pytest.approx(row["returning"] / len(before)) if before else None)


def test_revenue_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("ann", at(0), "purchase", 100),
        ("ann", at(7), "purchase", 150),
        ("bob", at(0), "purchase", 80),
        ("bob", at(8), "purchase", 50),
        ("bob", at(9), "refund", 20),
        ("cem", at(1), "purchase", 40),
        ("cem", at(20), "purchase", 60),
        ("cem", at(20), "visit", 1000),
        ("dee", at(7), "purchase", None),
    )
    result = answer(log, "growth", WEEKS, of="revenue")
    rows = [
        (220, 220, 0, 0, 0, None, None, None),
        (180, 0, 130, 50, 0, 50, 40, -40),
        (60, 0, 0, 0, 60, 0, 180, -120),
    ]
    names = ("revenue", "new", "retained", "expansion", "resurrected", "contraction", "churned", "net")
    assert result.frame.select(names).rows() == rows
    assert result.frame["quick_ratio"].to_list() == [None, pytest.approx(50 / 90), pytest.approx(60 / 180)]
    assert [column.unit.value for column in result.columns[1:9]] == ["money"] * 8


def test_a_period_that_goes_on_is_marked(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0)), ("ann", at(7)), ("bob", at(8)))
    result = answer(log, "growth", WEEKS)
    assert result.frame["complete"].to_list() == [True, False]
    assert any(note.startswith("The last period goes on") for note in result.notes)
    whole = answer(log, "growth", Scope(grain=Grain.WEEK, until=MONDAY + timedelta(days=6)))
    assert not any(note.startswith("The last period goes on") for note in whole.notes)


def test_a_scope_that_begins_later_knows_what_was_before(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0)), ("ann", at(7)), ("bob", at(1)), ("ann", at(21)))
    result = answer(log, "growth", Scope(grain=Grain.WEEK, since=MONDAY + timedelta(days=7)))
    names = ("active", "new", "returning", "resurrecting", "dormant")
    assert result.frame.select(names).rows() == [(1, 0, 1, 0, 1), (0, 0, 0, 0, 1), (1, 0, 0, 1, 0)]
    assert not any(note.startswith("Left truncated") for note in result.notes)


def test_revenue_needs_purchases(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0), "visit"))
    assert answer(log, "growth").frame["active"].to_list() == [1]
    with pytest.raises(QuestionError, match="purchase"):
        answer(log, "growth", of="revenue")


@pytest.mark.parametrize("of", ["customers", "revenue"])
def test_a_period_leads_on_to_its_customers(log_of: Callable[..., EventLog], of: str) -> None:
    log = log_of(("ann", at(0)), ("bob", at(1), "visit"), ("cem", at(1), "refund", 3), ("ann", at(8)))
    runner, question = Runner(log), Question.of("growth", WEEKS, of=of)
    found = [set(runner.customers(question, row)["id"]) for row in runner.answer(question).frame.iter_rows(named=True)]
    assert found == [{"ann", "bob", "cem"} - ({"bob"} if of == "revenue" else set()), {"ann"}]
