"""The chart of what the cursor is on."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget

from tui.text.safe import safe


class ChartView(Widget, can_focus=True):
    """Shows the text of a chart; asks for another one when its size changed."""

    picture: Reactive[str] = Reactive("")
    words: Reactive[str] = Reactive("")

    class Resized(Message):
        """The chart has another size and wants to be drawn again."""

        def can_replace(self, message: Message) -> bool:
            """Only the last size matters."""
            return isinstance(message, ChartView.Resized)

    def render(self) -> Text:
        """The chart, or in words why there is none."""
        if self.picture:
            return Text(self.picture, no_wrap=True, overflow="crop")
        return Text(safe(self.words), style="dim")

    def on_resize(self) -> None:
        """Another size wants another chart."""
        self.post_message(self.Resized())

    # The title above says where the focus is; the chart looks the same.

    def _on_focus(self, event: events.Focus) -> None:
        event.prevent_default()
        self.has_focus = True
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def _on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
        self.has_focus = False
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))
