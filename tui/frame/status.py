"""The two lines on top: what is open, and what part of it the question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from queries.wording import mark, say
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Collection

DISPENSABLE = (mark("all events"), mark("all channels"), mark("everyone"))
"""What a scope says that cuts nothing off; left out first where there is no room."""
BETWEEN = " · "


class Line(Widget):
    """One line with something to the left and something to the right; the left gives way, part by part."""

    left: Reactive[str] = Reactive("")
    right: Reactive[str] = Reactive("")
    word: Reactive[str] = Reactive("")
    """What stands before the right part: whether personal data are masked."""
    marked: Reactive[frozenset[str]] = Reactive(frozenset())
    """The parts to the left that stand out."""

    def __init__(self, left: str = "", *, id: str, name: str = "", whole: bool = False) -> None:  # noqa: A002
        """A line; `whole` keeps its words together, cut at the right where there is no room."""
        super().__init__(id=id, classes="line")
        self._lead = name
        self._whole = whole
        self.set_reactive(Line.left, left)

    def render(self) -> Text:
        """The line, cut to the width there is."""
        width = self.size.width
        line = Text(no_wrap=True, overflow="ellipsis")
        if self._lead:
            line.append(f" {self._lead} ", style="bold")
        aside = BETWEEN.join(filter(None, (self.word, self.right)))
        right = Text(f" {safe(aside)} " if aside else "", style="dim")
        words, room = safe(self.left), width - line.cell_len - 1 - right.cell_len
        line.append(" ")
        shown = words if self._whole else fitting(words, room, self.marked)
        for at, part in enumerate(shown.split(BETWEEN)):
            line.append(BETWEEN if at else "").append(part, style="reverse" if part in self.marked else "")
        line.truncate(max(0, width - right.cell_len), overflow="ellipsis", pad=True)
        return line.append_text(right)


def fitting(words: str, room: int, keep: Collection[str] = ()) -> str:
    """Words that fit: without what says nothing, then without their last parts; a part is never cut in two.

    Parts to `keep` go last; how many of these there is no room for is counted.
    """
    parts = words.split(BETWEEN)
    if cell_len(words) > room:
        parts = [part for part in parts if part not in map(say, DISPENSABLE)] or parts
    left: list[str] = []
    while len(parts) > 1 and cell_len(BETWEEN.join([*parts, *left])) > room:
        at = next((at for at in reversed(range(1, len(parts))) if parts[at] not in keep), len(parts) - 1)
        if parts.pop(at) in keep:
            left = [f"+{sum(part in keep for part in words.split(BETWEEN)) - sum(part in keep for part in parts)}"]
    return BETWEEN.join([*parts, *left])
