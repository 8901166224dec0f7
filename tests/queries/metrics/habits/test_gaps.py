"""Gaps between days with an event: published figures of CDNOW, plain Python, and the edges."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError, UsageError
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
events = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 60), st.sampled_from(["web", "app"])), min_size=1, max_size=40
)


def at(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def statistics_of(result: Result) -> dict[str, float | None]:
    return dict(result.frame.select("statistic", "days").iter_rows())


def test_the_published_gaps_of_cdnow(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "gaps")
    found = statistics_of(result)
    assert (found["p50"], found["p90"]) == (34, 200)
    assert round(found["mean"] or 0, 1) == 72.2
    assert found["n"] == result.parts["histogram"][1]["gaps"].sum()
    assert result.figures[0].n == 23_570 - 12_054
    assert "too short" in result.notes[0]


@settings(max_examples=10)
@given(rows=events, since=st.integers(0, 40))
def test_gaps_are_those_between_a_customers_days(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], since: int
) -> None:
    log = log_of(("a", at(0)), ("z", at(60)), *((who, at(day)) for who, day, _ in rows))
    days = {who: sorted({day for own, day, _ in [*rows, ("a", 0, ""), ("z", 60, "")] if own == who}) for who in "abcdz"}
    ended = {w: [b - a for a, b in pairwise(listed) if b >= since] for w, listed in days.items()}
    every = [gap for listed in ended.values() for gap in listed]
    result = Runner(log).answer(Question.of("gaps", Scope(since=FIRST + timedelta(days=since))))
    found = statistics_of(result)
    assert found["n"] == len(every)
    assert found["mean"] == (pytest.approx(fmean(every)) if every else None)
    assert found["p50"] == (pytest.approx(median(every)) if every else None)
    histogram = result.parts["histogram"][1]
    assert dict(histogram.select("days", "gaps").iter_rows()) == {gap: every.count(gap) for gap in every}
    usual = [median(listed) for listed in ended.values() if listed]
    usage = result.parts["usage"][1]
    assert dict(usage.select("days", "customers").iter_rows()) == {gap: usual.count(gap) for gap in usual}
    if usual:
        interval = result.figures[0].value
        assert isinstance(interval, float)
        assert sum(gap <= interval for gap in usual) / len(usual) >= 0.8
        assert sum(gap < interval for gap in usual) / len(usual) < 0.8
        assert usage["cumulative"][-1] == pytest.approx(1)


@settings(max_examples=8)
@given(rows=events)
def test_split_by_channel_gaps_lie_within_a_channel(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]]
) -> None:
    log = log_of(*((who, at(day), "purchase", None, channel) for who, day, channel in rows))
    frame = Runner(log).answer(Question.of("gaps", split="channel")).frame
    for channel in ("app", "web"):
        own = [sorted({day for w, day, c in rows if (w, c) == (who, channel)}) for who in "abcd"]
        every = [b - a for listed in own for a, b in pairwise(listed)]
        found = dict(frame.filter(channel=channel).select("statistic", "days").iter_rows())
        assert found.get("n", 0) == len(every)
        assert found.get("mean") == (pytest.approx(fmean(every)) if every else None)


def test_only_orders_count_unless_another_event_is_named(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", at(0)), ("a", at(1), "refund", 5), ("a", at(3), "Visit"), ("a", at(10)), ("a", at(13), "Visit"))
    assert statistics_of(answer(log, "gaps"))["mean"] == 10
    assert statistics_of(answer(log, "gaps", event="visit"))["mean"] == 10
    assert statistics_of(answer(log, "gaps", event="any"))["n"] == 4
    with pytest.raises(UsageError, match="no event “click”"):
        answer(log, "gaps", event="click")


def test_without_orders_another_event_must_be_named(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", at(0), "visit"), ("a", at(4), "visit"))
    with pytest.raises(QuestionError, match="no purchase events"):
        answer(log, "gaps")
    assert statistics_of(answer(log, "gaps", event="visit"))["mean"] == 4


def test_one_day_each_is_no_gap(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("a", at(0)), ("a", at(0)), ("b", at(9))), "gaps")
    assert statistics_of(result) == {"n": 0} | dict.fromkeys(("mean", "p25", "p50", "p75", "p80", "p90", "p95"))
    assert [len(frame) for _, frame in result.parts.values()] == [0, 0]
    assert result.figures == ()
    assert "No customer came on two days: there are no gaps." in result.notes


def test_what_comes_later_is_not_known(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", at(0)), ("a", at(5)), ("a", at(50)))
    assert statistics_of(answer(log, "gaps", Scope(as_of=FIRST + timedelta(days=50))))["mean"] == 5
    assert statistics_of(answer(log, "gaps", Scope(until=FIRST + timedelta(days=50))))["n"] == 2
