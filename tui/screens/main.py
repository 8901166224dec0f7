"""The main screen: the questions, the answer as a table, its chart, and the customers behind a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.reactive import var
from textual.widgets import Static

from queries.errors import RegularsError
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.lines.footer import Keys
from tui.lines.status import Line
from tui.panes.answer import AnswerPane
from tui.panes.chart import ChartPane
from tui.panes.customers import CustomersPane
from tui.panes.facts import customer_id
from tui.panes.panes import Panes
from tui.panes.questions import QuestionsPane
from tui.panes.right import Right
from tui.screens.page import Page
from tui.screens.people import PeopleScreen
from tui.state.changing import about, by_grain, moved_by, over, over_everything, segment_of
from tui.state.desk import Failed, Stopped
from tui.state.listed import CustomerOpened, Listed
from tui.state.messages import Answered
from tui.state.opening import Loaded, Progressed
from tui.table.view import TableView
from tui.text.asked import scope_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.catalogue import Metric
    from queries.eventlog.model import EventLog
    from queries.question.question import Question
    from tui.dialogs.dialog import Dialog
    from tui.state.row import Row
    from tui.state.workspace import Workspace


class MainScreen(Page):
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
        self._title = Line(workspace.label, id="title", name="regulars")
        self._scope_line = Line("", id="scope", name="Scope")
        self._answer = AnswerPane(workspace)
        self._customers = CustomersPane(workspace)
        self._keys = Keys(workspace.keymap, named("questions", "page"))

    def compose(self) -> ComposeResult:
        """The frame: two lines, the panes, the keys."""
        yield self._title
        yield self._scope_line
        with Panes(id="body"):
            yield QuestionsPane(self.workspace).data_bind(MainScreen.metrics, MainScreen.answer)
            with Right():
                yield self._answer.data_bind(MainScreen.answer)
                yield ChartPane(self.workspace).data_bind(MainScreen.answer, MainScreen.row)
                yield self._customers.data_bind(MainScreen.answer, MainScreen.row)
        yield Static("This needs 40 columns and 12 lines.", id="too-small")
        yield self._keys

    # -- opening ----------------------------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Words in the place of the answer."""
        self._answer.say(words)

    def busy(self, what: str) -> None:
        """Say what runs, or that nothing does."""
        self._keys.busy = what

    @on(Progressed)
    def _progressed(self, message: Progressed) -> None:
        self.say(f"{message.words}\nesc stops. The questions and the file's tables (:, Tables) can be read meanwhile.")

    @on(Loaded)
    async def _loaded(self) -> None:
        """The log is there: say what it holds, make the tables, ask; after a reload the same question again."""
        for pane in self.query(TableView):
            await pane.make_table()
        self._title.left = self.workspace.described()
        self._ask_or_tell(lambda: self.asked or self.workspace.first_question(), otherwise="overview")

    # -- asking -----------------------------------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        """Ask; the answer comes as a message, a newer question replaces an older one."""
        self.asked = question
        workspace, runner = self.workspace, self.workspace.runner
        if runner is None:
            self.tell("The answer comes as soon as the log is built.")
            return
        self.look_for_changes()
        self.busy(question.metric)
        for pane in self.query_one(Panes).all:
            pane.stop()

        def job(token: Any) -> Answered:
            result = runner.answer(question, token)
            workspace.said(result)
            return Answered(result)

        workspace.desk.start(self, job)

    def ask_metric(self, id: str) -> None:  # noqa: A002 - the catalogue's word
        """Ask a question of the scope in force and its comparison, with its default parameters."""
        self._ask_or_tell(lambda: about(id, self.asked, self.workspace.start.scope))

    def _ask_or_tell(self, make: Callable[[], Question], otherwise: str = "") -> None:
        """Ask the question that is made, or tell what is wrong with it."""
        try:
            self.ask(make())
        except RegularsError as error:
            self.tell(str(error), wrong=True)
            if otherwise:
                self.ask_metric(otherwise)

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        result = message.result
        if self.asked is not None and result.question != self.asked:
            return
        self.busy("")
        first = self.answer is None
        self.row = None
        self.answer = result
        self._say_lines()
        self._share_height()
        self.workspace.keep_view(result.question)
        if first and (self.focused is None or isinstance(self.pane_in_focus, QuestionsPane)):
            self.set_focus(self._answer.target, scroll_visible=False)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """What was asked could not be done; what could not be opened is for the application."""
        self.busy("")
        if message.kind == "open":
            return
        message.stop()
        if self.answer is None:
            self.say(str(message.error))
        else:
            off = " c turns the comparison off." if self.asked and self.asked.compare else ""
            self.tell(f"{message.error}{off}", wrong=True)
            self.asked = self.answer.question

    def stop(self) -> bool:
        """Stop what runs."""
        stopped = [kind for kind in ("open", "") if self.workspace.desk.stop(self, kind)]
        for kind in stopped:
            self.post_message(Stopped(kind))
        if "" in stopped and self.answer is not None:
            self.asked = self.answer.question
            self.tell("Stopped.")
        return bool(stopped)

    @on(Stopped)
    def _stopped(self, message: Stopped) -> None:
        """What ran was stopped: say so where the answer would be."""
        self.busy("")
        if self.answer is None or message.kind == "open":
            self.say("Stopped. r tries again; q quits.")

    def look_for_changes(self) -> None:
        """Say once when the files changed since they were read."""
        if self.workspace.changed():
            self.tell(f"{self.workspace.label} has changed since it was read. r reads it again.", wrong=True)

    def on_screen_resume(self) -> None:
        """Back on this screen: the files may have changed meanwhile."""
        self.look_for_changes()

    # -- what the panes say -----------------------------------------------------------------------------------

    @on(QuestionsPane.Asked)
    def _ask_of_list(self, message: QuestionsPane.Asked) -> None:
        self.ask_metric(message.id)
        self.query_one(Panes).show(self._answer)

    @on(AnswerPane.Rested)
    def _follow(self, message: AnswerPane.Rested) -> None:
        if message.row.answer is self.answer:
            self.row = message.row

    @on(AnswerPane.Opened)
    def _open_row(self, message: AnswerPane.Opened) -> None:
        """From a row of the answer to its customers, from a single customer to the portrait."""
        row = message.row
        customer = customer_id(row.answer, row.values) if row.values else None
        if customer is not None:
            self.post_message(CustomerOpened(Listed([customer], 0, row.answer, row.trail)))
        elif row.values is None:
            self.tell("These rows do not stand for customers." if row.part else "This cell holds nobody.")
        elif not row.leads_on:
            self.tell(f"A row of {row.answer.metric.title} does not stand for customers.")
        else:
            self.app.push_screen(PeopleScreen(self.workspace, row))

    # -- what is seen -----------------------------------------------------------------------------------------

    def show_masked(self) -> None:
        """Panes and lines with personal data masked or as they are."""
        super().show_masked()
        self._say_lines()

    def _say_lines(self) -> None:
        """What part of the data the answer is about, and how long it took."""
        if self.answer is not None:
            self._title.right = f"{self.answer.seconds:.2f} s"
            self._scope_line.left = scope_line(self.workspace.said(self.answer))

    def on_resize(self) -> None:
        """Another size gives the answer other lines."""
        self.call_after_refresh(self._share_height)

    @on(TableView.Shown)
    def _share_height(self) -> None:
        """A short answer takes the lines it needs; the panes below get the rest."""
        if self.answer is not None:
            metric = self.answer.metric
            right = self.query_one(Right)
            right.share(self._answer.lines_needed(right.size.width), below=bool(metric.chart or metric.drill))

    # -- changing what is asked -------------------------------------------------------------------------------

    def action_move_period(self, step: int) -> None:
        """The scope one period back or on."""
        self._change(lambda question, log: moved_by(question, log, step))

    def action_change_grain(self, step: int) -> None:
        """Longer or shorter periods."""
        self._change(lambda question, log: by_grain(question, log, step))

    def action_clear_scope(self) -> None:
        """Ask of all the data, by the grain that suits it, compared with nothing."""
        self._change(lambda question, _: over_everything(question))

    def action_scope_of_row(self) -> None:
        """Ask of the members of the segment under the cursor."""
        row = self._answer.row_here()

        def of_segment(question: Question, _log: EventLog) -> Question:
            segment = segment_of(row)
            self.tell(f"The scope is {segment} now. F clears it.")
            return over(question, question.scope.changed(segment=segment))

        self._change(of_segment)

    def action_scope(self) -> None:
        """Change the scope in a dialog."""
        from tui.dialogs.scope import ScopeDialog

        self._change_in(ScopeDialog, "The scope can be changed as soon as the log is built.")

    def action_compare(self) -> None:
        """Compare with an earlier period or another segment, or with nothing again."""
        from tui.dialogs.compare import CompareDialog

        self._change_in(CompareDialog, "Answers can be compared as soon as the log is built.")

    def action_parameters(self) -> None:
        """Change the parameters of the question in a dialog."""
        from tui.dialogs.parameters import Parameters

        self._change_in(Parameters)

    def action_freeze(self) -> None:
        """Keep the customers behind the row under the cursor as a frozen segment."""
        self._customers.freeze(self._answer.row_here())

    def _change(self, make: Callable[[Question, EventLog], Question]) -> None:
        """Ask the question that is made of the one in force, or tell why there is none."""
        runner, before = self.workspace.runner, self.asked
        if runner is None or before is None:
            return
        try:
            question = make(before, runner.log)
        except RegularsError as error:
            self.tell(str(error))
        else:
            self.ask(question)

    def _change_in(self, dialog: Callable[[Workspace, Runner, Question], Dialog[Question]], too_soon: str = "") -> None:
        """Ask the question that a dialog leaves with."""
        runner, before = self.workspace.runner, self.asked
        if runner is None or before is None:
            if too_soon:
                self.tell(too_soon)
            return

        def chosen(question: Question | None) -> None:
            if question is None or question == self.asked:
                return
            if before.compare and not question.compare and question.scope != before.scope:
                self.tell("All of the data have no period before them: the comparison is off.")
            self.ask(question)

        self.app.push_screen(dialog(self.workspace, runner, before), chosen)

    def leave(self) -> None:
        """The first screen: leaving it quits."""
        self.post_message(self.Left())

    def retreat(self) -> None:
        """Escape has nowhere to go back to from here, and never ends the program."""
        self.notify("q quits.", markup=False)
