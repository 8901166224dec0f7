"""One customer: who, where they stand, how often and when, what they buy and say, and the whole timeline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import Container
from textual.reactive import var

from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.answered import ScopeLine, TitleLine
from tui.frame.footer import Keys
from tui.frame.status import Line
from tui.panes.panes import Panes
from tui.panes.portrait import (
    OWN,
    QUESTIONS,
    STANDING,
    BoughtPane,
    FactsPane,
    HabitsPane,
    StandingPane,
    WordsPane,
)
from tui.panes.timeline import TimelinePane
from tui.screens.page import Page
from tui.screens.people import OF_ANSWERS
from tui.state.desk import Failed, Stopped
from tui.state.messages import Answered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.result import Result
    from queries.cancel import Token
    from tui.state.listed import Listed
    from tui.state.workspace import Workspace

PANES = tuple(name for name in named("page") if name.startswith("pane.") and name != "pane.zoom")
ITS_OWN = (*named("portrait"), *OF_ANSWERS, "part.next", *PANES)


class PortraitScreen(Page):
    """One customer of a list; J and K go to the next and the one before.

    The customer's own facts come first; what needs everyone, and what is read from the files, when it is ready.
    """

    DOES = (*Page.DOES, *ITS_OWN)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ITS_OWN), *Panes.further_keys()]

    answers: var[Mapping[str, Result]] = var({}, init=False)
    """The answers about the customer that are there, by question."""

    def __init__(self, workspace: Workspace, listed: Listed) -> None:
        super().__init__(workspace)
        self._listed = listed
        self._title = TitleLine(workspace.described())
        self._scope_line = ScopeLine(workspace, listed.answer)
        self._trail = Line("", id="trail", whole=True)
        self._timeline = TimelinePane(workspace)

    def compose(self) -> ComposeResult:
        """Four panes of words, the timeline below."""
        yield self._title
        yield self._scope_line
        yield self._trail
        with Panes(id="portrait", together=2, alone=False):
            with Container(id="portrait-top"):
                for pane in (FactsPane, StandingPane, HabitsPane, BoughtPane):
                    yield pane(self.workspace).data_bind(PortraitScreen.answers)
            yield self._timeline.data_bind(PortraitScreen.answers)
        yield Keys(self.workspace.keymap, named("portrait", "table"))

    def on_mount(self) -> None:
        """The customer."""
        self._ask()

    # -- which customer ---------------------------------------------------------------------------------------

    def action_customer(self, step: int) -> None:
        """Another customer of the list one came from."""
        at = self._listed.at + step
        if not 0 <= at < len(self._listed.ids):
            place = "last" if step > 0 else "first"
            self.tell(say("This is the {place} customer of the list.", place=place))
            return
        self._listed = replace(self._listed, at=at)
        self._listed.moved(at)
        self._ask()

    def action_kind(self) -> None:
        """The timeline of the next kind of event only; after the last all of them again."""
        if OWN in self.answers:
            self._timeline.next_kind()
            self._start_own()

    @property
    def _customer(self) -> str:
        return str(self._listed.ids[self._listed.at])

    def _say_who(self) -> None:
        at, count = self._listed.at, len(self._listed.ids)
        place = say(" ({at:,} of {count:,})", at=at + 1, count=count) if count > 1 else ""
        self._trail.left = f"{self._listed.trail} › {self.workspace.seen_id(self._customer)}{place}"

    def show_masked(self) -> None:
        """The portrait with personal data masked or as they are."""
        super().show_masked()
        self._say_who()

    # -- asking -----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask for the customer's own facts; the rest is asked for when they are there."""
        self._say_who()
        self.workspace.desk.stop(self)
        self._start_own()

    def _start_own(self) -> None:
        self._start(OWN, **({"event": self._timeline.kind} if self._timeline.kind else {}))

    def _start(self, metric: str, **more: Any) -> None:
        from queries.question.question import Question

        workspace, runner = self.workspace, self.workspace.runner
        if runner is None:
            return
        question = Question.of(metric, self._listed.answer.question.scope, id=self._customer, **more)

        def job(token: Token) -> Answered:
            result = runner.answer(question, token)
            workspace.seen(result)
            return Answered(result)

        workspace.desk.start(self, job, metric)

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        result = message.result
        metric = result.question.metric
        if metric == OWN:
            self._take_own(result)
            return
        self.answers = {**self.answers, metric: result}
        if metric == STANDING and result.question.arguments["worth"] == "no":
            self._start(STANDING)

    def _take_own(self, result: Result) -> None:
        """Show what is the customer's own, and ask for the rest unless it is there."""
        before = self.answers.get(OWN)
        same = before is not None and dict(before.question.parameters)["id"] == dict(result.question.parameters)["id"]
        self.answers = {**self.answers, OWN: result} if same else {OWN: result}
        self._scope_line.answer = self._title.answer = result
        for metric in QUESTIONS:
            if metric not in self.answers:
                # Segments are there at once; the models of a large shop take their time, the first time.
                self._start(metric, **({"worth": "no"} if metric == STANDING else {}))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """The facts say so in the place of the timeline, everything else in its own pane."""
        message.stop()
        if message.kind == OWN:
            self._timeline.say(str(message.error))
        else:
            self._say_instead(message.kind, str(message.error))

    @on(Stopped)
    def _stopped(self) -> None:
        self.tell(say("Stopped."))

    def stop(self) -> bool:
        """Stop asking."""
        stopped = [metric for metric in QUESTIONS if self.workspace.desk.stop(self, metric)]
        for metric in stopped:
            self._say_instead(metric, say("Stopped; J and K ask again."))
        return bool(stopped)

    def _say_instead(self, metric: str, words: str) -> None:
        """Say why a pane stays empty."""
        panes = self.query(WordsPane)
        next((pane for pane in panes if metric == pane.ABOUT), panes.first()).say_instead(words)
