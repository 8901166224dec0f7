"""All questions at a glance, each with its letter: the next key asks one."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style
from rich.text import Text
from textual.widget import Widget
from textual.widgets import Static

from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.panes.letters import letters
from tui.panes.question_list import askable
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

    from queries.catalogue import Metric

NARROWEST, WIDEST = 16, 30
"""So many cells a column of questions has."""
AROUND = 8
"""So many lines of the terminal are not for questions: the box, its edges, and the sentence at its foot."""


class _Line(NamedTuple):
    """A question with its letter, or (without an id) the name of a group."""

    text: str
    id: str = ""
    letter: str = ""


class Jump(Dialog[str]):
    """Leaves with the id of the question whose letter was pressed; any other key does what it does in every box."""

    AUTO_FOCUS = "Letters"

    def __init__(self, metrics: Sequence[Metric], missing: Collection[str]) -> None:
        """A box with the questions of a catalogue; the ids of those that these data cannot answer are `missing`."""
        super().__init__(say("Jump"))
        asked = [metric for metric in metrics if askable(metric)]
        self._letters = Letters(_lines(asked, missing))

    def content(self) -> ComposeResult:
        """The columns."""
        yield self._letters
        yield Static(Text(say("a letter asks its question, the same one everywhere · esc leaves")), classes="hint")


class Letters(Widget, can_focus=True):
    """The questions by group in columns, as many as it takes to see all of them, where the terminal has room."""

    DEFAULT_CSS = "Letters { height: auto; }"

    def __init__(self, lines: Sequence[_Line]) -> None:
        super().__init__(id="letters")
        self._lines = lines
        self._ids = {line.letter: line.id for line in lines if line.letter}

    def _columns(self, width: int) -> int:
        needed = ceil(len(self._lines) / max(1, self.screen.size.height - AROUND))
        return max(1, min(needed, width // NARROWEST))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the longest column has."""
        return ceil(len(self._lines) / self._columns(width))

    def render(self) -> Text:
        """Column by column; a name is cut where there is no room for it."""
        columns, high = self._columns(self.size.width), self.size.height
        width = min(WIDEST, self.size.width // columns)
        text = Text(no_wrap=True)
        for row in range(high):
            for line in self._lines[row::high]:
                cell = _cell(line)
                cell.truncate(width - 1, overflow="ellipsis", pad=True)
                text.append_text(cell).append(" ")
            text.append("\n" if row + 1 < high else "")
        return text

    def on_key(self, event: events.Key) -> None:
        """A letter asks, whatever it does elsewhere."""
        if event.character in self._ids:
            event.stop()
            event.prevent_default()
            self._ask(self._ids[event.character])

    def on_click(self, event: events.Click) -> None:
        """So does a click."""
        if asked := event.style.meta.get("asks"):
            self._ask(asked)

    def _ask(self, id_: str) -> None:
        if isinstance(self.screen, Jump):
            self.screen.dismiss(id_)


def _lines(metrics: Sequence[Metric], missing: Collection[str]) -> list[_Line]:
    """The questions below the names of their groups; what cannot be asked is in brackets."""

    def listed() -> Iterator[_Line]:
        group, given = "", letters(metrics)
        for metric in metrics:
            if metric.group != group and metric.group.casefold() != metric.title.casefold():
                yield _Line(metric.group)
            group = metric.group
            title = f"({metric.title})" if metric.id in missing else metric.title
            yield _Line(title, metric.id, given.get(metric.id, ""))

    return list(listed())


def _cell(line: _Line) -> Text:
    """A line of a column."""
    if not line.id:
        return Text(safe(line.text), style="dim")
    style = Style(meta={"asks": line.id})
    return Text.assemble(
        (line.letter or " ", "bold reverse" if line.letter else ""), f" {safe(line.text)}", style=style
    )
