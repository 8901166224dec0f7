"""A line to type into that also offers what may be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from queries.wording import say
from tui.frame.field import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType


class Choice(Field):
    """The arrow keys go through the choices; the first letters can be typed, too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self, value: str, choices: Sequence[str], *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(value, id=id, placeholder=say("↑ ↓ choose"))
        self._choices = list(choices)

    def action_choose(self, step: int) -> None:
        """The next or the previous choice; from something else to the first that begins like it."""
        if not self._choices:
            return
        typed = self.value.strip().casefold()
        names = [choice.casefold() for choice in self._choices]
        if typed in names:
            at = (names.index(typed) + step) % len(names)
        else:
            at = next((place for place, name in enumerate(names) if typed and name.startswith(typed)), 0)
        self.value = self._choices[at]
        self.cursor_position = len(self.value)
