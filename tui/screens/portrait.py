"""One customer: who, how often, when, what, and the whole timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from queries.formats.cells import words
from tui.formats import safe
from tui.keymap import bindings
from tui.panes.footer import Keys
from tui.panes.status import Line
from tui.panes.title import Pane, PaneTitle
from tui.screens.asking import Answered
from tui.screens.parts import Parted
from tui.screens.portrait_words import facts, habits
from tui.work import Failed, Stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from queries.result import Result
    from tui.commands import Where
    from tui.panes.table import Table


class Portrait(Parted):
    """One customer of a list; J and K go to the next and the one before."""

    BINDINGS = bindings("portrait")

    def __init__(self, ids: Sequence[str], at: int, result: Result, trail: str, came_from: Table | None) -> None:
        super().__init__()
        self._ids = ids
        self._at = at
        self._scope = result.question.scope
        self._trail = trail
        self._came_from = came_from
        self._shown: Result | None = None

    def compose(self) -> ComposeResult:
        """Facts to the left, weeks and hours beside them, the timeline below."""
        yield Line(self.home.described(), id="title", name="regulars")
        yield Line(self._scope.describe(), id="scope", name="Scope")
        yield Line("", id="trail", whole=True)
        with Vertical(id="portrait"):
            with Horizontal(id="portrait-top"):
                with Pane(id="facts-pane", classes="pane"):
                    yield PaneTitle("Who", id="facts-title")
                    with VerticalScroll(id="facts-scroll"):
                        yield Static(id="facts", markup=False)
                with Pane(id="habits-pane", classes="pane"):
                    yield PaneTitle("52 weeks, and when", id="habits-title")
                    yield Static(id="habits", markup=False)
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
        from tui.panes.table import Table

        await self.query_one("#timeline-pane").mount(Table(id="timeline"))
        self.query_one("#timeline").focus()
        self._ask()

    def main_table(self) -> Table | None:
        """The timeline."""
        return next(iter(self.query("#timeline")), None)  # type: ignore[return-value]

    def answered(self) -> Result | None:
        """The portrait's own answer."""
        return self._shown

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

    def _ask(self) -> None:
        from queries.question import Question

        id, runner = str(self._ids[self._at]), self.home.runner  # noqa: A001 - the parameter's name
        place = f" ({self._at + 1:,} of {len(self._ids):,})" if len(self._ids) > 1 else ""
        self.query_one("#trail", Line).left = f"{self._trail} › {id}{place}"
        if runner is not None:
            question = Question.ask("customer", self._scope, id=id)
            self.home.desk.start("portrait", self, lambda token: Answered(runner.ask(question, token)))

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        result = self._shown = message.result
        self._tell(result)
        self.query_one("#scope", Line).left = result.scope_words
        self.query_one("#title", Line).right = f"{result.seconds:.2f} s"
        self.show_part()

    def _tell(self, result: Result) -> None:
        """Facts and habits, as wide as there is room."""
        marker = self.home.start.marker
        self.query_one("#facts", Static).update(facts(result, self._room("#facts")))
        self.query_one("#habits", Static).update(habits(result, marker, self._room("#habits")))

    def _room(self, selector: str) -> int:
        """How many cells a line of words may take."""
        return max(20, self.query_one(selector).content_size.width)

    def on_resize(self) -> None:
        """Other widths have room for other lines."""
        if self._shown is not None:
            self.call_after_refresh(self._tell, self._shown)

    def show_part(self) -> None:
        """The timeline, or another table of the portrait in its place."""
        from tui.panes.backend import FrameBackend, Look

        result, table = self._shown, self.main_table()
        if result is None or table is None:
            return
        columns, frame = result.table(self.part)
        title = self.query_one("#timeline-title", PaneTitle)
        title.heading = words(self.part) if self.part else "Timeline"
        title.aside = f"{frame.height:,} row{'' if frame.height == 1 else 's'}"
        nothing = self.query_one("#words", Static)
        nothing.update("Nothing happened in this scope. esc goes back, F clears the scope there.")
        nothing.display = frame.is_empty()
        table.display = not frame.is_empty()
        table.show(FrameBackend(frame, columns, Look(result.currency, self.home.start.marker)), column=0, rest=False)

    def on_data_table_row_selected(self, event: Any) -> None:
        """Enter on an event: its whole text."""
        event.stop()
        self.action_cell()

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.query_one("#words", Static).update(Text(safe(str(message.error))))

    @on(Stopped)
    def _stopped(self) -> None:
        self.tell("Stopped.")

    def stop(self) -> bool:
        """Stop asking."""
        return self.home.desk.stop("portrait")
