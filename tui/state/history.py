"""The questions that were asked, one after the other: one goes back to them and forward again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries.question.question import Question

KEPT = 100


class History:
    """As in a browser: who goes back and asks something else leaves what came after."""

    def __init__(self) -> None:
        self._asked: list[Question] = []
        self._at = -1

    def visit(self, question: Question) -> None:
        """A question was answered; the one where one is, again, is no step."""
        if self._at >= 0 and self._asked[self._at] == question:
            return
        self._asked = [*self._asked[: self._at + 1], question][-KEPT:]
        self._at = len(self._asked) - 1

    def go(self, step: int) -> Question | None:
        """The question so many steps back (below zero) or forward, where one is then; None where there is none."""
        if not 0 <= self._at + step < len(self._asked):
            return None
        self._at += step
        return self._asked[self._at]
