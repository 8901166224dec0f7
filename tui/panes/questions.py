"""The pane of questions: the saved views, and the catalogue by group."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.reactive import var

from queries.wording import mark
from tui.commands.listed import named
from tui.frame.pane import Pane
from tui.panes.question_list import Questions
from tui.state.saved import SIGN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.widget import Widget

    from queries.answering.result import Result
    from queries.catalogue import Metric


LEAST = 16
MOST = ((160, 60), (120, 28), (80, 22))
"""How wide the pane is at most on screens that are at least so wide; on others it is alone."""


class QuestionsPane(Pane):
    """The list, as wide as its longest question where there is room for it."""

    NAME, HEADING, HELP = "questions", mark("Questions"), mark("To the list of questions.")
    PLACES = ("questions", "page")
    DOES = named("questions")

    metrics: var[Sequence[Metric]] = var((), init=False)
    """The catalogue; it can be read while the log is built."""
    answer: var[Result | None] = var(None, init=False)
    """What is shown: its question is marked."""
    missing: Mapping[str, str] = MappingProxyType({})
    """The questions that these data cannot answer, by id, with the reason for each."""

    def content(self) -> Iterable[Widget]:
        """The list."""
        self._list = Questions(self.workspace.folded)
        yield self._list

    def watch_metrics(self, metrics: Sequence[Metric]) -> None:
        """Show the catalogue, below the saved views."""
        if metrics:
            self.list_views()
            self.suit()

    def suit(self) -> None:
        """Be as wide as the longest question, where the screen has the room."""
        beside = 2  # the scroll bar, and the line to the answer
        most = next((most for least, most in MOST if self.screen.size.width >= least), None)
        self.styles.width = None if most is None else max(LEAST, min(self._list.widest + beside, most))

    def list_views(self, new: str | None = None) -> None:
        """Show the saved views as they are now, the cursor on the new one."""
        if self.metrics:
            self._list.fill(self.metrics, [view.name for view in self.workspace.views.all()])
            if new is not None:
                self._list.stand_on(f"{SIGN}{new}")
            self.watch_answer(self.answer)

    def offer(self) -> None:
        """Tell the questions apart that these data can answer; to be called once the log is there."""
        from queries.data.needs import missing, unmet

        runner = self.workspace.runner
        if runner is not None:
            lacking = ((metric.id, missing(runner.log, metric.needs)) for metric in self.metrics)
            self.missing = {id: unmet(runner.log, needs[0]).what for id, needs in lacking if needs}  # noqa: A001
            self._list.offer(self.missing)

    def watch_answer(self, answer: Result | None) -> None:
        """Mark the question that is open."""
        if answer is not None:
            self._list.mark(answer.question.metric, self.workspace.views.asking(answer.question))
