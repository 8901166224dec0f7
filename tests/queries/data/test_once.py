"""What is worked out once a scope is kept apart by what it is asked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.answering.runner import Runner, work_out
from queries.data.data import Data
from queries.data.once import once
from queries.question.question import Question
from queries.question.scope import Scope, Segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog

CALLS: list[object] = []


@once
def of_scope(data: Data, number: int = 1, *, word: str = "a") -> pl.LazyFrame:
    CALLS.append((number, word))
    return data.events.select(pl.len())


@once(of="everyone")
def of_everyone(data: Data) -> Data:
    CALLS.append("everyone")
    return data


@pytest.fixture
def log(log_of: Callable[..., EventLog]) -> EventLog:
    CALLS.clear()
    days = {"ann": (1, 3, 9, 31), "bob": (1, 15), "cid": (2, 28), "dan": (4,)}
    rows = [(who, f"2024-01-{day:02}", "purchase", 5, "web") for who, listed in days.items() for day in listed]
    return log_of(*rows, ("eve", "2024-02-20", "visit", None, "app"))


def test_the_same_arguments_are_worked_out_once_however_they_are_written(log: EventLog) -> None:
    data = Data(log, Scope(), keep=work_out)
    first = of_scope(data)
    assert of_scope(data, 1) is of_scope(data, number=1, word="a") is first
    assert of_scope(data, 2) is not first
    assert CALLS == [(1, "a"), (2, "a")]


def test_what_is_of_everyone_is_worked_out_with_everyones_data(log: EventLog) -> None:
    runner = Runner(log)
    whole, part = runner.data(Scope()), runner.data(Scope(segment=Segment("engagement", "none")))
    assert of_everyone(part) is of_everyone(whole) is whole
    assert CALLS == ["everyone"]


def test_another_threshold_has_features_of_its_own(log: EventLog) -> None:
    runner = Runner(log)
    short, long = (Question.of("churn", threshold=days) for days in (20, 45))
    before = runner.answer(short).parts["features"][1]
    after, fresh = (asked.answer(long).parts["features"][1] for asked in (runner, Runner(log)))
    assert after.equals(fresh)
    assert after["churned"].sum() < before["churned"].sum()


def test_a_segments_profile_is_not_that_of_all_segments_asked_before(log: EventLog) -> None:
    runner, question = Runner(log), Question.of("profile", Scope(segment=Segment("lifecycle", "prospect")))
    runner.answer(Question.of("profile"))
    assert runner.answer(question).frame.equals(Runner(log).answer(question).frame)
