"""How long until the second purchase, or until silence: by hand, by scope, by group."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from queries.answering.runner import Runner
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


@pytest.fixture(scope="module")
def log(log_of: Callable[..., EventLog]) -> EventLog:
    return log_of(
        ("ann", "2024-01-01"),
        ("ann", "2024-01-01T18:00:00"),
        ("ann", "2024-01-06"),
        ("ann", "2024-01-08"),
        ("bob", "2024-01-02"),
        ("bob", "2024-01-10", "visit"),
        ("cem", "2024-01-06"),
        ("cem", "2024-01-10"),
        ("dot", "2024-01-10", "visit"),
    )


def rows(result: Result) -> list[tuple[Any, ...]]:
    return result.frame.select("days", "at_risk", "events", "censored").rows()


def figures(result: Result) -> dict[str, Any]:
    return {figure.name: figure.value for figure in result.figures}


def test_days_to_the_second_day_with_an_order(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "survival")
    # ann's second order of the first day is no second purchase; bob is followed for 9 days.
    assert rows(result) == [(4, 3, 1, 0), (5, 2, 1, 0), (9, 1, 0, 1)]
    assert result.frame["survival"].to_list() == pytest.approx([2 / 3, 1 / 3, 1 / 3])
    assert figures(result)["Median"] == 5


def test_days_to_silence(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "survival", until="silence", threshold=2)
    # ann: last on the 8th, gone on the 10th, day 9; bob: day 2; cem's silence has not lasted so long yet.
    assert rows(result) == [(2, 3, 1, 0), (5, 2, 0, 1), (9, 1, 1, 0)]
    assert any("more than 2 days" in note for note in result.notes)
    assert set(result.parts) == set()


def test_the_threshold_is_the_95th_percentile_of_the_gaps(log: EventLog, answer: Callable[..., Result]) -> None:
    # Gaps 5, 2 and 4: 4.9 days, which whole days exceed as they exceed 4.
    assert rows(answer(log, "survival", until="silence")) == rows(answer(log, "survival", until="silence", threshold=4))


def test_without_gaps_nobody_falls_silent_and_a_note_says_why(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(log_of(("ann", "2024-01-01"), ("bob", "2024-01-05")), "survival", until="silence")
    assert rows(result) == [(1, 2, 0, 1), (5, 1, 0, 1)]
    assert any("no gap" in note for note in result.notes)
    assert figures(result)["Median"] == "not reached"


def test_an_earlier_analysis_date_knows_less(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "survival", Scope(as_of=date(2024, 1, 6)))
    assert rows(result) == [(4, 2, 0, 1), (5, 1, 0, 1)]


def test_only_who_began_in_the_range_is_followed(log: EventLog, answer: Callable[..., Result]) -> None:
    assert rows(answer(log, "survival", Scope(since=date(2024, 1, 2)))) == [(4, 2, 1, 0), (9, 1, 0, 1)]


def test_without_buyers_there_is_no_curve(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "survival", Scope(since=date(2024, 1, 7)))
    assert result.frame.is_empty()
    assert result.frame.columns == [column.name for column in result.columns]


def test_one_curve_a_segment_and_a_test(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "survival", groups="rfm")
    assert result.frame.columns[0] == "group"
    assert sum(row[0] for row in result.frame.select("events").rows()) == 2
    assert any("by construction" in note for note in result.notes)
    assert any(name.startswith("Log-rank χ²") for name in figures(result))


@pytest.mark.parametrize("parameters", [{}, {"until": "silence", "threshold": 2}, {"groups": "rfm"}])
def test_rows_lead_on_to_who_left_the_curve(log: EventLog, parameters: dict[str, Any]) -> None:
    runner, question = Runner(log), Question.of("survival", **parameters)
    for row in some_rows(runner.answer(question).frame):
        assert len(runner.customers(question, row)) == row["events"] + row["censored"]
