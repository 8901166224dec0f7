"""Which way of drawing suits a drawing and the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.drawing.bars import barred, fits, gathered
from tui.drawing.lines import lined
from tui.drawing.lying import lain
from tui.drawing.model import GLYPHS
from tui.drawing.scale import number
from tui.drawing.shades import shaded
from tui.text.formats import Marker, sparkline

if TYPE_CHECKING:
    from tui.drawing.model import Drawing

FEW_POINTS = 3
"""A line of fewer points is better seen as bars."""


def draw(drawing: Drawing, width: int, height: int, marker: Marker = "block") -> str:
    """The chart as lines of text that fit into `width` and `height` cells; nothing where there is no room."""
    if drawing.empty or width < 12 or height < 3:
        return ""
    lines = _drawn(drawing, width, height, marker) or _sparks(drawing, width, height, marker)
    return "\n".join(line.rstrip()[:width] for line in lines[:height])


def _drawn(drawing: Drawing, width: int, height: int, marker: Marker) -> list[str]:
    glyphs = GLYPHS[marker]
    if drawing.kind == "heatmap":
        return shaded(drawing, width, height, glyphs)
    if drawing.kind == "lying":
        return lain(drawing, width, height, glyphs)
    if drawing.kind == "histogram":
        drawing = gathered(drawing, max(1, (width - 10) // len(drawing.series)))
    line = drawing.kind == "line" and len(drawing.labels) >= FEW_POINTS
    if drawing.kind != "steps" and not line and fits(drawing, width):
        return barred(drawing, width, height, glyphs)
    return lined(drawing, width, height, glyphs)


def _sparks(drawing: Drawing, width: int, height: int, marker: Marker) -> list[str]:
    """Where there is room for little: a line of blocks a series, and its highest value."""
    lines = []
    for name, values in drawing.series[: max(1, height // 2)]:
        top = max((value for value in values if value is not None), default=0.0)
        lines += [f"{name} ({number(top, drawing.unit, drawing.currency)})".strip(), sparkline(values, marker, width)]
    return lines
