"""The main screen: the questions, the answer as a table, its chart, and the customers behind a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on

from tui.panes.answer import AnswerPane, Place
from tui.panes.facts import customer_id
from tui.panes.jump import jump
from tui.panes.panes import Panes
from tui.panes.questions import QuestionsPane
from tui.screens.changing import Changing
from tui.screens.people import PeopleScreen
from tui.state.changing import about
from tui.state.saved import SIGN

if TYPE_CHECKING:
    from queries.answering.result import Result
    from queries.question.question import Question
    from tui.dialogs.export import Rows
    from tui.state.workspace import Workspace


@dataclass(frozen=True)
class Furthered:
    """A step further: what was asked before, where one was in its answer, and what was asked then."""

    before: Question
    place: Place
    after: Question


class MainScreen(Changing):
    """What happens in the panes, and where it leads."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._way: list[Furthered] = []

    # -- what the panes say -----------------------------------------------------------------------------------

    @on(QuestionsPane.Asked)
    def _ask_of_list(self, message: QuestionsPane.Asked) -> None:
        (self.open_view if message.id.startswith(SIGN) else self.ask_metric)(message.id)
        self.query_one(Panes).show(self._answer)

    @on(QuestionsPane.Stood)
    def _say_why_not(self, message: QuestionsPane.Stood) -> None:
        self._keys.instead = message.why

    @on(AnswerPane.Rested)
    def _follow(self, message: AnswerPane.Rested) -> None:
        if message.row.answer is self.answer:
            self.row = message.row

    @on(AnswerPane.Opened)
    def _open_row(self, message: AnswerPane.Opened) -> None:
        self.app.push_screen(PeopleScreen(self.workspace, message.row))

    @on(AnswerPane.Furthered)
    def _go_further(self, message: AnswerPane.Furthered) -> None:
        """Ask what follows a row, a step further; a row that cannot be named opens its customers."""
        row, runner = message.row, self.workspace.runner
        question = runner.onward(row.answer.question, row.values) if runner and row.values else None
        if question is None:
            self.app.push_screen(PeopleScreen(self.workspace, row))
            return
        self._step_to(row.answer.question, question)
        self.tell("A step further, with those of the row. esc goes back.")

    @on(AnswerPane.Led)
    def _follow_lead(self, message: AnswerPane.Led) -> None:
        """Ask what a sentence leads to; escape comes back to it."""
        if self.answer is not None:
            before, lead = self.answer.question, message.lead
            self._step_to(before, about(lead.metric, before, None, **lead.parameters))
            self.tell("What the sentence speaks of. esc goes back.")

    def _step_to(self, before: Question, after: Question) -> None:
        """Ask what an answer leads on to, from its beginning; the way back is remembered."""
        self._way.append(Furthered(before, self._answer.whereabouts, after))
        self._answer.next_place = Place(0)
        self.ask(after)

    def action_jump(self) -> None:
        """Wait for one key that goes to a pane or asks a question in view."""
        panes, questions = self.query_one(Panes), self.query_one(QuestionsPane)
        if questions.region or self.maximized is not None:
            jump(panes, questions, self._keys)
        else:
            panes.go_to(questions)  # where there is room for one pane only, it is the one to jump in
            self.call_after_refresh(jump, panes, questions, self._keys)

    def action_findings(self) -> None:
        """The keys to what is said above the table."""
        self.query_one(Panes).show(self._answer)
        self._answer.to_findings()

    def offered(self, result: Result) -> list[Rows]:
        """First the customers behind the row under the cursor, where it stands for some and not for a single one."""
        from tui.dialogs.export import people_of

        row = self._answer.row_here()
        single = row is not None and row.values is not None and customer_id(result, row.values) is not None
        return [*([] if single else people_of(self.workspace, row)), *super().offered(result)]

    def action_freeze(self) -> None:
        """Keep the customers behind the row under the cursor as a frozen segment."""
        self._customers.freeze(self._answer.row_here())

    # -- leaving ----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """The first screen: leaving it quits."""
        self.post_message(self.Left())

    def retreat(self) -> None:
        """Escape goes a step back where one went further; else it has nowhere to go, and never ends the program."""
        if self._way and self._way[-1].after == self.asked:
            step = self._way.pop()
            self._answer.next_place = step.place
            self.ask(step.before)
        else:
            self._way.clear()
            self.notify("q quits.", markup=False)
