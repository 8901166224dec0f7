"""The tree of revenue: contributions add up exactly, whatever the periods hold, and mean what they say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations
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
FORTNIGHT = Scope(grain=Grain.WEEK, until=date(2024, 1, 14))


def at(day: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), datetime.min.time())


def tree(result: Result) -> dict[str, dict[str, float]]:
    return {row["factor"]: row for row in result.frame.iter_rows(named=True)}


events = st.tuples(
    st.sampled_from("abc"), st.integers(0, 13), st.sampled_from(["purchase", "refund"]), st.integers(0, 500)
)


@settings(max_examples=8)
@given(rows=st.lists(events, max_size=20), margin=st.sampled_from([1.0, 0.25]))
def test_contributions_add_up_to_the_change(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str, int]], margin: float
) -> None:
    log = log_of(
        ("a", at(0), "visit"),
        ("b", at(13), "purchase", 3),
        *((who, at(day), kind, paid) for who, day, kind, paid in rows),
    )
    runner, question = Runner(log), Question.of("value", FORTNIGHT, margin=margin)
    told = tree(runner.answer(question))
    whole = told.pop("revenue" if margin == 1 else "profit")
    rows = [*rows, ("b", 13, "purchase", 3)]
    net = [
        sum(paid if kind == "purchase" else -paid for _, day, kind, paid in rows if day // 7 == week) for week in (0, 1)
    ]
    assert whole["before"] == pytest.approx(margin * net[0])
    assert whole["last"] == pytest.approx(margin * net[1])
    assert sum(row["contribution"] for row in told.values()) == pytest.approx(whole["change"], abs=1e-9)
    assert whole["contribution"] == pytest.approx(whole["last"] - whole["before"], abs=1e-9)


def test_contributions_are_the_average_over_every_order_of_the_factors(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(
        *((who, at(0), "purchase", 10) for who in "ab"),
        *((who, at(7), "purchase", paid) for who, paid in (("a", 10), ("a", 20), ("b", 30), ("b", 30), ("c", 45))),
        ("c", at(13), "refund", 5),
    )
    told = tree(answer(log, "value", FORTNIGHT))
    was = {"customers": 2.0, "purchase_frequency": 1.0, "aov": 10.0}
    now = {"customers": 3.0, "purchase_frequency": 5 / 3, "aov": 27.0}
    by_hand = dict.fromkeys(was, 0.0)
    for order in permutations(was):
        state = dict(was)
        for name in order:
            before = state["customers"] * state["purchase_frequency"] * state["aov"]
            state[name] = now[name]
            by_hand[name] += (state["customers"] * state["purchase_frequency"] * state["aov"] - before) / 6
    assert {name: told[name]["contribution"] for name in was} == pytest.approx(by_hand)
    assert {name: told[name]["last"] for name in was} == pytest.approx(now)
    assert told["refunds"]["contribution"] == -5
    assert told["revenue"]["share"] == pytest.approx(110 / 20)


def test_a_factor_that_does_not_exist_counts_as_unchanged(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0), "visit"), ("ann", at(13), "purchase", 30))
    told = tree(answer(log, "value", FORTNIGHT))
    assert told["aov"]["before"] is None
    assert [told[name]["contribution"] for name in ("customers", "purchase_frequency", "aov")] == [30, 0, 0]
    assert told["revenue"]["share"] is None


def test_a_margin_makes_it_profit(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0), "purchase", 10), ("ann", at(13), "purchase", 30))
    plain, half = (tree(answer(log, "value", FORTNIGHT, margin=margin)) for margin in (1.0, 0.5))
    assert "margin" not in plain
    assert half["margin"]["contribution"] == 0
    assert half["profit"]["last"] == 15
    assert half["aov"]["contribution"] == plain["aov"]["contribution"] / 2 == 10


def test_a_year_before_is_the_same_month(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    days = ("2023-02-03", "2023-03-03", "2024-01-03", "2024-02-03", "2024-02-29")
    log = log_of(*(("ann", day, "purchase", 10 + place) for place, day in enumerate(days)))
    months = Scope(grain=Grain.MONTH)
    year = answer(log, "value", months, against="year")
    assert tree(year)["revenue"]["before"] == 10
    assert "Compared: 2024-02 against 2023-02. Contributions add up to the change." in year.notes
    assert tree(answer(log, "value", months))["revenue"]["before"] == 12
    assert year.findings == (
        "Revenue up 170.0 % (2024-02 against 2023-02); most of it by purchase frequency: +117.5 points.",
    )


def test_the_driver_has_the_sign_of_the_change_and_the_one_against_it_is_named(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    one, three = [("ann", 30)], [("ann", 10), ("bob", 10), ("cem", 20)]
    said = []
    for before, after in ((one, three), (three, one)):
        rows = [(who, at(0), "purchase", much) for who, much in before]
        rows += [(who, at(13), "purchase", much) for who, much in after]
        said += answer(log_of(*rows), "value", FORTNIGHT).findings
    # 2 customers more × the mean AOV of 21.67, and an AOV 16.67 lower × the mean of 2 customers.
    assert "up 33.3 %" in said[0]
    assert said[0].endswith("most of it by the number of customers: +144.4 points, against it AOV: -111.1 points.")
    assert "down 25.0 %" in said[1]
    assert said[1].endswith("most of it by the number of customers: -108.3 points, against it AOV: +83.3 points.")


def test_every_period_has_its_tree(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0), "purchase", 10), ("ann", at(8), "refund", 4), ("ann", at(20), "purchase", 30))
    frame = answer(log, "value", Scope(grain=Grain.WEEK)).parts["periods"][1]
    assert frame.drop("period").rows() == [
        (1, 1.0, 10.0, 1, 0.0, 10.0, True),
        (0, None, None, 0, -4.0, -4.0, True),
        (1, 1.0, 30.0, 1, 0.0, 30.0, True),
    ]


def test_too_little_to_compare_is_said(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0), "purchase", 10), ("ann", at(3), "purchase", 30))
    with pytest.raises(QuestionError, match="no two complete weeks"):
        answer(log, "value", Scope(grain=Grain.WEEK))
    with pytest.raises(QuestionError, match="a year apart"):
        answer(log, "value", Scope(grain=Grain.DAY), against="year")
    with pytest.raises(QuestionError, match="no amounts"):
        answer(log_of(("ann", at(0)), ("ann", at(20))), "value", FORTNIGHT)


def test_factors_lead_on_to_the_customers_of_the_last_period(log_of: Callable[..., EventLog]) -> None:
    log = log_of(
        ("ann", at(0), "purchase", 10),
        ("bob", at(8), "purchase", 3),
        ("cem", at(9), "refund", 1),
        ("cem", at(13), "visit"),
    )
    runner, question = Runner(log), Question.of("value", FORTNIGHT)
    for factor, who in (("aov", ["bob"]), ("refunds", ["cem"])):
        assert runner.customers(question, {"factor": factor})["id"].to_list() == who


LINES = (
    ("a", at(1), "1", "tea", None, 1, 100, 60),
    ("b", at(2), "2", "tea", None, 1, 100, None),  # nobody knows what it cost
    ("a", at(8), "3", "tea", None, 1, 300, 120),
    ("b", at(9), "4", "tea", None, 1, 100, 80),
    ("b", at(10), "4", "tea", None, 1, 100, 80, None, "refund"),
    ("b", at(13), "5", None, None, 1, 0),  # ends the second week
)


def test_profit_has_the_margin_of_each_period(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(sales_log(*LINES, costs=True), "value", FORTNIGHT, of="profit")
    told = tree(result)
    # The first week: 40 of 100 are left of what has a cost; the second: 180 of 300, the refund taken off both.
    assert (told["margin"]["before"], told["margin"]["last"]) == (pytest.approx(0.4), pytest.approx(0.6))
    assert (told["profit"]["before"], told["profit"]["last"]) == (pytest.approx(80), pytest.approx(180))
    parts = sum(row["contribution"] for name, row in told.items() if name != "profit")
    assert parts == pytest.approx(told["profit"]["change"])
    assert told["margin"]["contribution"] > 0
    periods = result.parts["periods"][1]
    assert periods.select("revenue", "margin", "profit").rows() == [
        (200, pytest.approx(0.4), pytest.approx(80)),
        (300, pytest.approx(0.6), pytest.approx(180)),
    ]
    halved = tree(answer(sales_log(*LINES, costs=True), "value", FORTNIGHT, of="profit", margin=0.5))
    assert halved["profit"]["last"] == pytest.approx(90)


def test_a_period_without_costs_has_the_margin_of_the_other(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    told = tree(answer(sales_log(*LINES[1:3], LINES[-1], costs=True), "value", FORTNIGHT, of="profit"))
    assert told["margin"]["before"] == told["margin"]["last"] == pytest.approx(0.6)
    nothing = answer(
        sales_log(LINES[1], ("b", at(9), "4", "tea"), LINES[-1], costs=True), "value", FORTNIGHT, of="profit"
    )
    assert any("has a cost" in note for note in nothing.notes)


def test_revenue_stays_as_it_is_where_costs_are_known(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    with_costs, without = (answer(sales_log(*LINES, costs=costs), "value", FORTNIGHT) for costs in (True, False))
    assert with_costs.frame.equals(without.frame)
    assert "profit" not in without.parts["periods"][1].columns
    with pytest.raises(QuestionError, match="do not tell what goods cost"):
        answer(sales_log(*LINES), "value", FORTNIGHT, of="profit")
