"""The room of a chart: what words stand above and below, and the row that marks places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.charts.words import foot, head, legend, lined_up
from tui.text.colours import MARKED, MUTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.charts.canvas import Canvas
    from tui.charts.drawing import Drawing
    from tui.charts.look import Look

ROOM_FOR_WORDS = 10
"""Lower charts have no names of axes: the chart's title says what is drawn."""

ROOM_FOR_NAMES = 8
"""In lower charts a legend has one line."""


@dataclass(frozen=True)
class Frame:
    """What is around a chart with a scale.

    Attributes:
        above: The lines above it.
        below: The lines below its names.
        marks: How many rows below the values are for marks: one where anything is marked, else none.
        rows: The rows that are left for values.
        look: The signs and colours.
    """

    above: list[str]
    below: list[str]
    marks: int
    rows: int
    look: Look

    @classmethod
    def around(cls, drawing: Drawing, width: int, height: int, look: Look, signs: str) -> Frame:
        """What a chart of that size has room for; two rows are the frame and the names below it."""
        roomy = height >= ROOM_FOR_WORDS
        above = [line for line in (head(drawing, width, look),) if line and roomy]
        entries = legend(drawing, signs, look)
        below = lined_up(
            [*entries, *(foot(drawing, look) if roomy else ())], width, 2 if height >= ROOM_FOR_NAMES else 1, look
        )
        marks = int(drawing.marked is not None or bool(drawing.incomplete))
        return cls(above, below, marks, height - len(above) - len(below) - marks - 2, look)

    def raised(self, side: Mapping[int, str]) -> dict[int, str]:
        """The scale above the row of marks."""
        return {row + self.marks: name for row, name in side.items()}

    def mark(self, inside: Canvas, drawing: Drawing, columns: Sequence[int]) -> None:
        """Point at what is not complete, and at the place under the cursor."""
        if not self.marks:
            return
        for at, column in enumerate(columns):
            if drawing.unfinished(at):
                inside.text(column, 0, "*", self.look.of(MUTED))
        if drawing.marked is not None and drawing.marked < len(columns):
            inside.text(columns[drawing.marked], 0, self.look.glyphs.here[0], self.look.of(MARKED))

    def whole(self, picture: Sequence[str]) -> list[str]:
        """The chart with its words."""
        return [*self.above, *picture, *self.below]
