"""How easy it was: three of seven steps, two of five, three of ten count as good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
        ((1, 4, 5, 7), 2, "a scale of 1 to 7; 5 and more count as good."),
        ((1, 3, 4, 5), 2, "a scale of 1 to 5; 4 and more count as good."),
        ((1, 7, 8, 10), 2, "a scale of 1 to 10; 8 and more count as good."),
    ],
)
def test_good_answers_by_scale(
    said_by: SaidBy, answer: Callable[..., Result], scores: tuple[float, ...], top: int, words: str
) -> None:
    log = said_by(*((f"c{n}", JAN, None, None, score) for n, score in enumerate(scores)), ("x", JAN, 10))
    result = answer(log, "ces", MONTHS)
    assert result.frame.select("answers", "top", "rate").row(0) == (4, top, top / 4)
    assert words in result.notes[0]
    assert result.findings[0].startswith("2 of 4 answers say that it was easy: 50.0 %")
