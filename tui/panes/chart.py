"""The chart of what the cursor is on."""

from __future__ import annotations

from rich.text import Text
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget

from tui.safe import safe


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

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The title above says where the focus is; the chart looks the same."""
