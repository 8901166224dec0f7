"""Whether the program is to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding
from textual.widgets import Static

from queries.wording import say
from tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class Leave(Dialog[bool]):
    """Asked at the first screen; the key that asked, or enter, leaves, and escape stays."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]

    def __init__(self) -> None:
        super().__init__(say("Leave regulars?"))

    def content(self) -> ComposeResult:
        """The keys."""
        yield Static(Text(say("q or enter leaves · esc stays")))

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(True)
