"""What goes with buying: by hand, by a recount, and only what came before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

done = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 28), st.sampled_from(["visit", "chat", "purchase"])),
    min_size=1,
    max_size=40,
)


def test_only_what_came_before_the_goal_counts(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(
        ("ann", "2024-01-01", "visit"), ("ann", "2024-01-02", "purchase"), ("ann", "2024-01-03", "chat"),
        ("bob", "2024-01-01", "visit"), ("bob", "2024-01-02", "chat"),
        ("eve", "2024-01-02", "chat"), ("eve", "2024-01-02", "purchase"),
        ("kim", "2024-01-05", "visit"),
    )  # fmt: skip
    result = answer(log, "drivers", minimum=1)
    told = {row["behaviour"]: row for row in result.frame.rows(named=True)}
    assert set(told) == {"visit", "chat"}
    visit = told["visit"]
    names = ("about", "did_and_bought", "did", "not_and_bought", "not", "rate", "rate_without")
    assert tuple(visit[name] for name in names) == ("event", 1, 3, 1, 1, 1 / 3, 1.0)
    # One cell is empty: half a customer is added to each.
    assert visit["odds_ratio"] == pytest.approx((1.5 * 0.5) / (1.5 * 2.5))
    assert visit["phi"] == pytest.approx(-1 / 3**0.5)
    assert visit["strength"] == "high"
    # Ann chatted after she bought, and Eve at that instant: neither came before.
    assert tuple(told["chat"][name] for name in names) == ("event", 0, 1, 2, 3, 0.0, 2 / 3)
    assert any("no cause" in note for note in result.notes)
    behind = Runner(log).customers(Question.of("drivers", minimum=1), {"about": "event", "behaviour": "chat"})
    assert behind["id"].to_list() == ["bob"]


@settings(max_examples=13)
@given(rows=done, since=st.integers(1, 20))
def test_counts_are_those_of_a_recount(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], since: int
) -> None:
    every = [("z", 28, "visit"), ("z", 28, "purchase"), *rows]
    log = log_of(*((who, f"2024-01-{day:02}", kind) for who, day, kind in every))
    scope = Scope(since=date(2024, 1, since))
    result = Runner(log).answer(Question.of("drivers", scope, minimum=1))
    start = max(since, min(day for _, day, _ in every))
    own = [row for row in every if row[1] >= start]
    goal = {who: min(day for o, day, k in own if o == who and k == "purchase") for who, _, k in own if k == "purchase"}
    everyone = {who for who, *_ in own}
    for row in result.frame.rows(named=True):
        did = {who for who, day, kind in own if kind == row["behaviour"] and day < goal.get(who, 99)}
        assert (row["did"], row["did_and_bought"]) == (len(did), len(did & goal.keys()))
        assert row["did"] + row["not"] == len(everyone)
        assert row["did_and_bought"] + row["not_and_bought"] == len(goal)
        assert row["low"] <= row["odds_ratio"] <= row["high"]
        assert row["p"] <= row["q"] <= 1


def test_channels_and_attributes_are_behaviours_too(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows = [(f"p{n}", "2024-01-01", "visit", None, "app" if n % 2 else "web") for n in range(40)]
    rows += [(f"p{n}", "2024-01-02", "purchase", 1, "app") for n in range(40) if n % 2]
    log = log_of(*rows, customers=[(f"p{n}", "Rome" if n < 20 else "Oslo") for n in range(40)])
    result = answer(log, "drivers")
    told = {(row["about"], row["behaviour"]): row for row in result.frame.rows(named=True)}
    assert set(told) == {("channel", "app"), ("channel", "web"), ("city", "Rome"), ("city", "Oslo")}
    assert (told["channel", "app"]["phi"], told["channel", "web"]["phi"]) == (1, -1)
    assert told["city", "Rome"]["strength"] == "none"
    assert told["city", "Rome"]["odds_ratio"] == pytest.approx(1)
    assert result.findings[0].startswith("Channel app goes with it more often: 100.0 % of 20 customers with, 0.0 % of")
    rome = Runner(log).customers(Question.of("drivers"), {"about": "city", "behaviour": "Rome"})
    assert len(rome) == 20


def test_what_is_missing_is_said(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-01", "visit"))
    with pytest.raises(QuestionError, match="no purchase events"):
        answer(log, "drivers")
    with pytest.raises(QuestionError, match="do not tell the page"):
        answer(log, "drivers", goal="visit", about="pages")
    with pytest.raises(QuestionError, match="no customer attributes"):
        answer(log, "drivers", goal="visit", about="attributes")
    few = answer(log, "drivers", goal="visit")
    assert few.frame.is_empty()
    assert "minimum=N" in few.notes[0]
