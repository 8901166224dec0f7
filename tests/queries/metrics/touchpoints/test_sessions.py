"""Sessions: the rules of GA4 by hand, ids that win over gaps, the click-stream's figures, recounts in plain Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import duckdb
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
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

START = datetime(2024, 1, 1, 12)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def overall(result: Result) -> dict[str, Any]:
    (row,) = result.parts["overall"][1].to_dicts()
    return row


# -- definitions by hand


def test_only_a_gap_ends_a_session(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Fifty minutes of activity are one session; exactly 30 minutes still belong, a moment more does not.
    log = log_of(
        *(("long", at(minute), "visit") for minute in range(0, 51, 10)),
        ("edge", at(0), "visit"),
        ("edge", at(30), "visit"),
        ("cut", at(0), "visit"),
        ("cut", at(30) + timedelta(milliseconds=1), "visit"),
    )
    result = answer(log, "sessions")
    assert overall(result)["sessions"] == 4
    assert overall(answer(log, "sessions", gap=31))["sessions"] == 3
    assert (overall(result)["single"], overall(result)["mean_seconds"]) == (2, (50 + 30) * 60 / 4)


def test_midnight_does_not_end_a_session(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("a", datetime(2024, 1, 31, 23, 50), "visit"),
        ("a", datetime(2024, 2, 1, 0, 10), "visit"),
        ("b", datetime(2024, 2, 9), "visit"),
    )
    result = answer(log, "sessions", Scope(since=date(2024, 2, 1)))
    assert overall(result)["sessions"] == 1, "the session of January is not one of February"


@pytest.mark.parametrize(
    ("events", "engaged"),
    [
        ([(0, "scroll"), (10, "scroll")], False),
        ([(0, "scroll"), (11, "scroll")], True),
        ([(0, "page_view"), (1, "page_view")], True),
        ([(0, "page_view"), (1, "scroll")], False),
        ([(0, "purchase")], True),
        ([(0, "page_view")], False),
    ],
)
def test_an_engaged_session_of_ga4(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], events: list[tuple[int, str]], engaged: bool
) -> None:
    # Longer than ten seconds, or a key event, or two page views.
    rows = [("a", START + timedelta(seconds=seconds), kind) for seconds, kind in events]
    log = log_of(*rows, ("z", START, "page_view"))
    row = overall(answer(log, "sessions"))
    assert (row["engaged"], row["bounced"]) == (int(engaged), 2 - int(engaged))
    assert row["engagement_rate"] + row["bounce_rate"] == 1


def test_another_goal_and_other_seconds(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = (("a", at(0), "scroll"), ("a", at(1), "signup"), ("b", at(0), "scroll"), ("b", at(1), "scroll"))
    log = log_of(*rows, ("z", at(0), "page_view"))
    for asked, engaged, converted in (
        ({}, 2, 0),
        ({"engaged_seconds": 60}, 0, 0),
        ({"goal": "Signup", "engaged_seconds": 60}, 1, 1),
    ):
        row = overall(answer(log, "sessions", **asked))
        assert (row["engaged"], row["converted"]) == (engaged, converted)
    assert any("no purchases" in note for note in answer(log, "sessions").notes)


# -- ids


def test_an_id_wins_over_the_gap(visit_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = visit_log(
        ("a", at(0), "visit", "s1"),
        ("a", at(90), "visit", "s1"),
        ("a", at(91), "visit", "s2"),
        ("b", at(0), "visit", "s1"),  # another customer's id of the same name
    )
    assert overall(answer(log, "sessions"))["sessions"] == 3


def test_two_sessions_at_once_are_two(visit_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = visit_log(*(("a", at(minute), "visit", f"s{minute % 2}") for minute in range(6)))
    row = overall(answer(log, "sessions"))
    assert (row["sessions"], row["events_per_session"], row["median_seconds"]) == (2, 3, 240)


def test_an_event_without_an_id_belongs_to_the_one_before(
    visit_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = visit_log(
        ("a", at(-5), "visit"),  # before any id: none
        ("a", at(0), "visit", "s1"),
        ("a", at(30), "purchase"),
        ("a", at(61), "visit"),  # after the gap: none
        ("a", at(70), "visit", "s1"),
    )
    result = answer(log, "sessions")
    assert (overall(result)["sessions"], overall(result)["events_per_session"], overall(result)["converted"]) == (
        1,
        3,
        1,
    )
    assert "2 events without a session id belong to no session." in result.notes


# -- splits and drill


def test_landing_and_exit(visit_log: Callable[..., EventLog]) -> None:
    log = visit_log(
        ("a", at(0), "view", None, "/home"),
        ("a", at(1), "view", None, "/cart"),
        ("a", at(2), "purchase"),
        ("b", at(0), "view", None, "/cart"),
        ("c", at(0), "view", None, "/home"),
        mapped=("page",),
    )
    runner = Runner(log)
    for split, expected in (
        ("landing", [("/home", 2), ("/cart", 1)]),
        ("exit", [("/cart", 1), ("/home", 1), ("purchase", 1)]),
    ):
        question = Question.of("sessions", split=split)
        frame = runner.answer(question).frame
        assert frame.select(split, "sessions").rows() == expected
        for row in some_rows(frame):
            assert len(runner.customers(question, row)) == row["customers"]


@pytest.mark.parametrize("split", [None, "channel"])
def test_a_row_opens_its_customers(log_of: Callable[..., EventLog], split: str | None) -> None:
    rows = [("a", 0, "web"), ("a", 1, "app"), ("b", 5, "app"), ("b", 600, None), ("c", 60 * 24 * 40, "web")]
    log = log_of(*((who, at(minute), "visit", None, channel) for who, minute, channel in rows))
    runner, question = Runner(log), Question.of("sessions", Scope(grain=Grain.MONTH), split)
    frame = runner.answer(question).frame
    assert frame["sessions"].sum() == 4
    for row in frame.filter(frame["sessions"] > 0).rows(named=True):
        assert len(runner.customers(question, row)) == row["customers"]
    assert frame["complete"].to_list()[-1] is False


def test_nothing_in_the_scope_is_said(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", at(0), "visit"), ("a", at(60 * 24 * 9)))
    result = answer(log, "sessions", Scope(since=date(2024, 1, 3), events=("visit",)))
    assert (result.frame["sessions"].sum(), result.figures) == (0, ())
    assert "There is no session in this range." in result.notes


# -- recounts

visits = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 300), st.sampled_from(["page_view", "scroll", "purchase"])),
    min_size=1,
    max_size=40,
)


@settings(max_examples=13)
@given(rows=visits, gap=st.sampled_from([5, 30]))
def test_every_session_recounted(log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], gap: int) -> None:
    every = [*rows, ("z", 0, "page_view"), ("z", 400, "scroll"), ("z", 401, "purchase")]
    log = log_of(*((who, at(minute), kind) for who, minute, kind in every))
    found: list[list[tuple[str, int, str]]] = []
    for event in sorted(every, key=lambda event: event[:2]):
        goes_on = found and found[-1][-1][0] == event[0] and event[1] - found[-1][-1][1] <= gap
        found[-1].append(event) if goes_on else found.append([event])
    row = overall(Runner(log).answer(Question.of("sessions", gap=gap)))
    kinds = [[kind for _, _, kind in session] for session in found]
    seconds = [60 * (session[-1][1] - session[0][1]) for session in found]
    assert (row["sessions"], row["customers"]) == (len(found), len({session[0][0] for session in found}))
    assert row["converted"] == sum("purchase" in own for own in kinds)
    assert row["engaged"] == sum(
        long > 10 or "purchase" in own or own.count("page_view") > 1  # the three rules of an engaged session
        for long, own in zip(seconds, kinds, strict=True)
    )
    assert row["single"] == sum(len(own) == 1 for own in kinds)
    assert row["median_seconds"] == pytest.approx(median(seconds))


def test_the_published_figures_of_the_click_stream(clicks: Runner) -> None:
    row = overall(clicks.answer(Question.of("sessions")))
    assert (row["sessions"], row["single"], row["engaged"], row["converted"]) == (3605, 231, 3374, 470)
    assert (row["events_per_session"], row["median_seconds"]) == (pytest.approx(8.6286, abs=5e-5), 869)
    assert row["mean_seconds"] == pytest.approx(1039.55, abs=5e-3)


def test_gaps_of_the_click_stream_tell_the_sessions_of_its_ids(clicks: Runner, shared: Callable[[str], Path]) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT user_id, epoch(timestamp) AS second FROM read_csv(?) ORDER BY ALL",
            [str(shared("data/ecom/ecom.csv"))],
        ).fetchall()
    sessions = 0
    for _, events in groupby(rows, key=lambda row: row[0]):
        seconds = [second for _, second in events]
        sessions += 1 + sum(later - earlier > 1800 for earlier, later in pairwise(seconds))
    assert sessions == overall(clicks.answer(Question.of("sessions")))["sessions"]
    by_month = clicks.answer(Question.of("sessions")).frame
    assert by_month["sessions"].sum() == sessions
