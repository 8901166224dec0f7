"""One customer: who, how often, when, what, and the whole timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from tui.formats import cell, safe, sparkline
from tui.keymap import bindings
from tui.panes.footer import Keys
from tui.panes.status import Line
from tui.panes.title import Pane, PaneTitle
from tui.screens.asking import Answered
from tui.screens.page import Page
from tui.work import Failed, Stopped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from queries.result import Result
    from tui.commands import Where
    from tui.panes.table import Table

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Portrait(Page):
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
        yield Line("", id="trail")
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
        from tui.panes.backend import FrameBackend, Look

        result = self._shown = message.result
        marker = self.home.start.marker
        self.query_one("#facts", Static).update(facts(result))
        self.query_one("#habits", Static).update(habits(result, marker, self.query_one("#habits").size.width))
        title = self.query_one("#timeline-title", PaneTitle)
        title.aside = f"{result.frame.height:,} event{'' if result.frame.height == 1 else 's'}"
        words = self.query_one("#words", Static)
        words.update("Nothing happened in this scope. esc goes back, F clears the scope there.")
        words.display = result.frame.is_empty()
        self.query_one("#scope", Line).left = result.scope_words
        table = self.main_table()
        if table is not None:
            table.display = not result.frame.is_empty()
            table.show(FrameBackend(result.frame, result.columns, Look(result.currency, marker)), column=0, rest=False)
        self.query_one("#title", Line).right = f"{result.seconds:.2f} s"

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


def customer_id(result: Result, row: Mapping[str, Any]) -> str | None:
    """The customer a row is about, where rows are single customers."""
    one = "customer" in row and "id" in row and any(column.name == "id" for column in result.columns)
    return str(row["id"]) if one else None


def facts(result: Result) -> Text:
    """Attributes and figures, one a line; what is not known is left out."""
    words = Text()
    if "attributes" in result.parts:
        for row in result.parts["attributes"][1].to_dicts():
            if row.get("value") not in (None, ""):
                _fact(words, safe(row["attribute"]).replace("_", " "), safe(row["value"]))
    if "figures" in result.parts:
        columns, frame = result.parts["figures"]
        described = {column.name: column for column in columns}
        for row in frame.to_dicts():
            value, column = (
                (row["date"], described["date"]) if row.get("date") else (row.get("value"), described["value"])
            )
            if value is not None:
                text = cell(value, column, row=row, currency=result.currency)
                _fact(words, str(row["measure"]).replace("_", " "), text)
    return words


def habits(result: Result, marker: Any, width: int) -> Text:
    """Fifty-two weeks as a line, weekday by hour in shades, and the mix of events and channels."""
    words = Text()
    if "weeks" in result.parts:
        _, weeks = result.parts["weeks"]
        counts = weeks.get_column("interactions").to_list()
        words.append(sparkline(counts, marker, max(12, width - 2)) + "\n")
        words.append(f"{sum(counts):,} events, at most {max(counts, default=0):,} a week\n\n", style="dim")
    if "hours" in result.parts:
        words.append(_hours(result, marker))
    if "mix" in result.parts:
        words.append("\n")
        for row in result.parts["mix"][1].head(8).to_dicts():
            channel = f" · {safe(row['channel'])}" if row.get("channel") else ""
            _fact(words, f"{safe(row['event'])}{channel}", f"{row['interactions']:,}", 26)
    return words


def _hours(result: Result, marker: Any) -> str:
    from queries.metric import Column, Unit
    from tui.drawing import Drawing, draw

    frame = result.parts["hours"][1]
    counts = {(row["weekday"], row["hour"]): float(row["interactions"]) for row in frame.to_dicts()}
    if not counts:
        return ""
    series = tuple(
        (name, tuple(counts.get((day, hour), 0.0) for hour in range(24))) for day, name in enumerate(DAYS, 1)
    )
    drawing = Drawing("heatmap", tuple(f"{hour:02}" for hour in range(24)), series, Column("n", "", Unit.COUNT))
    return draw(drawing, 28, 10, marker) + "\n"


def _fact(words: Text, name: str, value: str, width: int = 22) -> None:
    words.append(f"{name[: width - 1]:<{width}}", style="dim")
    words.append(value + "\n")
