"""Lists to choose from, which can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList, SelectionList

from tui.commands.keymap import bindings
from tui.frame.search import SEARCH, Searchable

Value = TypeVar("Value")

MOVES: list[BindingType] = [
    Binding("down", "move('cursor_down')", show=False),
    Binding("up", "move('cursor_up')", show=False),
    Binding("pagedown", "move('page_down')", show=False),
    Binding("pageup", "move('page_up')", show=False),
]
"""The keys that move in a list while one writes in the line above it; who has both does `move`."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    _Base = OptionList
else:
    _Base = object


class _Searched(Searchable, _Base):
    """Beside a list: where it has no room, as before it was laid out, Textual looks for lines that are not there."""

    def texts(self) -> Sequence[str]:
        """What can be chosen."""
        return [str(option.prompt) for option in self.options]

    @property
    def place(self) -> int:
        """The choice under the cursor."""
        return self.highlighted or 0

    def go_to(self, line: int) -> None:
        """To a choice."""
        self.highlighted = line

    def action_page_up(self) -> None:
        """A page up."""
        self._page(up=True)

    def action_page_down(self) -> None:
        """A page down."""
        self._page(up=False)

    def _page(self, *, up: bool) -> None:
        if not self.scrollable_content_region:
            (self.action_first if up else self.action_last)()
        elif up:
            super().action_page_up()  # type: ignore[no-untyped-call]
        else:
            super().action_page_down()  # type: ignore[no-untyped-call]


class Choices(_Searched, OptionList):
    """A list of which one is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH)


class Ticks(_Searched, SelectionList[Value]):
    """A list of which some are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH)
