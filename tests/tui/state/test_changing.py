"""Changing what is asked, without looking at the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries import catalogue
from queries.answering.result import Result
from queries.errors import QuestionError, UsageError
from queries.question.comparison import Comparison
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from tui.state.changing import CHANGES, about, lost_comparison, over
from tui.state.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog

MARCH = Scope(since=date(2024, 3, 1), until=date(2024, 3, 31), grain=Grain.MONTH)


@pytest.fixture
def log(log_of: Callable[..., EventLog]) -> EventLog:
    return log_of(("a", "2024-01-10 10:00:00"), ("b", "2024-06-20 10:00:00"))


def test_another_question_keeps_scope_and_comparison_and_drops_parameters() -> None:
    before = Question.of("rfm", MARCH, compare=Comparison("year"), bins=3)
    assert about("frequency", before, None) == Question.of("frequency", MARCH, compare=Comparison("year"))
    assert about("frequency", None, MARCH) == Question.of("frequency", MARCH)


def test_all_of_the_data_are_not_compared_with_a_period_before_them() -> None:
    compared = Question.of("frequency", MARCH, compare=Comparison("before"))
    assert over(compared, Scope()).compare is None
    assert over(compared, replace(MARCH, grain=Grain.WEEK)).compare == Comparison("before")
    loyal = replace(compared, compare=Comparison("segment", Segment("rfm", "loyal")))
    assert over(loyal, Scope()).compare == loyal.compare


def test_a_lost_comparison_is_one_that_another_scope_cannot_have() -> None:
    compared = Question.of("frequency", MARCH, compare=Comparison("before"))
    assert lost_comparison(compared, over(compared, Scope()))
    assert not lost_comparison(compared, replace(compared, compare=None))
    assert not lost_comparison(compared, over(compared, replace(MARCH, grain=Grain.WEEK)))


def change(what: str, question: Question, log: EventLog, step: int = 0, row: Row | None = None) -> Question:
    return CHANGES[what](question, log, row, step)


def test_everything_is_cleared_once(log: EventLog) -> None:
    cleared = change("everything", Question.of("frequency", MARCH, compare=Comparison("before")), log)
    assert cleared == Question.of("frequency")
    with pytest.raises(UsageError, match="all of the data already"):
        change("everything", cleared, log)


def test_a_period_back_and_on_to_the_end_of_the_data(log: EventLog) -> None:
    back = change("period", Question.of("frequency", MARCH), log, -1)
    assert (back.scope.since, back.scope.until) == (date(2024, 2, 1), date(2024, 2, 29))
    june = change("period", Question.of("frequency", Scope(grain=Grain.MONTH)), log, -1)
    assert (june.scope.since, june.scope.until) == (date(2024, 6, 1), date(2024, 6, 30))
    with pytest.raises(QuestionError, match="do not go further"):
        change("period", june, log, 1)


def test_grains_end_at_day_and_year(log: EventLog) -> None:
    question = Question.of("frequency", MARCH)
    assert change("grain", question, log, 1).scope.grain is Grain.QUARTER
    assert change("grain", question, log, -1).scope.grain is Grain.WEEK
    for grain, step, words in ((Grain.DAY, -1, "finer"), (Grain.YEAR, 1, "coarser")):
        with pytest.raises(UsageError, match=f"no {words} grain"):
            change("grain", question.over(replace(MARCH, grain=grain)), log, step)


def test_a_row_of_a_segmentation_is_the_scope_with_what_decides_it(log: EventLog) -> None:
    def row(metric: str, values: dict[str, object] | None, **parameters: object) -> Row:
        declared = catalogue.metric(metric)
        return Row(Result(declared, Question.of(metric, **parameters), pl.DataFrame(), ()), values)

    question = Question.of("frequency", MARCH)
    segment = change("segment", question, log, row=row("rfm", {"segment": "2-1"}, bins=2)).scope.segment
    assert segment == Segment("rfm", "2-1", (("bins", 2),))
    for nothing in (None, row("rfm", None), row("frequency", {"period": date(2024, 3, 1)})):
        with pytest.raises(UsageError, match="Only a row of a segmentation"):
            change("segment", question, log, row=nothing)
