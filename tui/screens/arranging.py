"""The four panes: which one is seen and has the focus, and how much room each gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.findings import Findings
from tui.panes.questions import Questions
from tui.screens.asking import Asking

if TYPE_CHECKING:
    from queries.answering.result import Result
    from tui.commands.listed import Where
    from tui.table.widget import Table

PANES = ("questions", "answer", "chart", "customers")
ROOM_FOR_ALL = 80
ROOM_FOR_BOTH = 30


class Arranged(Asking):
    """A screen of four panes: questions, answer, chart, customers."""

    def __init__(self) -> None:
        super().__init__()
        self._on = "answer"
        self._lower = "chart"
        self._rows = ""

    @property
    def places(self) -> tuple[Where, ...]:
        """What applies where the focus is."""
        return ("questions", "page") if isinstance(self.focused, Questions) else ("table", "page")

    def main_table(self) -> Table | None:
        """The answer."""
        return self._table("answer-table")

    def customers_table(self) -> Table | None:
        """The customers behind the row."""
        return self._table("customers-table")

    def _table(self, id: str) -> Table | None:  # noqa: A002 - Textual's word
        return next(iter(self.query(f"#{id}")), None)  # type: ignore[return-value]

    def action_pane(self, index: int) -> None:
        """Show a pane and give it the focus."""
        name = PANES[index]
        self.show_pane(name)
        targets = {
            "questions": "#questions",
            "answer": "#answer-table",
            "chart": "#chart",
            "customers": "#customers-table",
        }
        found = [widget for widget in self.query(targets[name]) if widget.can_focus]
        if found:
            self.set_focus(found[0], scroll_visible=False)

    def action_next_pane(self, step: int) -> None:
        """Give the next pane the focus."""
        names = [f"{name}-pane" for name in PANES]
        inside = [node.id for node in self.focused.ancestors_with_self] if self.focused else []
        at = next((place for place, name in enumerate(names) if name in inside), 1)
        for distance in range(1, len(PANES) + 1):
            index = (at + step * distance) % len(PANES)
            if index != 3 or self.customers_table() is not None:
                self.action_pane(index)
                return

    def show_pane(self, name: str) -> None:
        """The pane that is seen where there is no room for all."""
        self._on = name
        if name in ("chart", "customers"):
            self._lower = name
        if self.size.width < ROOM_FOR_ALL or self.size.height < ROOM_FOR_BOTH:
            self._place()

    def _place(self) -> None:
        """Tell the style sheet which pane is on; done only where it matters, since it styles everything anew."""
        for other in PANES:
            self.set_class(other == self._on, f"-on-{other}")
        self.set_class(self._lower == "customers", "-lower-customers")

    def on_resize(self) -> None:
        """Another size may have room for fewer panes."""
        self._place()
        if self.shown is not None:
            self.call_after_refresh(self.share_height, self.shown)

    def share_height(self, result: Result) -> None:
        """A short answer takes the lines it needs, a long one three fifths; the chart gets the rest."""
        table = self.main_table()
        if table is None:
            return
        right = self.query_one("#right")
        findings = self.query_one(Findings)
        needed = table.row_count + len(findings.lines(right.size.width)) + bool(result.notes) + 3
        short = 0 < needed < right.size.height * 3 // 5
        rows = f"{max(8, needed)} 2fr" if short else "3fr 2fr"
        if result.metric.chart is None and result.metric.drill is None:
            rows = "1fr 3"
        if right.size.height and rows != self._rows:
            self._rows = rows
            right.styles.grid_rows = rows
