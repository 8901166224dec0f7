"""An answer beside the period before, a year before, or another segment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.errors import UsageError
from queries.question.comparison import Comparison
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from queries.answering.runner import Runner


@pytest.fixture(scope="module")
def cdnow_runner(cdnow: Path) -> Runner:
    """CDNOW, as it opens without a mapping."""
    session = Session([cdnow])
    session.look()
    return session.load()


@pytest.mark.parametrize(
    ("kind", "since", "until", "first", "last"),
    [
        ("before", date(2024, 3, 1), date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
        ("before", date(2024, 1, 1), date(2024, 3, 31), date(2023, 10, 1), date(2023, 12, 31)),
        ("before", date(2024, 3, 4), date(2024, 3, 10), date(2024, 2, 26), date(2024, 3, 3)),
        ("year", date(2024, 2, 1), date(2024, 2, 29), date(2023, 2, 1), date(2023, 2, 28)),
        ("year", date(2025, 2, 1), date(2025, 2, 28), date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_the_range_that_is_compared_with(kind: str, since: date, until: date, first: date, last: date) -> None:
    other = Comparison(kind).of(Scope(since=since, until=until), since, until)
    assert (other.since, other.until) == (first, last)


def test_all_of_the_data_have_no_period_before_them() -> None:
    with pytest.raises(UsageError, match="Choose a period"):
        Comparison("before").of(Scope(), date(2024, 1, 1), date(2024, 12, 31))


def test_words_that_are_no_comparison_are_refused() -> None:
    with pytest.raises(UsageError, match="Name before, year"):
        Comparison.parse("yesterday")


def test_each_number_stands_beside_what_it_was(cdnow_runner: Runner) -> None:
    april = Scope(since=date(1997, 4, 1), until=date(1997, 4, 30), grain=Grain.MONTH)
    row = cdnow_runner.answer(Question.of("frequency", april, compare=Comparison("before"))).frame.row(0, named=True)
    assert (row["orders"], row["orders_before"], row["orders_change"]) == (3781, 11598, 3781 - 11598)
    assert row["amount_before"] == 393155.27
    assert row["orders_change_rate"] == pytest.approx((3781 - 11598) / 11598)


def test_periods_are_matched_by_their_place(cdnow_runner: Runner) -> None:
    scope = Scope(since=date(1998, 1, 1), until=date(1998, 3, 31), grain=Grain.MONTH)
    frame = cdnow_runner.answer(Question.of("frequency", scope, compare=Comparison("year"))).frame
    assert frame["period"].to_list() == [date(1998, 1, 1), date(1998, 2, 1), date(1998, 3, 1)]
    assert frame["orders_before"].to_list() == [8928, 11272, 11598]


def test_contributions_add_up_to_the_change(cdnow_runner: Runner) -> None:
    scope = Scope(since=date(1998, 1, 1), until=date(1998, 3, 31))
    result = cdnow_runner.answer(Question.of("rfm", scope, compare=Comparison("year")))
    parts = result.parts["contributions"][1].filter(pl.col("measure") == "revenue")
    assert parts["change"].sum() == pytest.approx(result.frame["revenue_change"].sum())
    assert parts["contribution"].sum() == pytest.approx(1)
    assert parts["change"].abs().is_sorted(descending=True)


def test_a_segment_is_compared_with_another(cdnow_runner: Runner) -> None:
    question = Question.of("rfm", compare=Comparison.parse("rfm=loyal"))
    frame = cdnow_runner.answer(question).frame.filter(pl.col("segment") == "loyal")
    assert frame["customers"].item() == frame["customers_before"].item() == 3246
    assert "--compare rfm=loyal" in question.command(["cdnow.duckdb"])


@pytest.mark.parametrize("metric", ["overview", "gaps", "distribution", "cross", "profile", "migration", "rhythm"])
def test_two_segments_are_compared_by_any_measure(cdnow_runner: Runner, metric: str) -> None:
    scope = Scope(segment=Segment("rfm", "loyal"))
    result = cdnow_runner.answer(Question.of(metric, scope, compare=Comparison.parse("rfm=champions")))
    assert result.frame.columns == [column.name for column in result.columns]
    assert len(result.frame) > 0
    for columns, frame in result.parts.values():
        names = [column.name for column in columns]
        assert len(set(names)) == len(names)
        assert set(frame.columns) <= set(names)


def test_what_does_not_add_up_has_no_contributions(cdnow_runner: Runner) -> None:
    other = Comparison.parse("rfm=champions")
    assert "contributions" not in cdnow_runner.answer(Question.of("gaps", compare=other)).parts
    assert "contributions" in cdnow_runner.answer(Question.of("distribution", compare=other)).parts
