"""The main screen: the questions, the answer as a table, its chart, and the customers behind a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.reactive import var
from textual.widgets import Static

from queries.errors import RegularsError
from queries.safe import safe
from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import command, keys_of, named
from tui.dialogs.changing import TOO_SOON, changing
from tui.frame.answered import ScopeLine, TitleLine
from tui.frame.footer import Keys
from tui.panes.answer import AnswerPane, Place
from tui.panes.chart import ChartPane
from tui.panes.customers import CustomersPane
from tui.panes.facts import customer_id
from tui.panes.panes import Panes
from tui.panes.question_list import Questions
from tui.panes.questions import QuestionsPane
from tui.panes.right import Right
from tui.screens.page import Page
from tui.screens.people import PeopleScreen
from tui.screens.viewing import choose, save, saved
from tui.state.changing import CHANGES, about, lost_comparison, over
from tui.state.desk import Failed, Stopped
from tui.state.history import History
from tui.state.messages import Answered, Left
from tui.state.opening import Loaded, Progressed, Worked, rarely
from tui.state.saved import SIGN, Arrangement
from tui.state.scoped import parts_of
from tui.table.view import TableView
from tui.text.ways import with_ways

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.text import Text
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.result import Result
    from queries.catalogue import Metric
    from queries.question.question import Question
    from queries.question.scope import Scope
    from tui.dialogs.export import Rows
    from tui.state.row import Row
    from tui.state.scoped import Part
    from tui.state.workspace import Workspace


@dataclass(frozen=True)
class Furthered:
    """A step further: what was asked before, where one was in its answer, and what was asked then."""

    before: Question
    place: Place
    after: Question


class MainScreen(Page):
    """Painted before anything heavy (Polars, DuckDB) is imported; filled by messages.

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

    def __init__(self, workspace: Workspace, asked: Question | None = None) -> None:
        """The screen of the files of a workspace; `asked` is the first question, where it is known already."""
        super().__init__(workspace)
        self.set_reactive(MainScreen.asked, asked)
        self._history = History[tuple[Arrangement, Place]]()
        self._way: list[Furthered] = []
        self._refused: Question | None = None
        self._title = TitleLine(workspace.label)
        self._answer = AnswerPane(workspace)
        self._customers = CustomersPane(workspace, self._answer.opened)
        self._keys = Keys(workspace.keymap)

    def compose(self) -> ComposeResult:
        """The frame: two lines, the panes, the keys."""
        yield self._title.data_bind(MainScreen.answer)
        yield ScopeLine(self.workspace, changes=True).data_bind(MainScreen.answer)
        with Panes(id="body"):
            yield QuestionsPane(self.workspace).data_bind(MainScreen.metrics, MainScreen.answer)
            with Right():
                yield self._answer.data_bind(MainScreen.answer)
                yield ChartPane(self.workspace).data_bind(MainScreen.row)
                yield self._customers.data_bind(MainScreen.row)
        yield Static(say("This needs 40 columns and 12 lines."), id="too-small")
        yield self._keys

    # -- opening ----------------------------------------------------------------------------------------------

    def say(self, words: str | Text) -> None:
        """Words in the place of the answer; what followed a row of it goes, too."""
        self.row = None
        self._answer.say(words)

    def work(self, words: str) -> None:
        """Say what is done with the files, and what can be done meanwhile."""
        self.busy("open")
        ways = [("esc", say("stops"))]
        if self.workspace.session is not None:
            ways.append((self._key("palette"), say("questions and tables can be read meanwhile")))
        self.say(with_ways(words, ways))

    def stand(self, words: str) -> None:
        """Say why there is no answer, and which keys lead on."""
        ways = [("reload", say("tries again")), ("files", say("opens another file")), ("back", say("quits"))]
        if self.workspace.session is not None:
            ways.insert(1, ("mapping", say("corrects what the columns mean")))
        self.say(with_ways(words, [(self._key(name), told) for name, told in ways]))

    def _key(self, id: str) -> str:  # noqa: A002 - the word of the keymap
        """The first key of a command."""
        return next(iter(keys_of(command(id), self.workspace.keymap)), "")

    def busy(self, what: str) -> None:
        """Say what runs, or that nothing does, and which keys there are then."""
        self._keys.busy = what
        self.show_keys()

    @on(Progressed)
    def _progressed(self, message: Progressed) -> None:
        if self.workspace.desk.runs(self, "open"):  # else it was stopped meanwhile
            self.work(message.words)

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
        if self.asked is None:
            self.workspace.hints.opened()
        if self.workspace.session and self.workspace.session.rebuilt:
            self.notify(safe(self.workspace.session.rebuilt), markup=False)
        if self.answer is not None and self.answer.question == self.asked and not self._answer.next_arrangement:
            self._answer.next_arrangement = (self.answer.question, self._answer.arrangement())
        self.ask(self.asked or self.workspace.first_question())

    def offers(self, id: str) -> bool:  # noqa: A002 - the word of the keymap
        """While nothing is open there is nothing to ask, and without an answer nothing to do with one."""
        if self.workspace.runner is None:
            return command(id).where != "page" and id != "question.open" and super().offers(id)
        answer = self.answer
        leads: Mapping[str, object] = {
            "export": answer,
            "view.save": answer,
            "findings": answer and answer.findings and "findings" not in self.places,
            "part.next": answer and answer.parts,
            "parameters": answer and (answer.metric.parameters or answer.metric.splits),
        }
        return bool(leads.get(id, True)) and super().offers(id)

    def watch_answer(self) -> None:
        """Another answer has other findings, tables and parameters."""
        self.show_keys()

    # -- asking -----------------------------------------------------------------------------------------------

    def ask(self, question: Question, place: Place | None = None) -> None:
        """Ask; the answer comes as a message, a newer question replaces an older one.

        The keys will be at a place in the answer; without one they stay where they are.
        """
        self._leave_answer()
        self.asked, self._refused = question, None
        self._answer.next_place = place
        workspace, runner = self.workspace, self.workspace.runner
        if runner is None:
            self.tell(say("The answer comes as soon as the log is built."))
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
        self.workspace.keep_answer(result)
        self._keys.hints = self.workspace.hints.left
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
            self.tell(
                say(
                    "{label} changed and could not be read again: {error}",
                    label=self.workspace.label,
                    error=message.error,
                ),
                wrong=True,
            )
        elif self.answer is None:
            self.say(str(message.error))
        else:
            off = say(" c turns the comparison off.") if self.asked and self.asked.compare else ""
            self._refused = self.asked if self._has_parameters(self.asked) else None
            knobs = say(" p sets its parameters.") if self._refused is not None else ""
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
            self.tell(say("Stopped."))
            self._back_to(self.answer)
        return bool(stopped)

    def _back_to(self, answer: Result) -> None:
        """The answer before stays, and what follows its row is looked for again: it was stopped for the new one."""
        self.asked = answer.question
        self._history.stay(answer.question)
        self._answer.next_place = None
        self._answer.rested()

    @on(Stopped)
    def _stopped(self, message: Stopped) -> None:
        """What ran was stopped: say so where the answer would be."""
        self.busy("")
        if self.answer is None or message.kind == "open":
            self.stand(say("Stopped."))

    def look_for_changes(self) -> None:
        """Say once when the files changed since they were read; those that are watched are read by themselves."""
        if not self.workspace.start.watch and self.workspace.changed():
            self.tell(
                say("{label} has changed since it was read. r reads it again.", label=self.workspace.label), wrong=True
            )

    def on_resize(self) -> None:
        """Another room for the list of questions, and what every page does."""
        super().on_resize()
        self.query_one(QuestionsPane).suit()

    def on_screen_resume(self) -> None:
        """Back on this screen: the files may have changed meanwhile, and a key that was told of was used."""
        self._keys.hints = self.workspace.hints.left if self.answer is not None else ()
        self.look_for_changes()

    # -- what the panes say -----------------------------------------------------------------------------------

    @on(Questions.Asked)
    def _ask_of_list(self, message: Questions.Asked) -> None:
        (self.open_view if message.id.startswith(SIGN) else self.ask_metric)(message.id)
        self.query_one(Panes).show(self._answer)

    @on(Questions.Stood)
    def _say_why_not(self, message: Questions.Stood) -> None:
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
        self.tell(say("A step further, with those of the row. esc goes back."))

    @on(AnswerPane.Led)
    def _follow_lead(self, message: AnswerPane.Led) -> None:
        """Ask what a sentence leads to; escape comes back to it."""
        if self.answer is not None:
            before, lead = self.answer.question, message.lead
            self._step_to(before, about(lead.metric, before, None, **lead.parameters))
            self.tell(say("What the sentence speaks of. esc goes back."))

    def _step_to(self, before: Question, after: Question) -> None:
        """Ask what an answer leads on to, from its beginning; the way back is remembered."""
        self._way.append(Furthered(before, self._answer.whereabouts, after))
        self.ask(after, Place(0))

    def action_jump(self) -> None:
        """All questions with their letters; the next key asks one."""
        from tui.panes.jump import Jump

        self.app.push_screen(Jump(self.metrics, self.query_one(QuestionsPane).missing), self._jump_to)

    def _jump_to(self, metric: str | None) -> None:
        if metric is not None:
            self.ask_metric(metric)
            self.query_one(Panes).show(self._answer)

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

    # -- changing what is asked -------------------------------------------------------------------------------

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
            self.tell(say("The scope is {segment} now. F clears it.", segment=question.scope.segment))

    def change_scope(self, change: Callable[[Scope], Scope]) -> None:
        """Ask the same of another scope, made of the one in force."""
        if self.asked is not None:
            self._ask_instead(over(self.asked, change(self.asked.scope)))

    @property
    def narrowing(self) -> list[Part]:
        """The parts that narrow what is asked, as they may be seen."""
        if self.answer is None or self.asked is None:
            return []
        said = self.workspace.said(replace(self.answer, question=self.asked))
        return [part for part in parts_of(said.question, {}) if part.drop]

    def drop_part(self, part: Part) -> None:
        """Ask without a part."""
        if self.asked is not None and part.drop is not None:
            self._ask_instead(part.drop(self.asked))
        else:
            self.tell(say("“{words}” cuts nothing off; enter narrows.", words=part.words))

    def action_parts(self) -> None:
        """The keys to the line of the scope."""
        if self.answer is not None:
            self.set_focus(self.query_one(ScopeLine), scroll_visible=False)

    @on(ScopeLine.Drops)
    def _drop_part(self, message: ScopeLine.Drops) -> None:
        self.drop_part(message.part)

    @on(ScopeLine.Left)
    def _leave_scope(self) -> None:
        self.set_focus(None)

    def _leave_part(self) -> bool:
        """From the line of the scope back to the pane; else as every page."""
        if not isinstance(self.focused, ScopeLine):
            return super()._leave_part()
        self._leave_scope()
        return True

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
        self._leave_answer()
        asked = self._history.go(step)
        if asked is None:
            self.tell(say("Nothing was asked before.") if step < 0 else say("Nothing was asked after."))
            return
        arrangement, place = asked.look or (None, None)
        if arrangement is not None:
            self._answer.next_arrangement = (asked.question, arrangement)
        self.ask(asked.question, place)

    def _leave_answer(self) -> None:
        """Keep how the answer is looked at, for whoever comes back to it."""
        if self.answer is not None:
            self._history.leave(self.answer.question, (self._answer.arrangement(), self._answer.whereabouts))

    def _ask_instead(self, question: Question | None) -> None:
        """Ask what was made of the question in force, if it is another."""
        if self.asked is not None and question is not None and question != self.asked:
            self._tell_lost(self.asked, question)
            self.ask(question)

    def _tell_lost(self, before: Question, after: Question) -> None:
        if lost_comparison(before, after):
            self.tell(say("All of the data have no period before them: the comparison is off."))

    # -- saved views ------------------------------------------------------------------------------------------

    def open_view(self, name: str) -> None:
        """Ask what a saved view asks, and look at the answer as it was looked at."""
        view = saved(self, name)
        if view is not None:
            self._answer.next_arrangement = view
            self.ask(view[0])

    def action_save_view(self) -> None:
        """Ask for a name, and keep what is on the screen under it."""
        save(self, self.answer, self._answer.arrangement())

    def action_views(self) -> None:
        """Choose among the saved views."""
        choose(self, self.open_view)

    # -- leaving ----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """The first screen: leaving it quits."""
        self.post_message(Left())

    def retreat(self) -> None:
        """Escape goes a step back where one went further; else it has nowhere to go, and never ends the program."""
        if self._way and self._way[-1].after == self.asked:
            step = self._way.pop()
            self.ask(step.before, step.place)
        else:
            self._way.clear()
            self.notify(say("q quits."), markup=False)
