"""The first screen: which files are opened, on the terminal before what shows them is imported.

It stays below all others, which Textual needs: the first screen of an application cannot be replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.widgets import Static

from queries.wording import say
from tui.frame.status import Line

if TYPE_CHECKING:
    from textual.app import ComposeResult


class BeginningScreen(Screen[Any]):
    """The lines that every screen has, and what is being done."""

    def __init__(self, label: str) -> None:
        """A screen for files called so; empty where none are named."""
        super().__init__()
        self._label = label

    def compose(self) -> ComposeResult:
        """The line on top, and below it a sentence."""
        yield Line(self._label, id="title", name="regulars")
        if self._label:
            yield Static(say("Opening {label} …", label=self._label), id="beginning", markup=False)
