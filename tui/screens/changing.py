"""Changing what is asked: period, scope, parameters, comparison, back and forward, saved views."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from queries.errors import RegularsError
from tui.dialogs.changing import TOO_SOON, changing
from tui.panes.questions import QuestionsPane
from tui.screens.asking import Asking
from tui.state.changing import CHANGES, lost_comparison, over
from tui.state.saved import SIGN, SavedView
from tui.state.view import View
from tui.text.asked import question_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.question.question import Question
    from queries.question.scope import Scope


class Changing(Asking):
    """One question made of another."""

    def action_change(self, what: str, step: int = 0) -> None:
        """Ask the same of another period, by another grain, of the row's segment, or of everything."""
        runner, before = self.workspace.runner, self.asked
        if runner is None or before is None:
            return
        try:
            question = CHANGES[what](before, runner.log, self._answer.row_here(), step)
        except RegularsError as error:
            self.tell(str(error))
            return
        if what != "everything":
            self._tell_lost(before, question)
        self.ask(question)
        if what == "segment":
            self.tell(f"The scope is {question.scope.segment} now. F clears it.")

    def change_scope(self, change: Callable[[Scope], Scope]) -> None:
        """Ask the same of another scope, made of the one in force."""
        if self.asked is not None:
            self._ask_instead(over(self.asked, change(self.asked.scope)))

    def action_choose(self, what: str) -> None:
        """Change scope, comparison or parameters in a dialog."""
        runner, before = self.workspace.runner, self.asked
        if runner is None or before is None:
            if what in TOO_SOON:
                self.tell(TOO_SOON[what])
            return
        if what == "parameters" and self._refused is not None:
            before = self._refused  # what was asked last and could not be answered so
        self.app.push_screen(changing(what, self.workspace, runner, before), self._ask_instead)

    def action_history(self, step: int) -> None:
        """What was asked before, or after."""
        question = self._history.go(step)
        if question is None:
            self.tell("Nothing was asked before." if step < 0 else "Nothing was asked after.")
        else:
            self.ask(question)

    def _ask_instead(self, question: Question | None) -> None:
        """Ask what was made of the question in force, if it is another."""
        if self.asked is not None and question is not None and question != self.asked:
            self._tell_lost(self.asked, question)
            self.ask(question)

    def _tell_lost(self, before: Question, after: Question) -> None:
        if lost_comparison(before, after):
            self.tell("All of the data have no period before them: the comparison is off.")

    # -- saved views ------------------------------------------------------------------------------------------

    def open_view(self, name: str) -> None:
        """Ask what a saved view asks, and look at the answer as it was looked at."""
        try:
            view = self.workspace.views.named(name)
            question = view.question()
        except RegularsError as error:
            self.tell(str(error), wrong=True)
            return
        self._answer.next_arrangement = (question, view.arrangement)
        self.ask(question)

    def action_save_view(self) -> None:
        """Ask for a name, and keep what is on the screen under it."""
        if self.answer is None:
            self.tell("There is no answer to save a view of yet.")
            return
        from tui.dialogs.views import Naming

        view = View.of(self.answer.question)
        name = question_words(self.workspace.said(self.answer).question)
        saved = SavedView(self.workspace.views.free(name), view, self._answer.arrangement())
        self.app.push_screen(Naming(self.workspace, saved), self._view_saved)

    def _view_saved(self, name: str | None) -> None:
        """Say how it is opened again."""
        if name is not None:
            self.query_one(QuestionsPane).list_views(name)
            command = f"regulars run {shlex.quote(SIGN + name)} FILE"
            self.tell(f"Saved “{name}”. V lists the views; “{command}” asks this one.")

    def action_views(self) -> None:
        """Choose among the saved views."""
        if not self.workspace.views.all():
            self.tell("No view is saved yet. ctrl+s saves the one on the screen.")
            return
        from tui.dialogs.views import Views

        def chosen(name: str | None) -> None:
            self.query_one(QuestionsPane).list_views()
            if name is not None:
                self.open_view(name)

        self.app.push_screen(Views(self.workspace), chosen)
