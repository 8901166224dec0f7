"""Rolling customers against plain Python, the published fixture of active days, and the edges of the data."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
DAYS = {"p1": [1], "p2": [1, 2, 2], "p3": [1, 2, 3], "p4": [5]}
visits = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 75), st.sampled_from(["web", "app"])), min_size=1, max_size=60
)


def at(day: int) -> date:
    return FIRST + timedelta(days=day)


@pytest.fixture(scope="module")
def published(log_of: Callable[..., EventLog]) -> EventLog:
    return log_of(*((who, at(day - 1)) for who, days in DAYS.items() for day in days))


def test_the_published_fixture_of_active_days(published: EventLog, answer: Callable[..., Result]) -> None:
    exactly = answer(published, "stickiness", mode="exactly").frame
    assert exactly.rows() == [(1, 2, 0.5), (2, 1, 0.25), (3, 1, 0.25)]
    at_least = answer(published, "stickiness", mode="at_least").frame
    assert at_least.rows() == [(1, 4, 1.0), (2, 2, 0.5), (3, 1, 0.25)]


def test_the_last_seven_days_have_a_row_each(published: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(published, "stickiness")
    curve = result.parts["l7"][1]
    assert curve["days"].to_list() == list(range(1, 8))
    assert curve["customers"].to_list() == [2, 1, 1, 0, 0, 0, 0]
    assert curve["at_least"].to_list() == [1.0, 0.5, 0.25, 0, 0, 0, 0]
    assert len(result.parts["l28"][1]) == 28
    (figure,) = result.figures
    assert (figure.name, figure.value, figure.n) == ("Active 5 of 7 days", 0.0, 4)


@settings(max_examples=10)
@given(rows=visits, grain=st.sampled_from(Grain), since=st.integers(0, 70), split=st.sampled_from([None, "channel"]))
def test_windows_hold_who_came_in_them(
    log_of: Callable[..., EventLog],
    rows: list[tuple[str, int, str]],
    grain: Grain,
    since: int,
    split: str | None,
) -> None:
    every = [("a", 0, "web"), ("b", 0, "app"), ("a", 75, "app"), *rows]
    log = log_of(*((who, at(day), "visit", None, channel) for who, day, channel in every))
    frame = Runner(log).answer(Question.of("stickiness", Scope(grain=grain, since=at(since)), split)).frame
    assert len(frame) == frame.select("period", *([split] if split else [])).n_unique()
    assert len(frame) % (2 if split else 1) == 0
    own = Runner(log).data(Scope(grain=grain, since=at(since))).periods.filter("reported")
    ends = dict(own.select("period", "end").iter_rows())
    assert set(frame["period"]) == set(ends)
    for row in frame.iter_rows(named=True):
        last = (min(ends[row["period"]], at(75)) - FIRST).days
        told = {(who, day) for who, day, channel in every if not split or channel == row[split]}
        for name, window in (("dau", 1), ("wau", 7), ("mau", 30)):
            inside = {who for who, day in told if last - window < day <= last}
            assert row[name] == (len(inside) if last >= window - 1 else None)
        mean = sum(last - 30 < day <= last for _, day in told) / 30
        assert row["mean_dau"] == (pytest.approx(mean) if last >= 29 else None)
        if row["mau"]:
            assert row["ratio"] == pytest.approx(mean / row["mau"])
            assert 1 / 30 <= row["ratio"] <= 1
        else:
            assert row["ratio"] is None


@settings(max_examples=8)
@given(rows=visits, split=st.sampled_from([None, "channel"]))
def test_days_are_counted_once_and_add_up(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], split: str | None
) -> None:
    log = log_of(*((who, at(day), "visit", None, channel) for who, day, channel in rows))
    told = {(channel if split else "", who, day) for who, day, channel in rows}
    each = Counter((part, who) for part, who, _ in told)
    expected = Counter((part, days) for (part, _), days in each.items())
    for mode in ("exactly", "at_least"):
        frame = Runner(log).answer(Question.of("stickiness", Scope(), split, mode=mode)).frame
        shown = {(row[split] if split else "", row["days"]) for row in some_rows(frame)}
        assert set(expected) <= shown
        for row in frame.iter_rows(named=True):
            part = row[split] if split else ""
            fits = {days: n for (own, days), n in expected.items() if own == part}
            wanted = {d: n for d, n in fits.items() if (d == row["days"] if mode == "exactly" else d >= row["days"])}
            assert row["customers"] == sum(wanted.values())
            assert row["share"] == pytest.approx(sum(wanted.values()) / sum(fits.values()))


def test_somebody_active_every_day_is_all_of_the_ratio(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(log_of(*(("a", at(day)) for day in range(31))), "stickiness")
    assert result.frame["mau"].to_list() == [None] * 29 + [1, 1]
    assert result.frame["ratio"].to_list() == [None] * 29 + [1.0, 1.0]
    assert [figure.value for figure in result.figures] == [1.0, 1.0]
    assert result.findings[0].endswith("each on 30.0 of 30 days.")


def test_what_comes_later_is_not_known(published: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(published, "stickiness", Scope(as_of=at(2), grain=Grain.MONTH)).frame
    assert frame.select("dau", "wau", "complete").rows() == [(2, None, False)]


def test_nobody_in_the_scope(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", at(0)), ("b", at(9), "visit"))
    scope = Scope(since=at(3), until=at(9), events=("purchase",), segment=None)
    for mode in ("exactly", "at_least"):
        assert answer(log, "stickiness", scope, mode=mode).frame.is_empty()
    result = answer(log, "stickiness", scope)
    assert set(result.frame["dau"]) == {0}
    assert (result.figures, result.findings) == ((), ())


@pytest.mark.parametrize("split", [None, "channel"])
@pytest.mark.parametrize("mode", ["ratio", "exactly", "at_least"])
def test_a_row_opens_its_customers(log_of: Callable[..., EventLog], mode: str, split: str | None) -> None:
    rows = [("a", 0, "web"), ("a", 0, "app"), ("b", 1, "web"), ("a", 31, "web"), ("c", 33, "app"), ("b", 40, "web")]
    log = log_of(*((who, at(day), "visit", None, channel) for who, day, channel in rows))
    runner, question = Runner(log), Question.of("stickiness", split=split, mode=mode)
    for row in some_rows(runner.answer(question).frame):
        found = len(runner.customers(question, row))
        assert row.get("mau", row.get("customers")) in (None, found)
