"""Reviews that do not say who wrote them: moods and topics answer, what tells of people is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.errors import QuestionError
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from queries.answering.runner import Runner

SAID = ("Terrible and broken", "I love it, wonderful")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """120 reviews with a date and a rating; each fifth to second fifth complains."""
    rows = [f'2024-0{1 + n % 3}-{1 + n % 28:02},P{n % 5},{1 + n % 5},"{SAID[n % 5 > 1]} {n}"' for n in range(120)]
    path = tmp_path / "reviews.csv"
    path.write_text("\n".join(["date,product,rating,review", *rows]), encoding="utf-8")
    session = Session([path])
    session.look()
    return session.load()


def test_moods_answer_without_customers(runner: Runner) -> None:
    result = runner.answer(Question.of("sentiment", Scope(grain=Grain.MONTH)))
    assert result.frame.select("texts", "negative", "positive").sum().row(0) == (120, 48, 72)
    _, accuracy = result.parts["accuracy"]
    assert accuracy.filter(score_says="negative").select("texts", "right").row(0) == (48, 48)


def test_topics_count_nobody(runner: Runner) -> None:
    result = runner.answer(Question.of("topics"))
    assert result.frame.row(0, named=True)["topic"] == "terrible broken"
    assert "customers" not in result.frame.columns
    assert [column.name for column in result.columns] == result.frame.columns


def test_what_tells_of_people_is_refused(runner: Runner) -> None:
    for metric in ("mood", "promoter", "mentions"):
        with pytest.raises(QuestionError):
            runner.answer(Question.of(metric))
