"""Changing what is asked: the scope by dialog, period, grain or row, and the knobs of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.page import Page

if TYPE_CHECKING:
    from queries.question import Question
    from queries.result import Result
    from queries.scope import Scope


class Scoping(Page):
    """A page whose question can be put to another part of the data. How it asks its subclass says."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: Question | None = None
        self.shown: Result | None = None

    def ask(self, question: Question) -> None:
        """Ask a question."""

    @property
    def scope(self) -> Scope:
        """The scope in force."""
        from queries.scope import Scope

        return self.wanted.scope if self.wanted else (self.home.start.scope or Scope())

    def over(self, scope: Scope) -> None:
        """Ask the same of another scope."""
        if self.wanted is not None:
            self.ask(self.wanted.over(scope))

    def action_scope(self) -> None:
        """Change the scope in a dialog."""
        runner = self.home.runner
        if runner is None or self.wanted is None:
            self.tell("The scope can be changed as soon as the log is built.")
            return
        from tui.screens.scope import ScopeDialog

        def chosen(scope: Scope | None) -> None:
            if scope is not None and scope != self.scope:
                self.over(scope)

        self.app.push_screen(ScopeDialog(self.scope, runner), chosen)

    def action_clear_scope(self) -> None:
        """Ask of all the data, by the grain that suits it."""
        from queries.scope import Scope

        if self.scope == Scope():
            self.tell("The scope is all of the data already.")
        else:
            self.over(Scope())

    def action_scope_of_row(self) -> None:
        """Ask of the members of the segment under the cursor."""
        from queries.scope import Segment

        table, result = self.main_table(), self.shown
        if result is None or table is None or table.row is None or result.metric.segmentation is None:
            self.tell("Only a row of a segmentation (RFM …) can become the scope.")
            return
        segment = Segment(result.metric.id, str(table.row["segment"]), result.question.parameters)
        self.over(self.scope.changed(segment=segment))
        self.tell(f"The scope is {segment} now. F clears it.")

    def action_move_period(self, step: int) -> None:
        """The scope one period back or on."""
        from tui.screens.periods import moved

        runner = self.home.runner
        if runner is None or self.wanted is None:
            return
        scope = moved(self.scope, runner, step)
        if scope is None:
            self.tell("The data do not go further.")
        else:
            self.over(scope)

    def action_change_grain(self, step: int) -> None:
        """Longer or shorter periods."""
        from queries.periods import Grain

        runner = self.home.runner
        if runner is None or self.wanted is None:
            return
        grains = list(Grain)
        at = grains.index(runner.data(self.scope).grain) + step
        if 0 <= at < len(grains):
            self.over(self.scope.changed(grain=grains[at]))
        else:
            self.tell("There is no coarser grain." if step > 0 else "There is no finer grain.")

    def action_parameters(self) -> None:
        """Change the knobs of the question in a dialog."""
        runner = self.home.runner
        if runner is None or self.wanted is None:
            return
        from tui.screens.parameters import Parameters

        def chosen(question: Question | None) -> None:
            if question is not None and question != self.wanted:
                self.ask(question)

        self.app.push_screen(Parameters(self.wanted, runner), chosen)
