"""The overview adds up: states of customers, ratios of totals, scopes without anything in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.errors import QuestionError
from queries.metrics.reports.overview.metric import MEASURES
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Event, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONDAY = date(2024, 1, 1)

visits = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 55)), min_size=1, max_size=40)


def trends(result: Result) -> dict[str, list[float]]:
    return dict(result.frame.select("measure", "trend").iter_rows())


def rows_of(given: list[tuple[str, int]]) -> list[tuple[Any, ...]]:
    return [(who, datetime.combine(MONDAY + timedelta(days=day), datetime.min.time())) for who, day in given]


@settings(max_examples=8)
@given(given=visits)
def test_states_of_customers_add_up(log_of: Callable[..., EventLog], given: list[tuple[str, int]]) -> None:
    log = log_of(("a", "2024-01-01"), *rows_of(given))
    trend = trends(Runner(log).answer(Question.of("overview", Scope(grain=Grain.WEEK))))
    weeks = {week: {who for who, day in [("a", 0), *given] if day // 7 == week} for week in range(8)}
    complete = (max(day for _, day in [("a", 0), *given]) + 1) // 7
    assert len(trend["active"]) == complete
    for week in range(complete):
        active, before = weeks[week], weeks.get(week - 1, set())
        ever = set().union(*(weeks[earlier] for earlier in range(week)))
        new, returning = len(active - ever), len(active & before)
        resurrecting, dormant = len(active & ever - before), len(before - active)
        assert trend["active"][week] == len(active) == new + returning + resurrecting
        assert (trend["new"][week], trend["returning"][week]) == (new, returning)
        assert trend["customers"][week] == len(ever | active)
        assert trend["retention"][week] == (pytest.approx(returning / len(before)) if before else None)
        assert trend["quick_ratio"][week] == (pytest.approx((new + resurrecting) / dormant) if dormant else None)


def test_the_published_lifecycle_fixture(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    days = {"p1": (11, 12, 13, 15, 17, 19), "p2": (9, 12), "p3": (12,), "p4": (15,)}
    log = log_of(*((who, f"2024-01-{day:02}") for who, listed in days.items() for day in listed))
    trend = trends(answer(log, "overview", Scope(grain=Grain.DAY, since=date(2024, 1, 12))))
    assert trend["new"] == [1, 0, 0, 1, 0, 0, 0, 0]
    assert trend["returning"] == [1, 1, 0, 0, 0, 0, 0, 0]
    assert trend["active"] == [3, 1, 0, 2, 0, 1, 0, 1]
    gained, dormant = [2, 0, 0, 2, 0, 1, 0, 1], [0, 2, 1, 0, 2, 0, 1, 0]
    assert trend["quick_ratio"] == [up / down if down else None for up, down in zip(gained, dormant, strict=True)]


def test_ratios_are_ratios_of_totals(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("ann", "2024-01-01", "purchase", 10),
        ("ann", "2024-01-01", "purchase", 20),
        ("ann", "2024-01-05", "purchase", 0),
        ("bob", "2024-01-02", "purchase", 7),
        ("bob", "2024-01-09", "refund", 7),
        ("cem", "2024-01-03", "visit"),
    )
    value = dict(answer(log, "overview").frame.select("measure", "value").iter_rows())
    assert value == {
        "customers": 3,
        "buyers": 2,
        "active": 3,
        "new": 3,
        "returning": None,
        "interactions": 6,
        "per_customer": 2,
        "orders": 4,
        "revenue": 30,
        "aov": 9.25,
        "purchase_frequency": 2,
        "repeat_rate": 0.5,
        "retention": pytest.approx(value["retention"]),
        "quick_ratio": pytest.approx(value["quick_ratio"]),
        "median_gap": 4,
    }
    assert list(value) == list(MEASURES)


def test_last_before_and_change(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(*(("a", f"2024-01-{day:02}", "purchase", day) for day in (1, 8, 9, 15, 16, 17, 22)))
    frame = answer(log, "overview", Scope(grain=Grain.WEEK)).frame
    orders = frame.row(by_predicate=pl.col("measure") == "orders", named=True)
    assert (orders["trend"], orders["last"], orders["before"]) == ([1, 2, 3], 3, 2)
    assert (orders["change"], orders["change_rate"]) == (1, 0.5)
    new = frame.row(by_predicate=pl.col("measure") == "new", named=True)
    assert (new["before"], new["change_rate"]) == (0, None)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(until=date(2030, 1, 1)),
        Scope(since=date(2020, 1, 1), as_of=date(2026, 1, 1)),
        Scope(until=MONDAY),
        Scope(since=date(2024, 1, 10), until=date(2024, 1, 12)),
        Event("visit"),
    ],
)
@pytest.mark.parametrize("metric", ["overview", "frequency", "rfm"])
def test_scopes_at_the_edge_of_the_data_have_answers(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], scope: Scope, metric: str
) -> None:
    log = log_of(("a", "2024-01-01", "purchase", 1), ("a", "2024-02-01", "visit"))
    result = answer(log, metric, scope)
    assert result.columns
    data = Data(log, scope)
    events = data.reported.collect()
    if metric == "frequency":
        assert result.frame["interactions"].sum() == len(events)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(as_of=date(2020, 1, 1)),
        Scope(as_of=MONDAY),
        Scope(since=date(2030, 1, 1)),
        Scope(since=date(2030, 1, 1), as_of=date(2031, 1, 1)),
        Scope(until=date(2020, 1, 1)),
    ],
)
def test_scopes_outside_the_data_say_where_the_data_are(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], scope: Scope
) -> None:
    log = log_of(("a", "2024-01-01", "purchase", 1), ("a", "2024-02-01", "visit"))
    with pytest.raises(QuestionError, match="hold nothing in the scope") as error:
        answer(log, "overview", scope)
    assert error.value.todo == "They run from 2024-01-01 to 2024-02-01."


def test_a_scope_of_one_month_is_compared_with_the_month_before(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    days = ("2023-12-05", "2024-01-03", "2024-01-09", "2024-02-02", "2024-02-20", "2024-02-21", "2024-03-09")
    log = log_of(*((f"k{place % 2}", day, "purchase", 10 * place) for place, day in enumerate(days)))
    result = answer(log, "overview", Scope(since=date(2024, 2, 1), until=date(2024, 2, 29)))
    orders = result.frame.row(by_predicate=pl.col("measure") == "orders", named=True)
    assert (orders["value"], orders["last"], orders["before"], orders["trend"]) == (3, 3, 2, [1, 2, 3])
    assert [column.heading for column in result.columns if column.name in ("last", "before")] == ["2024-02", "2024-01"]
    assert result.scope["trend"] == ["2023-12-01", "2024-01-01", "2024-02-01"]
    assert any(finding.endswith("on 2024-01.") for finding in result.findings)


def test_a_share_changes_by_points(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = [("a", "2024-01-01"), ("b", "2024-01-02"), ("a", "2024-01-05"), ("b", "2024-02-01"), ("b", "2024-02-05")]
    result = answer(log_of(*rows, ("a", "2024-03-01")), "overview", Scope(until=date(2024, 2, 29), grain=Grain.MONTH))
    row = result.frame.row(by_predicate=pl.col("measure") == "repeat_rate", named=True)
    assert (row["before"], row["last"], row["change"], row["change_rate"]) == (0.5, 1.0, 0.5, None)

    assert "Repeat rate up 50.0 points, to 100.0 %, on 2024-01." in result.findings


def test_rows_lead_on_to_the_customers_they_count(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("ann", "2024-01-01"), ("bob", "2024-01-02", "visit"), customers=[("zoe", "Rome")])
    runner, question = Runner(log), Question.of("overview")
    value = dict(runner.answer(question).frame.select("measure", "value").iter_rows())
    for measure in ("customers", "buyers", "active", "new"):
        assert len(runner.customers(question, {"measure": measure})) == value[measure], measure


def test_who_was_not_known_yet_does_not_count(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-01"), ("bob", "2024-03-01"), customers=[("zoe", "Rome")])
    early = Scope(as_of=date(2024, 2, 1))
    value = dict(answer(log, "overview", early).frame.select("measure", "value").iter_rows())
    # zoe, of the customer table, may have been known at any time.
    assert value["customers"] == 2
    assert answer(log, "rfm", early).frame["customers"].sum() == 2


def test_without_amounts_money_is_unknown(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-01"), ("bob", "2024-02-01", "visit"))
    value = dict(answer(log, "overview").frame.select("measure", "value").iter_rows())
    assert "revenue" not in value
    assert "aov" not in value
    assert value["orders"] == 1
    assert answer(log, "frequency").frame["amount"].null_count() == len(answer(log, "frequency").frame)


def test_without_purchases_there_is_no_revenue(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-01", "visit", 5), ("bob", "2024-02-01", "visit"))
    value = dict(answer(log, "overview").frame.select("measure", "value").iter_rows())
    people = ["customers", "active", "new", "returning", "interactions", "per_customer", "retention", "quick_ratio"]
    assert list(value) == people
