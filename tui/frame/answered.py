"""The two lines above an answer: what is open and how long it took, and which part of the data it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from queries.wording import say
from tui.frame.status import BETWEEN, Line
from tui.text.asked import scope_line
from tui.text.safe import safe

if TYPE_CHECKING:
    from queries.answering.result import Result
    from tui.state.workspace import Workspace


class TitleLine(Line):
    """What is open, and to the right how long the answer took."""

    answer: var[Result | None] = var(None, init=False)

    def __init__(self, words: str) -> None:
        super().__init__(words, id="title", name="regulars")

    def watch_answer(self, answer: Result | None) -> None:
        """Another answer took another time."""
        if answer is not None:
            self.right = f"{answer.seconds:.2f} s"


class ScopeLine(Line):
    """The part of the data that an answer is about, as it may be seen."""

    answer: var[Result | None] = var(None, init=False)

    def __init__(self, workspace: Workspace, answer: Result | None = None, *, compared: bool = True) -> None:
        """A line; unless `compared`, it does not say what the answer is compared with."""
        super().__init__(id="scope", name=say("Scope"))
        self._workspace = workspace
        self._compared = compared
        if answer is not None:
            self.set_reactive(ScopeLine.answer, answer)
            self.set_reactive(Line.left, self._words(answer))
            self.set_reactive(Line.marked, self._narrowing(answer))

    def watch_answer(self) -> None:
        """Another answer may be about another part."""
        self.show_masked()

    def show_masked(self) -> None:
        """The words with personal data masked or as they are."""
        if self.answer is not None:
            self.left = self._words(self.answer)
            self.marked = self._narrowing(self.answer)

    def _narrowing(self, answer: Result) -> frozenset[str]:
        """The parts of the line that cut something off: as chips, which `f` drops one by one."""
        scope = self._workspace.said(answer).question.scope
        days = self._words(answer).partition(BETWEEN)[0] if scope.since or scope.until else ""
        as_of = say("as of {as_of}", as_of=scope.as_of) if scope.as_of else ""
        parts = (days, ", ".join(scope.events), ", ".join(scope.channels), scope.describe_who(), as_of)
        return frozenset(safe(part) for part in parts if part)

    def _words(self, answer: Result) -> str:
        said = self._workspace.said(answer)
        return scope_line(said) if self._compared else said.scope_words
