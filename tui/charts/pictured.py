"""The chart of an answer with its title, for the command line and for exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.charts.draw import draw
from tui.charts.drawn import drawing_of
from tui.charts.names import chart_title

if TYPE_CHECKING:
    from queries.answering.result import Result
    from tui.charts.look import Look


PRINTED = (120, 18)
"""How large a chart is printed: it is read with the table above it."""


def pictured(result: Result, width: int, height: int, look: Look) -> list[str]:
    """Title and lines of the chart; of trends, that of the first row that has one. Nothing where none suits."""
    for row in (None, *result.frame.head(height).iter_rows(named=True)):
        drawing = drawing_of(result, row)
        picture = draw(drawing, width, height, look) if drawing else ""
        if picture:
            return [chart_title(result, row, drawing), *picture.splitlines()]
    return []
