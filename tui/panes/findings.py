"""The findings that matter most, in words, and the single numbers beside the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from tui.text.formats import figure_text
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.geometry import Size

    from queries.answering.result import Result

MOST_FINDINGS = 3
ROOM_FOR_ALL = 30
"""Below so many lines on the terminal the words get few."""
FEW_LINES = 3
"""So many of them; the first sentence is whole in any case."""


class Findings(Widget):
    """As many lines as the words need at the width there is; without words none."""

    sentences: Reactive[tuple[str, ...]] = Reactive((), layout=True)
    figures: Reactive[tuple[str, ...]] = Reactive((), layout=True)

    def tell(self, result: Result) -> None:
        """Tell those of an answer."""
        self.sentences = tuple(safe(finding) for finding in result.findings)
        self.figures = tuple(
            figure_text(replace(figure, low=None, high=None, n=None), result.currency) for figure in result.figures
        )
        self.display = bool(self.sentences or self.figures)

    def lines(self, width: int) -> list[Text]:
        """The words broken into lines, whole sentences only; what there is no room for is counted."""
        low = self.screen.size.height < ROOM_FOR_ALL
        broken: list[Text] = []
        count = 0
        for sentence in self.sentences[:MOST_FINDINGS]:
            pieces = Text(sentence).wrap(self.app.console, max(10, width - 4))
            if count and low and len(broken) + len(pieces) > FEW_LINES:
                break
            broken += [Text(" • " if not at else "   ").append_text(piece) for at, piece in enumerate(pieces)]
            count += 1
        figures = self._fitting(width)
        left = len(self.sentences) - count + len(self.figures) - len(figures)
        more = f"(+{left} more: i)" if left else ""
        if figures and cell_len(" · ".join(figures)) + len(more) + 2 > width:
            more = f"(+{left}: i)" if left else ""
        if figures or (more and broken and broken[-1].cell_len + len(more) + 1 > width):
            line = Text(f" {' · '.join(figures)}" if figures else "", style="bold")
            broken.append(line.append(f" {more}" if more else "", style="not bold dim"))
        elif more and broken:
            broken[-1] = broken[-1].append(f" {more}", style="dim")
        return broken

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
