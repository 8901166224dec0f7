"""The questions that were asked, one after the other: one goes back to them and forward again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from queries.question.question import Question

KEPT = 100

Look = TypeVar("Look")


@dataclass
class Asked(Generic[Look]):
    """A question that was answered, and how its answer was looked at when it was left."""

    question: Question
    look: Look | None = None


class History(Generic[Look]):
    """As in a browser: who goes back and asks something else leaves what came after."""

    def __init__(self) -> None:
        self._asked: list[Asked[Look]] = []
        self._at = -1

    def visit(self, question: Question) -> None:
        """A question was answered; the one where one is, again, is no step."""
        if self._at >= 0 and self._asked[self._at].question == question:
            return
        self._asked = [*self._asked[: self._at + 1], Asked(question)][-KEPT:]
        self._at = len(self._asked) - 1

    def leave(self, question: Question, look: Look) -> None:
        """How the answer to a question is looked at that is about to be left, where one is there."""
        if self._at >= 0 and self._asked[self._at].question == question:
            self._asked[self._at].look = look

    def stay(self, question: Question) -> None:
        """What was asked next gets no answer: one is where that question was asked, the nearest time there is."""
        places = [at for at, asked in enumerate(self._asked) if asked.question == question]
        self._at = min(places, key=lambda at: abs(at - self._at), default=self._at)

    def go(self, step: int) -> Asked[Look] | None:
        """The question so many steps back (below zero) or forward, where one is then; None where there is none."""
        if not 0 <= self._at + step < len(self._asked):
            return None
        self._at += step
        return self._asked[self._at]
