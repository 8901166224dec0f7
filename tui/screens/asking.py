"""Asking: which question of which scope, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from queries.errors import RegularsError
from tui.screens.following import Following
from tui.screens.reloading import Reloading

if TYPE_CHECKING:
    from queries.answering.result import Result
    from queries.question.question import Question
    from tui.table.frame import Look


@dataclass
class Answered(Message):
    """A question has its answer."""

    result: Result


class Asking(Following, Reloading):
    """A screen that asks questions of the runner. What it shows of the answers its subclass says."""

    # -- asking -----------------------------------------------------------------------------------------------

    def answered(self) -> Result | None:
        """The answer on the screen."""
        return self.shown

    def begin(self) -> None:
        """The first question, or after a reload the same one again."""
        try:
            self.ask(self.wanted or self.home.first_question())
        except RegularsError as error:
            self.tell(str(error), wrong=True)
            self.ask_metric("overview")

    def ask_metric(self, id: str) -> None:  # noqa: A002 - the catalogue's word
        """Ask a question of the scope in force and its comparison, with its default parameters."""
        from queries.question.question import Question

        try:
            self.ask(Question.of(id, self.scope, compare=self.compare))
        except RegularsError as error:
            self.tell(str(error), wrong=True)

    def ask(self, question: Question) -> None:
        """Ask; the answer comes as a message, a newer question replaces an older one."""
        self.wanted = question
        runner = self.home.runner
        if runner is None:
            self.tell("The answer comes as soon as the log is built.")
            return
        self.look_for_changes()
        self.busy(question.metric)
        for group in ("chart", "customers"):
            self.home.desk.stop(group)
        self.home.desk.start("answer", self, lambda token: Answered(runner.answer(question, token)))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        if self.wanted is not None and message.result.question != self.wanted:
            return
        self.busy("")
        first = self.shown is None
        if self.part not in message.result.parts or (self.shown and self.shown.metric != message.result.metric):
            self.part = None
        self.show_result(message.result)
        self.shown = message.result
        self.home.keep_view(message.result.question)
        if first:
            self.give_focus()

    def stop(self) -> bool:
        """Stop what runs."""
        from tui.state.desk import Stopped

        stopped = [group for group in ("open", "answer") if self.home.desk.stop(group)]
        for group in stopped:
            self.post_message(Stopped(group))
        if "answer" in stopped and self.shown is not None:
            self.wanted = self.shown.question
            self.tell("Stopped.")
        return bool(stopped)

    def why_empty(self, result: Result) -> str:
        """Why an answer has no rows, and the key that changes it."""
        result = self.home.said(result)
        if self.scope.is_everything:
            why = f"\n{result.notes[0]}" if result.notes else ""
            return f"These data have nothing to show for this question: {result.metric.question}{why}"
        return f"Nothing here: {result.scope_words}. F clears the scope, f changes it."

    def look(self, result: Result) -> Look:
        """How values of an answer are written."""
        from tui.table.frame import Look

        grain = str(result.scope.get("grain") or "") or None
        return Look(result.currency, self.home.start.marker, grain)

    def retreat(self) -> None:
        """Escape has nowhere to go back to from here, and never ends the program."""
        self.app.notify("q quits.", markup=False)

    def leave(self) -> None:
        """The first screen: leaving it quits."""
        self.home.end(0)
