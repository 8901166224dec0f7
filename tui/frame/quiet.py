"""A change of focus that repaints little: a line over SSH is dear, and only a title or a cursor looks different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.message import Message
    from textual.widget import Widget as _Base
else:
    _Base = object


class QuietFocus(_Base):
    """Beside a widget: where Textual repaints all of it when the focus comes or goes, only `repaint_focus` does."""

    def repaint_focus(self) -> None:
        """Repaint what looks different with the focus; nothing where the title above says it."""

    def _on_focus(self, event: events.Focus) -> None:
        event.prevent_default()
        self.has_focus = True
        self._focus_changed(events.DescendantFocus(self))

    def _on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
        self.has_focus = False
        self._focus_changed(events.DescendantBlur(self))

    def _focus_changed(self, message: Message) -> None:
        self.repaint_focus()
        if self.parent is not None:
            self.parent.post_message(message)
