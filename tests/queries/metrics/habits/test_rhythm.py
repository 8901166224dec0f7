"""Weekdays and hours: counts against plain Python, rates by calendar days, the weekend index and its interval."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

THURSDAY = datetime(2024, 2, 1)
Visit = tuple[str, int, str]
visits = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 24 * 20 - 1), st.sampled_from(["web", "app"])),
    min_size=1,
    max_size=60,
)


def at(hour: int) -> datetime:
    return THURSDAY + timedelta(hours=hour)


@settings(max_examples=10)
@given(rows=visits, since=st.integers(0, 19), split=st.sampled_from([None, "channel"]))
def test_every_cell_counts_its_events_and_customers(
    log_of: Callable[..., EventLog], rows: list[Visit], since: int, split: str | None
) -> None:
    every = [("a", 1, "web"), ("a", 1, "app"), *rows, ("z", 24 * 20 - 1, "web")]
    log = log_of(*((who, at(hour), "visit", None, channel) for who, hour, channel in every))
    scope = Scope(since=at(24 * since).date())
    cells = [
        (channel if split else None, at(hour).isoweekday(), at(hour).hour, who)
        for who, hour, channel in every
        if hour >= 24 * since
    ]
    frame = Runner(log).answer(Question.of("rhythm", scope, split)).frame
    days = Counter(at(24 * day).isoweekday() for day in range(since, 20))
    assert len(frame) == len({cell[0] for cell in cells}) * len(days) * 24
    for row in frame.iter_rows(named=True):
        own = [who for part, weekday, hour, who in cells if (part, weekday, hour) == key_of(row, split)]
        assert (row["interactions"], row["customers"]) == (len(own), len(set(own)))
        assert row["per_day"] == pytest.approx(len(own) / days[row["weekday"]])


def key_of(row: dict[str, object], split: str | None) -> tuple[object, ...]:
    return (row[split] if split else None, row["weekday"], row["hour"])


def test_the_weekend_index_and_its_interval(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Two weeks from a Monday: 40 events on 4 weekend days, 50 on 10 weekdays.
    monday = datetime(2024, 1, 1, 12)
    days = [day for day in range(14) for _ in range(10 if day % 7 >= 5 else 5)]
    log = log_of(*((f"c{n % 7}", monday + timedelta(days=day), "visit") for n, day in enumerate(days)))
    (row,) = answer(log, "rhythm").parts["weekend"][1].to_dicts()
    assert row.pop("index") == pytest.approx(2)
    half = 1.959963984540054 * math.sqrt(1 / 40 + 1 / 50)
    assert (row.pop("low"), row.pop("high")) == pytest.approx((2 / math.exp(half), 2 * math.exp(half)))
    counts = {"weekend": 40, "weekdays": 50, "weekend_days": 4, "weekday_days": 10}
    assert row == {"counted": "interactions"} | counts


def test_orders_have_a_weekend_index_of_their_own(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(
        ("a", datetime(2024, 1, 1, 9), "visit"),
        ("a", datetime(2024, 1, 2, 9), "purchase", 5),
        ("b", datetime(2024, 1, 6, 9), "purchase", 5),
        ("b", datetime(2024, 1, 7, 9), "refund", 5),
    )
    result = answer(log, "rhythm")
    weekend = result.parts["weekend"][1]
    assert weekend.select("counted", "weekend", "weekdays").rows() == [("interactions", 2, 2), ("orders", 1, 1)]
    assert [(figure.name, figure.value, figure.n) for figure in result.figures] == [
        ("Weekend index", 2.5, 4),
        ("Weekend index of orders", 2.5, 2),
    ]
    assert "A weekend day and a weekday bring about as many orders" in result.findings[-1]


@pytest.mark.parametrize(("first", "last"), [(1, 5), (6, 7)])
def test_a_range_without_weekend_or_without_weekdays_has_no_index(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], first: int, last: int
) -> None:
    log = log_of(("a", datetime(2024, 1, first, 9), "visit"), ("a", datetime(2024, 1, last, 9), "visit"))
    result = answer(log, "rhythm")
    assert result.parts["weekend"][1].select("index", "low", "high").rows() == [(None, None, None)]
    assert result.figures == ()
    assert result.frame["weekday"].unique().to_list() == list(range(first, last + 1))


def test_dates_only_say_nothing_about_hours(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", "2024-01-01"), ("b", "2024-01-01"), ("a", "2024-01-08"), ("a", "2024-01-03"))
    result = answer(log, "rhythm")
    assert result.frame.select("weekday", "hour", "interactions", "customers").rows()[:3] == [
        (1, None, 3, 2),
        (2, None, 0, 0),
        (3, None, 1, 1),
    ]
    assert sum("nothing can be said about hours" in note for note in result.notes) == 1
    assert result.findings[0] == "Busiest: Monday, 1.5 events on such a day."


def test_a_kind_with_dates_only_is_named(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", "2024-01-01"), ("a", datetime(2024, 1, 1, 15), "visit"), ("b", datetime(2024, 1, 9), "visit"))
    result = answer(log, "rhythm")
    assert any(note.startswith("Dates only, counted at hour 0: purchase.") for note in result.notes)
    assert result.parts["clock"][1].rows() == [("purchase", 1, 1), ("visit", 2, 1)]


def test_cdnow_has_dates_only(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "rhythm")
    assert result.frame["interactions"].sum() == 69_659
    assert result.frame["hour"].to_list() == [None] * 7


def test_nothing_in_the_scope_is_no_row(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", datetime(2024, 1, 1, 9)), ("b", datetime(2024, 1, 9, 9), "visit"))
    result = answer(log, "rhythm", Scope(since=datetime(2024, 1, 3).date(), events=("purchase",)))
    assert (len(result.frame), result.findings, result.figures) == (0, (), ())


@pytest.mark.parametrize("split", [None, "channel"])
@pytest.mark.parametrize("midnight", [True, False])
def test_a_row_opens_its_customers(log_of: Callable[..., EventLog], split: str | None, midnight: bool) -> None:
    rows = [("a", 0, "web"), ("b", 0, "app"), ("a", 168, "web"), ("c", 30, "web"), ("c", 30, "app"), ("b", 55, None)]
    hours = [(who, hour // 24 * 24 if midnight else hour, channel) for who, hour, channel in rows]
    log = log_of(*((who, at(hour), "visit", None, channel) for who, hour, channel in hours))
    runner, question = Runner(log), Question.of("rhythm", split=split)
    for row in some_rows(runner.answer(question).frame):
        assert len(runner.customers(question, row)) == row["customers"]
