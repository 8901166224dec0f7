"""Jumping: a letter before every question in view, the number on every pane, and one key that goes there."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_letters
from typing import TYPE_CHECKING

from rich.text import Text
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events

    from tui.frame.pane import Pane
    from tui.panes.panes import Panes
    from tui.panes.questions import QuestionsPane


class Jump(Widget, can_focus=True, inherit_bindings=False):
    """The last line while the key is waited for. Any key ends it; who clicks elsewhere leaves it, too."""

    @dataclass
    class To(Message):
        """Where the key leads: to a pane or a question; neither where nothing has that key."""

        pane: Pane | None = None
        question: str = ""

    def __init__(self, panes: Panes, questions: QuestionsPane) -> None:
        super().__init__(id="jump")
        self._panes = {str(number): pane for number, pane in enumerate(panes.all, 1) if pane.region}
        self._questions = questions
        self._before = panes.screen.focused
        self._asks: dict[str, str] = {}
        self._left = False

    def render(self) -> Text:
        """What is waited for."""
        return Text(" A letter asks its question, a number goes to its pane; esc leaves.", no_wrap=True)

    def on_mount(self) -> None:
        """Show the keys, and take the next one."""
        for number, pane in self._panes.items():
            pane.title.letter = number
        if self._questions.region:
            self._asks = self._questions.show_letters(ascii_letters)
        self.focus(scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """Go there."""
        event.stop()
        event.prevent_default()
        key, screen = event.character or "", self.screen
        self._leave()
        screen.post_message(self.To(self._panes.get(key), self._asks.get(key, "")))

    def on_blur(self) -> None:
        """The keys went elsewhere."""
        self._leave()

    def _leave(self) -> None:
        """Take the keys away, and give the focus back."""
        if self._left:
            return
        self._left = True
        for pane in self._panes.values():
            pane.title.letter = ""
        self._questions.show_letters("")
        if self.has_focus and self._before is not None and self._before.is_attached:
            self.screen.set_focus(self._before, scroll_visible=False)
        self.remove()
