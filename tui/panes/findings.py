"""The findings that matter most, in words, and the single numbers beside the table. One goes in from a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Region
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget

from queries.catalogue import lead_of
from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.quiet import QuietFocus
from tui.text.formats import figure_text
from tui.text.safe import safe
from tui.text.wrapping import wrapped

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Size

    from queries.answering.result import Result

MOST_FINDINGS = 3
ROOM_FOR_ALL = 30
"""Below so many lines on the terminal the words get few."""
FEW_LINES, MOST_LINES = 3, 6
"""So many of them there, and where there is room; the first sentence is whole in any case."""
LEADS, PLAIN, HERE = "→", "•", "▸"
"""What stands before a sentence that leads somewhere, before any other, and before the one the keys are on."""


class Findings(QuietFocus, Widget, can_focus=True, inherit_bindings=False):
    """As many lines as the words need at the width there is; without words none. A cursor goes over the sentences."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(named("findings"))
    COMPONENT_CLASSES: ClassVar[set[str]] = {"findings--cursor"}

    sentences: Reactive[tuple[str, ...]] = Reactive((), layout=True)
    leading: Reactive[tuple[bool, ...]] = Reactive(())
    """Which of them lead somewhere."""
    figures: Reactive[tuple[str, ...]] = Reactive((), layout=True)
    first: Reactive[int] = Reactive(0, layout=True)
    """The sentence that is seen first; another one as long as the cursor is on one there is no room for."""
    at: Reactive[int] = Reactive(0, repaint=False)
    """The sentence the cursor is on."""
    at_edge = True
    """A move may take the keys elsewhere."""

    @dataclass
    class Opened(Message):
        """Enter on a sentence."""

        at: int

    class Below(Message):
        """Down from the last sentence."""

    # -- what is shown ----------------------------------------------------------------------------------------

    def tell(self, result: Result) -> None:
        """Tell those of an answer."""
        self.sentences = tuple(safe(finding) for finding in result.findings)
        self.leading = tuple(lead_of(finding) is not None for finding in result.findings)
        self.figures = tuple(
            figure_text(replace(figure, low=None, high=None, n=None), result.currency) for figure in result.figures
        )
        self.can_focus = bool(self.sentences)
        self.first = 0
        self.at = min(self.at, max(0, len(self.sentences) - 1))
        self.display = bool(self.sentences or self.figures)

    def lines(self, width: int) -> list[Text]:
        """The words broken into lines, whole sentences only; what there is no room for is counted."""
        told = self._told(width, self.first)
        broken = [line for at, pieces in told for line in self._marked(at, pieces)]
        figures = self._fitting(width)
        left = len(self.sentences) - len(told) + len(self.figures) - len(figures)
        more = say("(+{left} more: i)", left=left) if left else ""
        if figures and cell_len(" · ".join(figures)) + len(more) + 2 > width:
            more = f"(+{left}: i)" if left else ""
        if figures or (more and broken and broken[-1].cell_len + len(more) + 1 > width):
            line = Text(f" {' · '.join(figures)}" if figures else "", style="bold")
            broken.append(line.append(f" {more}" if more else "", style="not bold dim"))
        elif more and broken:
            broken[-1] = broken[-1].append(f" {more}", style="dim")
        for line in self._under_cursor(broken, width):
            line.pad_right(max(0, width - line.cell_len))
            line.stylize(self.get_component_rich_style("findings--cursor"))
        return broken

    def _told(self, width: int, first: int) -> list[tuple[int, list[Text]]]:
        """The sentences from one on for which there is room, each in its lines."""
        room = FEW_LINES if self.screen.size.height < ROOM_FOR_ALL else MOST_LINES
        told: list[tuple[int, list[Text]]] = []
        for at in range(first, min(first + MOST_FINDINGS, len(self.sentences))):
            pieces = [Text(line) for line in wrapped(self.sentences[at], max(10, width - 4), hyphens=False)]
            room -= len(pieces)
            if told and room < 0:
                break
            told.append((at, pieces))
        return told

    def _marked(self, at: int, pieces: list[Text]) -> list[Text]:
        """The lines of a sentence with what stands before it: how it looks may cost no line more."""
        here = self.has_focus and at == self.at
        sign = LEADS if at < len(self.leading) and self.leading[at] else PLAIN
        lines = [Text(f"{HERE if here else ' '}{sign} "), *(Text("   ") for _ in pieces[1:])]
        return [line.append_text(piece) for line, piece in zip(lines, pieces, strict=True)]

    def _under_cursor(self, lines: list[Text], width: int) -> list[Text]:
        """The lines of the sentence that the keys are on."""
        here = ((top, top + height) for at, top, height in self._places(width) if self.has_focus and at == self.at)
        return [line for first, end in here for line in lines[first:end]]

    def _fitting(self, width: int) -> list[str]:
        """The figures that fit whole on one line, the first in any case."""
        fitting: list[str] = []
        for figure in self.figures:
            if fitting and cell_len(" · ".join([*fitting, figure])) > width - 16:
                break
            fitting.append(figure)
        return fitting

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """How many lines the words need."""
        return len(self.lines(width))

    def render(self) -> Text:
        """The words."""
        return Text("\n").join(self.lines(self.size.width))

    # -- the cursor -------------------------------------------------------------------------------------------

    def stand_on(self, at: int) -> None:
        """The keys to a sentence; below the last one to the last that is seen."""
        if self.sentences:
            seen = self._told(self.size.width, self.first)
            self.at = at if at < len(self.sentences) else seen[-1][0]
            self.screen.set_focus(self, scroll_visible=False)

    def action_cursor_up(self) -> None:
        """To the sentence before."""
        self.at = max(0, self.at - 1)

    def action_cursor_down(self) -> None:
        """To the next sentence, from the last one to the table."""
        if self.at + 1 < len(self.sentences):
            self.at += 1
        else:
            self.post_message(self.Below())

    def action_select(self) -> None:
        """Open what the sentence speaks of."""
        if self.sentences:
            self.post_message(self.Opened(self.at))

    def on_click(self, event: events.Click) -> None:
        """A click opens."""
        for at, top, height in self._places(self.size.width):
            if top <= event.y < top + height:
                self.at = at
                self.action_select()

    def watch_at(self, before: int, now: int) -> None:
        """Bring the sentence into view, and repaint the two that look different."""
        if self.has_focus:
            self._follow()
        self._repaint(before)
        self._repaint(now)

    def repaint_focus(self) -> None:
        """Repaint the sentence the cursor is on; without the keys what matters most is seen first again."""
        if self.has_focus:
            self._follow()
        else:
            self.first = 0
        self._repaint(self.at)

    def _follow(self) -> None:
        """The first sentence from which on there is room for the one under the cursor."""
        first = min(self.first, self.at)
        while self.at not in [at for at, _ in self._told(self.size.width, first)] and first < self.at:
            first += 1
        self.first = first

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Of every sentence that is seen its first line and how many it has."""
        places, top = [], 0
        for at, pieces in self._told(width, self.first):
            places.append((at, top, len(pieces)))
            top += len(pieces)
        return places

    def _repaint(self, sentence: int) -> None:
        for at, top, height in self._places(self.size.width):
            if at == sentence:
                self.refresh(Region(0, top, self.size.width, height))
