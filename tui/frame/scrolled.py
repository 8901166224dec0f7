"""Words that can be scrolled and searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.commands.keymap import bindings
from tui.frame.search import SEARCH, Searchable

if TYPE_CHECKING:
    from textual.binding import BindingType

    from tui.frame.search import SearchLine


class Scrolled(Searchable, VerticalScroll):
    """Words; a hit is brought to the top, as far as there is something below it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH)

    def texts(self) -> list[str]:
        """The lines as they are broken."""
        return [strip.text for words in self.query(Static) for strip in words.render_lines(words.size.region)]

    @property
    def place(self) -> int:
        """The line last gone to; where nobody went to one, the first that is seen."""
        return self._gone_to if self._gone_to in self.hits.rows else round(self.scroll_offset.y)

    _gone_to = -1

    def go_to(self, line: int) -> None:
        """Scroll to a line."""
        self._gone_to = line
        self.scroll_to(y=line, animate=False)

    def hold(self, line: SearchLine) -> None:
        """At the foot of the words."""
        self.mount(line)
