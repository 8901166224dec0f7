"""The two lines on top: what is open, and what part of it the question is about."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from tui.safe import safe


class Line(Widget):
    """One line with something to the left and something to the right; the left gives way."""

    left: Reactive[str] = Reactive("")
    right: Reactive[str] = Reactive("")

    def __init__(self, left: str = "", *, id: str, name: str = "") -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes="line")
        self._lead = name
        self.set_reactive(Line.left, left)

    def render(self) -> Text:
        """The line, cut to the width there is."""
        width = self.size.width
        line = Text(no_wrap=True, overflow="ellipsis")
        if self._lead:
            line.append(f" {self._lead} ", style="bold")
        line.append(" " + safe(self.left))
        right = Text(f" {safe(self.right)} " if self.right else "", style="dim")
        line.truncate(max(0, width - right.cell_len), overflow="ellipsis", pad=True)
        return line.append_text(right)
