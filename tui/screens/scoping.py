"""Changing what is asked: scope by dialog, period, grain or row, what it is compared with, and its knobs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.screens.parts import Parted

if TYPE_CHECKING:
    from queries.answering.result import Result
    from queries.question.comparison import Comparison
    from queries.question.question import Question
    from queries.question.scope import Scope


class Scoping(Parted):
    """A page whose question can be put to another part of the data. How it asks its subclass says.

    Attributes:
        wanted: The question that was asked last.
        shown: The answer that is on the screen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.wanted: Question | None = None
        self.shown: Result | None = None

    def ask(self, question: Question) -> None:
        """Ask a question."""

    @property
    def scope(self) -> Scope:
        """The scope in force."""
        from queries.question.scope import Scope

        return self.wanted.scope if self.wanted else (self.home.start.scope or Scope())

    @property
    def compare(self) -> Comparison | None:
        """The comparison in force."""
        return self.wanted.compare if self.wanted else None

    def over(self, scope: Scope) -> None:
        """Ask the same of another scope; all of the data have no period before them to compare with."""
        if self.wanted is None:
            return
        question = self.wanted.over(scope)
        if question.compare and not question.compare.segment and scope.since is None:
            question = replace(question, compare=None)
            self.tell("All of the data have no period before them: the comparison is off.")
        self.ask(question)

    def action_scope(self) -> None:
        """Change the scope in a dialog."""
        runner = self.home.runner
        if runner is None or self.wanted is None:
            self.tell("The scope can be changed as soon as the log is built.")
            return
        from tui.dialogs.scope import ScopeDialog

        def chosen(scope: Scope | None) -> None:
            if scope is not None and scope != self.scope:
                self.over(scope)

        self.app.push_screen(ScopeDialog(self.scope, runner), chosen)

    def action_clear_scope(self) -> None:
        """Ask of all the data, by the grain that suits it, compared with nothing."""
        from queries.question.scope import Scope

        if self.wanted is None or (self.scope == Scope() and self.compare is None):
            self.tell("The scope is all of the data already.")
        else:
            self.ask(replace(self.wanted, scope=Scope(), compare=None))

    def action_compare(self) -> None:
        """Compare with an earlier period or another segment, or with nothing again."""
        runner = self.home.runner
        if runner is None or self.wanted is None:
            self.tell("Answers can be compared as soon as the log is built.")
            return
        from tui.dialogs.compare import CompareDialog

        def chosen(question: Question | None) -> None:
            if question is not None and question != self.wanted:
                self.ask(question)

        self.app.push_screen(CompareDialog(self.wanted, runner), chosen)

    def action_scope_of_row(self) -> None:
        """Ask of the members of the segment under the cursor."""
        from queries.question.scope import Segment
        from queries.segments.declaring import deciding

        table, result = self.main_table(), self.shown
        if result is None or table is None or table.row is None or result.metric.segmentation is None:
            self.tell("Only a row of a segmentation (RFM …) can become the scope.")
            return
        own = tuple(deciding(dict(result.question.parameters)).items())
        segment = Segment(result.metric.id, str(table.row["segment"]), own)
        self.over(self.scope.changed(segment=segment))
        self.tell(f"The scope is {segment} now. F clears it.")

    def action_move_period(self, step: int) -> None:
        """The scope one period back or on."""
        from queries.question.moving import moved

        runner = self.home.runner
        if runner is None or self.wanted is None:
            return
        log, grain = runner.log, runner.data(self.scope).grain
        scope = moved(self.scope, step, grain=grain, first_day=log.first_day, last_day=log.last_day)
        if scope is None:
            self.tell("The data do not go further.")
        else:
            self.over(scope)

    def action_change_grain(self, step: int) -> None:
        """Longer or shorter periods."""
        from queries.question.periods import Grain

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
        from tui.dialogs.parameters import Parameters

        def chosen(question: Question | None) -> None:
            if question is not None and question != self.wanted:
                self.ask(question)

        self.app.push_screen(Parameters(self.wanted, runner), chosen)
