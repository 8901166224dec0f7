"""The chart of what the cursor is on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.message import Message
from textual.reactive import Reactive, var
from textual.widget import Widget

from queries.wording import mark
from tui.commands.keymap import bindings
from tui.frame.pane import Pane
from tui.frame.quiet import QuietFocus
from tui.frame.search import SEARCH, Searchable
from tui.state.desk import Failed
from tui.text.asked import why_no_chart
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType

    from queries.cancel import Token
    from tui.state.row import Row

NARROWEST, LOWEST = 12, 3
"""In less room nothing is drawn."""


class ChartView(QuietFocus, Searchable, Widget, can_focus=True):
    """Shows the text of a chart; asks for another one when its size changed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH)

    picture: Reactive[str] = Reactive("")
    words: Reactive[str] = Reactive("")

    class Resized(Message):
        """The chart has another size and wants to be drawn again."""

        def can_replace(self, message: Message) -> bool:
            """Only the last size matters."""
            return isinstance(message, ChartView.Resized)

    def render(self) -> Text:
        """The chart, or in words why there is none."""
        if self.picture:
            return Text.from_ansi(self.picture, no_wrap=True, overflow="crop")
        return Text(safe(self.words), style="dim")

    def texts(self) -> Sequence[str]:
        """The lines of the chart."""
        return self.render().plain.splitlines()

    def on_resize(self) -> None:
        """Another size wants another chart."""
        self.post_message(self.Resized())


class ChartPane(Pane):
    """Draws the chart of the row the cursor rests on, away from the screen's thread."""

    NAME, HEADING, HELP = "chart", mark("Chart"), mark("To the chart.")
    GIVES_WAY = True

    row: var[Row | None] = var(None, init=False)
    """The row of the answer that is drawn; None where there is none, or the cursor has yet to rest."""

    @dataclass
    class Drawn(Message):
        """The chart of a row is drawn."""

        row: Row
        title: str
        picture: str

    def content(self) -> Iterable[Widget]:
        """The chart."""
        self._view = ChartView(id="chart")
        yield self._view

    def watch_row(self, row: Row | None) -> None:
        """Follow the cursor; without a row nothing is drawn."""
        if row is None:
            self.stop()
            self._show(self.HEADING, "", "")
        else:
            self.draw()

    def show_masked(self) -> None:
        """Labels with personal data masked or as they are."""
        self.draw()

    @on(ChartView.Resized)
    def draw(self) -> None:
        """Draw the chart of the row, as large as there is room."""
        row, workspace, (width, height) = self.row, self.workspace, self._view.size
        if row is None or width < NARROWEST or height < LOWEST:
            return

        def job(_token: Token) -> Message:
            from tui.charts.draw import draw
            from tui.charts.drawn import drawing_of
            from tui.charts.names import chart_title
            from tui.charts.values import MOST_ROWS

            answer = row.answer
            shown = workspace.seen(replace(answer, frame=answer.frame.head(MOST_ROWS)))
            values = workspace.seen_row(answer, row.values)
            drawing = drawing_of(shown, values)
            picture = draw(drawing, width, height, workspace.look) if drawing else ""
            return self.Drawn(row, chart_title(shown, values, drawing), picture)

        workspace.desk.start(self, job)

    @on(Drawn)
    def _drawn(self, message: Drawn) -> None:
        if message.row is self.row:
            self._show(message.title, message.picture, why_no_chart(message.row.answer))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        message.stop()
        self._show(self.HEADING, "", str(message.error))

    def _show(self, title: str, picture: str, words: str) -> None:
        """The chart and what it is about, or why there is none."""
        self.title.heading = title
        self._view.words, self._view.picture = words, picture
