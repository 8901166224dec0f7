"""Asking: what is wanted, what is shown, and what runs between them. The panes follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.reactive import var
from textual.widgets import Static

from queries.safe import safe
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.answered import ScopeLine, TitleLine
from tui.frame.footer import Keys
from tui.panes.answer import AnswerPane
from tui.panes.chart import ChartPane
from tui.panes.customers import CustomersPane
from tui.panes.panes import Panes
from tui.panes.questions import QuestionsPane
from tui.panes.right import Right
from tui.screens.page import Page
from tui.state.changing import about
from tui.state.desk import Failed, Stopped
from tui.state.history import History
from tui.state.messages import Answered
from tui.state.opening import Loaded, Progressed, Worked, rarely
from tui.table.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.result import Result
    from queries.catalogue import Metric
    from queries.question.question import Question
    from tui.state.row import Row
    from tui.state.workspace import Workspace


class Asking(Page):
    """Painted at once, before anything heavy is imported; filled by messages.

    What is asked goes down to the panes as `answer` and `row`; what happens in them comes up as messages.
    """

    AUTO_FOCUS = "#questions"
    DOES = (*Page.DOES, *named("page"))
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(named("page")), *Panes.further_keys()]

    metrics: var[Sequence[Metric]] = var((), init=False)
    """The catalogue; it can be read while the log is built."""
    asked: var[Question | None] = var(None, init=False)
    """What is wanted."""
    answer: var[Result | None] = var(None, init=False, always_update=True)
    """What is shown."""
    row: var[Row | None] = var(None, init=False)
    """The row of the answer on which the cursor rested."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._history = History()
        self._refused: Question | None = None
        self._title = TitleLine(workspace.label)
        self._answer = AnswerPane(workspace)
        self._customers = CustomersPane(workspace)
        self._keys = Keys(workspace.keymap, named("questions", "page"))

    def compose(self) -> ComposeResult:
        """The frame: two lines, the panes, the keys."""
        yield self._title.data_bind(Asking.answer)
        yield ScopeLine(self.workspace).data_bind(Asking.answer)
        with Panes(id="body"):
            yield QuestionsPane(self.workspace).data_bind(Asking.metrics, Asking.answer)
            with Right():
                yield self._answer.data_bind(Asking.answer)
                yield ChartPane(self.workspace).data_bind(Asking.row)
                yield self._customers.data_bind(Asking.row)
        yield Static("This needs 40 columns and 12 lines.", id="too-small")
        yield self._keys

    # -- opening ----------------------------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Words in the place of the answer; what followed a row of it goes, too."""
        self.row = None
        self._answer.say(words)

    def busy(self, what: str) -> None:
        """Say what runs, or that nothing does."""
        self._keys.busy = what

    @on(Progressed)
    def _progressed(self, message: Progressed) -> None:
        self.say(f"{message.words}\nesc stops. The questions and the file's tables (:, Tables) can be read meanwhile.")

    @on(Worked)
    def _worked(self, message: Worked) -> None:
        """How far the answer is, beside the key that stops it; what was asked before says nothing any more."""
        if message.question == self.asked and self._keys.busy:
            self._keys.far = message.words

    @on(Loaded)
    async def _loaded(self) -> None:
        """The log is there: say what it holds, make the tables, ask; after a reload the same question again."""
        for pane in self.query(TableView):
            await pane.make_table()
        self._title.left = self.workspace.described()
        self.query_one(QuestionsPane).offer()
        if self.workspace.session and self.workspace.session.rebuilt:
            self.notify(safe(self.workspace.session.rebuilt), markup=False)
        if self.answer is not None and self.answer.question == self.asked and not self._answer.next_arrangement:
            self._answer.next_arrangement = (self.answer.question, self._answer.arrangement())
        self.ask(self.asked or self.workspace.first_question())

    # -- asking -----------------------------------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        """Ask; the answer comes as a message, a newer question replaces an older one."""
        self.asked, self._refused = question, None
        workspace, runner = self.workspace, self.workspace.runner
        if runner is None:
            self.tell("The answer comes as soon as the log is built.")
            return
        self.look_for_changes()
        self.busy(question.metric)
        for pane in self.query_one(Panes).all:
            pane.stop()

        def job(token: Any) -> Answered:
            told = rarely(lambda progress: self.post_message(Worked(question, progress.words)))
            result = runner.answer(question, token, told)
            workspace.said(result)
            return Answered(result)

        workspace.desk.start(self, job)

    def ask_metric(self, id: str) -> None:  # noqa: A002 - the catalogue's word
        """Ask a question of the scope in force and its comparison, with its default parameters."""
        self.ask(about(id, self.asked, self.workspace.start.scope))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        result = message.result
        if self.asked is not None and result.question != self.asked:
            return
        self.busy("")
        first = self.answer is None
        # What is beside the answer to the same question stays until what follows the new one is there.
        same = self.answer is not None and self.answer.question.metric == result.question.metric
        if not same or result.frame.is_empty():
            self.row = None
        self.answer = result
        self._history.visit(result.question)
        self.workspace.keep_view(result.question)
        if first and (self.focused is None or isinstance(self.pane_in_focus, QuestionsPane)):
            self.query_one(Panes).show(self._answer)
            self.set_focus(self._answer.target, scroll_visible=False)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """What was asked could not be done; what could not be opened is for the application."""
        self.busy("")
        if message.kind == "open":
            return
        message.stop()
        if message.kind == "again":
            self.tell(f"{self.workspace.label} changed and could not be read again: {message.error}", wrong=True)
        elif self.answer is None:
            self.say(str(message.error))
        else:
            off = " c turns the comparison off." if self.asked and self.asked.compare else ""
            self._refused = self.asked if self._has_parameters(self.asked) else None
            knobs = " p sets its parameters." if self._refused is not None else ""
            self.tell(f"{message.error}{off}{knobs}", wrong=True)
            self._back_to(self.answer)

    def _has_parameters(self, question: Question | None) -> bool:
        """Whether a question may be answered with other parameters."""
        return question is not None and any(one.id == question.metric and one.parameters for one in self.metrics)

    def stop(self) -> bool:
        """Stop what runs."""
        stopped = [kind for kind in ("open", "") if self.workspace.desk.stop(self, kind)]
        for kind in stopped:
            self.post_message(Stopped(kind))
        if "" in stopped and self.answer is not None:
            self.tell("Stopped.")
            self._back_to(self.answer)
        return bool(stopped)

    def _back_to(self, answer: Result) -> None:
        """The answer before stays, and what follows its row is looked for again: it was stopped for the new one."""
        self.asked = answer.question
        self._answer.next_place = None
        self._answer.rested()

    @on(Stopped)
    def _stopped(self, message: Stopped) -> None:
        """What ran was stopped: say so where the answer would be."""
        self.busy("")
        if self.answer is None or message.kind == "open":
            self.say("Stopped. r tries again; q quits.")

    def look_for_changes(self) -> None:
        """Say once when the files changed since they were read; those that are watched are read by themselves."""
        if not self.workspace.start.watch and self.workspace.changed():
            self.tell(f"{self.workspace.label} has changed since it was read. r reads it again.", wrong=True)

    def on_screen_resume(self) -> None:
        """Back on this screen: the files may have changed meanwhile."""
        self.look_for_changes()
