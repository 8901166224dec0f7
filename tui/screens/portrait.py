"""One customer: who, where they stand, how often and when, what they buy and say, and the whole timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from queries.formats.cells import words
from tui.commands.keymap import bindings
from tui.lines.footer import Keys
from tui.lines.status import Line
from tui.lines.title import Pane, PaneTitle
from tui.panes.portrait import OWN, PANES, QUESTIONS, STANDING, Paned
from tui.screens.asking import Answered
from tui.state.desk import Failed, Stopped
from tui.text.formats import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from textual.app import ComposeResult

    from queries.answering.result import Result
    from tui.commands.listed import Where
    from tui.table.widget import Table


class Portrait(Paned):
    """One customer of a list; J and K go to the next and the one before.

    The customer's own facts come first; what needs everyone, and what is read from the files, when it is ready.
    """

    BINDINGS = bindings("portrait")

    def __init__(
        self, ids: Sequence[str] | pl.Series, at: int, result: Result, trail: str, came_from: Table | None
    ) -> None:
        super().__init__()
        self._ids = ids
        self._at = at
        self._scope = result.question.scope
        self._listed = result
        self._trail = trail
        self._came_from = came_from
        self._kind: str | None = None

    def compose(self) -> ComposeResult:
        """Four panes of words, the timeline below."""
        yield Line(self.home.described(), id="title", name="regulars")
        yield Line(self.home.said(self._listed).question.scope.describe(), id="scope", name="Scope")
        yield Line("", id="trail", whole=True)
        with Vertical(id="portrait"):
            with Container(id="portrait-top"):
                for name, heading in PANES.items():
                    with Pane(id=f"{name}-pane", classes="pane"):
                        yield PaneTitle(heading, id=f"{name}-title")
                        with VerticalScroll(id=f"{name}-scroll"):
                            yield Static(id=name, markup=False)
            with Pane(id="timeline-pane", classes="pane"):
                yield PaneTitle("Timeline", id="timeline-title")
                yield Static(id="words", markup=False)
        yield Keys(self.home.keymap, self.places)

    @property
    def places(self) -> tuple[Where, ...]:
        """The keys of a portrait first."""
        return ("portrait", "table", "page")

    async def on_mount(self) -> None:
        """The timeline's table, then the customer."""
        from tui.table.widget import Table

        await self.query_one("#timeline-pane").mount(Table(id="timeline"))
        self.query_one("#timeline").focus()
        self._ask()

    def main_table(self) -> Table | None:
        """The timeline."""
        return next(iter(self.query("#timeline")), None)  # type: ignore[return-value]

    def action_customer(self, step: int) -> None:
        """Another customer of the list one came from."""
        at = self._at + step
        if not 0 <= at < len(self._ids):
            self.tell(
                "This is the last customer of the list." if step > 0 else "This is the first customer of the list."
            )
            return
        self._at = at
        if self._came_from is not None and self._came_from.is_attached:
            self._came_from.move_cursor(row=at)
        self._ask()

    def action_kind(self) -> None:
        """The timeline of the next kind of event only; after the last all of them again."""
        own = self.results.get(OWN)
        if own is None:
            return
        kinds = [None, *own.parts["mix"][1].get_column("event").unique().sort().to_list()]
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)] if self._kind in kinds else None
        self.part = None
        self._start_own()

    # -- asking -----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask for the customer's own facts; the rest is asked for when they are there."""
        self._say_who()
        for metric in QUESTIONS:
            self.home.desk.stop(metric)
        self._start_own()

    def _start_own(self) -> None:
        self._start(OWN, **({"event": self._kind} if self._kind else {}))

    def _say_who(self) -> None:
        place = f" ({self._at + 1:,} of {len(self._ids):,})" if len(self._ids) > 1 else ""
        self.query_one("#trail", Line).left = f"{self._trail} › {self.home.seen_id(str(self._ids[self._at]))}{place}"

    def show_masked(self) -> None:
        """The portrait with personal data masked or as they are."""
        super().show_masked()
        self._say_who()
        own = self.results.get(OWN, self._listed)
        self.query_one("#scope", Line).left = self.home.said(own).scope_words

    def _start(self, metric: str, **more: Any) -> None:
        from queries.question.question import Question

        runner = self.home.runner
        if runner is not None:
            question = Question.of(metric, self._scope, id=str(self._ids[self._at]), **more)
            self.home.desk.start(metric, self, lambda token: Answered(runner.answer(question, token)))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        result = message.result
        metric = result.question.metric
        if metric == OWN:
            self._show_own(result)
        else:
            self.results = self.results | {metric: result}
            self.tell_all()
            if metric == STANDING and result.question.arguments["worth"] == "no":
                self._start(STANDING)

    def _show_own(self, result: Result) -> None:
        """Show what is the customer's own, and ask for the rest unless it is there."""
        before = self.results.get(OWN)
        same = before is not None and dict(before.question.parameters)["id"] == dict(result.question.parameters)["id"]
        self.results = self.results | {OWN: result} if same else {OWN: result}
        self.query_one("#scope", Line).left = self.home.said(result).scope_words
        self.query_one("#title", Line).right = f"{result.seconds:.2f} s"
        self.tell_all()
        self.show_part()
        for metric in QUESTIONS:
            if metric not in self.results:
                # Segments are there at once; the models of a large shop take their time, the first time.
                self._start(metric, **({"worth": "no"} if metric == STANDING else {}))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """The facts say so in the place of the timeline, everything else in its own pane."""
        if message.group == OWN:
            self.query_one("#words", Static).update(Text(safe(str(message.error))))
        else:
            self.say_instead(message.group, str(message.error))

    @on(Stopped)
    def _stopped(self) -> None:
        self.tell("Stopped.")

    def stop(self) -> bool:
        """Stop asking."""
        stopped = [metric for metric in QUESTIONS if self.home.desk.stop(metric)]
        for metric in stopped:
            self.say_instead(metric, "Stopped; J and K ask again.")
        return bool(stopped)

    # -- the timeline -----------------------------------------------------------------------------------------

    def show_part(self) -> None:
        """The timeline, or another table of the portrait in its place."""
        from tui.table.frame import FrameBackend, Look

        result, table = self.answered(), self.main_table()
        if result is None or table is None:
            return
        columns, frame = result.table(self.part_of(result))
        title = self.query_one("#timeline-title", PaneTitle)
        title.heading = words(self.part.replace("/", "_")) if self.part else f"Timeline{self._of_kind()}"
        title.aside = f"{frame.height:,} row{'' if frame.height == 1 else 's'}"
        nothing = self.query_one("#words", Static)
        nothing.update("Nothing happened in this scope. esc goes back, F clears the scope there.")
        nothing.display = frame.is_empty()
        table.display = not frame.is_empty()
        look = Look(result.currency, self.home.start.marker)
        table.show(FrameBackend(frame, columns, look, masked=self.home.masked), column=0, rest=False)

    def _of_kind(self) -> str:
        return f" · {safe(self._kind)}" if self._kind else ""

    def on_data_table_row_selected(self, event: Any) -> None:
        """Enter on an event: its whole text."""
        event.stop()
        self.action_cell()
