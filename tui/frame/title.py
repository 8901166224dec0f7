"""The line above a pane: its name, and whether the keys go there."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from queries.wording import say
from tui.text.safe import safe


class PaneTitle(Widget):
    """One line. A mark and other colours say that the pane has the focus; nothing else repaints then."""

    heading: Reactive[str] = Reactive("")
    aside: Reactive[str] = Reactive("")
    active: Reactive[bool] = Reactive(False)

    def __init__(self, heading: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes="pane-title")
        self.set_reactive(PaneTitle.heading, heading)

    def watch_active(self, active: bool) -> None:
        """Other colours where the focus is."""
        self.set_class(active, "-active")

    def render(self) -> Text:
        """The name to the left, what else is to say to the right where there is room."""
        width = self.size.width
        mark = "▸" if self.active else " "
        line = Text.assemble(mark, safe(say(self.heading)), no_wrap=True, overflow="ellipsis")
        aside = Text(safe(self.aside), style="dim")
        room = width - line.cell_len - aside.cell_len - 1
        if self.aside and room >= 2:
            line.append(" " * room)
            line.append_text(aside)
        line.truncate(width, overflow="ellipsis")
        return line
