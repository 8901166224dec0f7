"""Which way of drawing suits a drawing and the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.charts.bars import barred, fits, gathered
from tui.charts.cells import shaded
from tui.charts.lines import lined
from tui.charts.look import Look
from tui.charts.lying import lain
from tui.charts.points import ranged, scattered
from tui.charts.scale import number
from tui.text.formats import fitted, sparkline

if TYPE_CHECKING:
    from tui.charts.drawing import Drawing

FEW_POINTS = 3
"""A line of fewer points is better seen as bars."""

PLAIN = Look(colour=False)
"""Blocks without colour: what needs nothing of a terminal but its font."""

LEAST = (12, 3)
"""Cells across and down below which nothing is drawn."""


def draw(drawing: Drawing, width: int, height: int, look: Look = PLAIN) -> str:
    """The chart as lines of text that fit into `width` and `height` cells; nothing where there is no room.

    Colours are the terminal's own codes; without colour there are none.
    """
    if drawing.empty or width < LEAST[0] or height < LEAST[1]:
        return ""
    return "\n".join((_drawn(drawing, width, height, look) or _sparks(drawing, width, height, look))[:height])


def _drawn(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    if drawing.kind == "heatmap":
        return shaded(drawing, width, height, look)
    if drawing.kind in ("lying", "funnel"):
        return lain(drawing, width, height, look)
    if drawing.kind == "ranges":
        return ranged(drawing, width, height, look)
    if drawing.kind == "scatter":
        return scattered(drawing, width, height, look)
    if drawing.kind == "histogram":
        drawing = gathered(drawing, max(1, (width - 10) // len(drawing.series)))
    line = drawing.kind == "line" and len(drawing.labels) >= FEW_POINTS
    if drawing.kind not in ("steps", "band") and not line and fits(drawing, width):
        return barred(drawing, width, height, look)
    return lined(drawing, width, height, look)


def _sparks(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """Where there is room for little: a line of blocks a series, and its highest value."""
    lines = []
    for name, values in drawing.series[: max(1, height // 2)]:
        top = max((value for value in values if value is not None), default=0.0)
        lines += [
            f"{name} ({number(top, drawing.unit, drawing.currency)})".strip(),
            sparkline(values, look.marker, width),
        ]
    return [fitted(line, width) for line in lines]
