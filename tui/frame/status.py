"""The two lines on top: what is open, and what part of it the question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

BETWEEN = " · "


class Line(Widget):
    """One line with something to the left and something to the right; the left gives way, part by part."""

    left: Reactive[str] = Reactive("")
    right: Reactive[str] = Reactive("")
    word: Reactive[str] = Reactive("")
    """What stands before the right part: whether personal data are masked."""

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
            line.append(self.lead, style="bold")
        aside = BETWEEN.join(filter(None, (self.word, self.right)))
        right = Text(f" {safe(aside)} " if aside else "", style="dim")
        line.append(" ").append_text(self.words(width - line.cell_len - 1 - right.cell_len))
        line.truncate(max(0, width - right.cell_len), overflow="ellipsis", pad=True)
        return line.append_text(right)

    @property
    def lead(self) -> str:
        """What stands before the words."""
        return f" {self._lead} "

    def words(self, room: int) -> Text:
        """What is said to the left, as much as there is room for."""
        parts = safe(self.left).split(BETWEEN)
        return Text(safe(self.left) if self._whole else BETWEEN.join(parts[at] for at in fitting(parts, room)))


def fitting(parts: Sequence[str], room: int, worth: Sequence[int] = ()) -> list[int]:
    """Which parts there is room for, by their places: none is cut in two, and the first always stays.

    Args:
        parts: What would be said, with a dot between.
        room: How many cells there are.
        worth: What each is worth: those worth 0 go first and together, then the last one of those worth least. Of
            those worth more than 1 it is told how many went; the room for that is left.
    """
    value = [*worth] or [1] * len(parts)
    left = [*range(len(parts))]

    def wide() -> bool:
        gone = sum(amount > 1 for amount in value) - sum(value[at] > 1 for at in left)
        shown = [parts[at] for at in left] + ([f"+{gone}"] if gone else [])
        return cell_len(BETWEEN.join(shown)) > room

    if wide():
        left = [at for at in left if value[at]] or left
    while len(left) > 1 and wide():
        left.remove(min(reversed(left[1:]), key=value.__getitem__))
    return left
