"""Content customers: the scale is found, the best two answers count, and the scale can be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.mapping.model import SurveyQuestion
from queries.question.periods import Grain
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from tests.queries.surveys import SaidBy

MONTHS = Scope(grain=Grain.MONTH)
JAN = "2024-01-10"


@pytest.mark.parametrize(
    ("scores", "top", "words"),
    [
        ((1, 3, 4, 5), 2, "a scale of 1 to 5; 4 and more count as good."),
        ((1, 5, 6, 7), 2, "a scale of 1 to 7; 6 and more count as good."),
        ((2, 8, 9, 10), 2, "a scale of 1 to 10; 9 and more count as good."),
        ((0, 8, 9, 10), 2, "a scale of 0 to 10; 9 and more count as good."),
        ((2, 3, 4, 3.9), 1, "a scale of 1 to 5; 4 and more count as good."),
    ],
)
def test_the_scale_is_found_and_said(
    said_by: SaidBy, answer: Callable[..., Result], scores: tuple[float, ...], top: int, words: str
) -> None:
    log = said_by(*((f"c{n}", JAN, None, score) for n, score in enumerate(scores)))
    result = answer(log, "csat", MONTHS)
    row = result.frame.row(0, named=True)
    assert (row["answers"], row["top"], row["rate"]) == (4, top, top / 4)
    assert row["mean"] == pytest.approx(sum(scores) / 4)
    assert words in result.notes[0]


def test_the_mapping_says_another_scale(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    rows = [(f"c{n}", JAN, None, score) for n, score in enumerate((1, 2, 3, 5))]
    three = answer(said_by(*rows, questions=(SurveyQuestion("csat", "csat", (1.0, 3.0)),)), "csat", MONTHS)
    assert three.frame.select("answers", "top").row(0) == (3, 1)
    assert "a scale of 1 to 3; 3 and more count as good." in three.notes[0]
    assert "1 of 4 answers are not between 1 to 3 and do not count." in three.notes


def test_the_figure_is_that_of_all_answers(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    rows = [(f"c{n}", "2024-02-10" if n % 2 else JAN, None, 5 if n < 5 else 1) for n in range(83)]
    result = answer(said_by(*rows), "csat", MONTHS)
    figure, mean = result.figures
    assert (figure.value, figure.n) == (5 / 83, 83)
    assert (figure.low, figure.high) == (pytest.approx(0.0260, abs=5e-5), pytest.approx(0.1334, abs=5e-5))
    assert mean.value == pytest.approx((5 * 5 + 78) / 83)
    assert result.findings == ("5 of 83 answers are content: 6.0 % (2.6 % to 13.3 %).",)
