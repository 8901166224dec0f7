"""The right side of the main screen: the answer above, what follows its rows below."""

from __future__ import annotations

from textual import on
from textual.containers import Vertical

from tui.panes.answer import AnswerPane
from tui.table.view import TableView

LEAST = 8
"""An answer gets so many lines in any case."""


class Right(Vertical):
    """Shares its lines between the answer and the panes below it."""

    def __init__(self) -> None:
        super().__init__(id="right")
        self._rows = ""

    def on_resize(self) -> None:
        """Another width breaks the words of the answer into other lines."""
        self.call_after_refresh(self.share)

    @on(TableView.Shown)
    def share(self) -> None:
        """A short answer takes the lines it needs, a long one three fifths; what is below gets the rest."""
        pane = self.query_one(AnswerPane)
        if pane.answer is None:
            return
        metric, needed = pane.answer.metric, pane.lines_needed(self.size.width)
        short = 0 < needed < self.size.height * 3 // 5
        rows = f"{max(LEAST, needed)} 2fr" if short else "3fr 2fr"
        if metric.chart is None and metric.drill is None:
            rows = "1fr 3"
        if self.size.height and rows != self._rows:
            self._rows = rows
            self.styles.grid_rows = rows
