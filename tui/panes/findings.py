"""The findings that matter most, in words, and the single numbers beside the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from queries.metric import Column
from tui.formats import cell
from tui.safe import safe

if TYPE_CHECKING:
    from textual.geometry import Size

    from queries.result import Result

MOST_FINDINGS = 3
MOST_FIGURES = 6
ROOM_FOR_ALL = 30
"""Below so many lines each finding gets one."""


class Findings(Widget):
    """As many lines as the words need at the width there is; without words none."""

    sentences: Reactive[tuple[str, ...]] = Reactive((), layout=True)
    figures: Reactive[str] = Reactive("", layout=True)

    def tell(self, result: Result) -> None:
        """Tell those of an answer."""
        self.sentences = tuple(safe(finding) for finding in result.findings[:MOST_FINDINGS])
        self.figures = " · ".join(
            f"{safe(figure.name)} {cell(figure.value, Column(figure.name, '', figure.unit), currency=result.currency)}"
            for figure in result.figures[:MOST_FIGURES]
        )
        self.display = bool(self.sentences or self.figures)

    def lines(self, width: int) -> list[Text]:
        """The words broken into lines; what runs on is indented."""
        broken: list[Text] = []
        for sentence in self.sentences:
            whole = Text(sentence)
            if self.app.size.height < ROOM_FOR_ALL:
                whole.truncate(max(10, width - 4), overflow="ellipsis")
            pieces = whole.wrap(self.app.console, max(10, width - 4))
            broken += [Text(" • " if not at else "   ").append_text(piece) for at, piece in enumerate(pieces)]
        if self.figures:
            broken.append(Text(f" {self.figures}", style="bold", no_wrap=True, overflow="ellipsis"))
        return broken

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """How many lines the words need."""
        return len(self.lines(width))

    def render(self) -> Text:
        """The words."""
        return Text("\n").join(self.lines(self.size.width))
