"""Points over two measures, and values with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.charts.canvas import canvas
from tui.charts.frame import Frame
from tui.charts.lines import names_below, places
from tui.charts.scale import Scale, roomy, ticks_of, window, written
from tui.text.colours import MARKED, MUTED
from tui.text.formats import fitted

if TYPE_CHECKING:
    from tui.charts.drawing import Drawing
    from tui.charts.look import Look


def scattered(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """A point a place, where both its numbers are; none where there is no room."""
    frame = Frame.around(drawing, width, height, look, look.glyphs.points)
    if frame.rows < 2:
        return []
    scale = Scale.of(drawing, frame.rows)
    room = width - scale.margin
    columns = [round(x) for x in places(drawing, room)]
    marks = []
    for number, (_, values) in enumerate(drawing.series):
        sign = look.glyphs.points[0 if look.colour else number % len(look.glyphs.points)]
        colour = look.series(drawing.colour(number))
        marks += [
            (x, scale.row(v) + frame.marks, sign, colour) for x, v in zip(columns, values, strict=True) if v is not None
        ]
    at = drawing.marked
    marked = [] if at is None else [value for _, values in drawing.series if (value := values[at]) is not None]
    here = {(columns[at or 0], scale.row(value) + frame.marks) for value in marked}
    marks = [(x, row, sign, look.of(MARKED) if (x, row) in here else colour) for x, row, sign, colour in marks]
    with canvas(
        look, room, frame.rows + frame.marks, frame.raised(scale.side), names_below(drawing, columns, room)
    ) as inside:
        inside.cells(list(dict.fromkeys(marks)))
        frame.mark(inside, drawing, columns)
        return frame.whole(inside.picture())


def ranged(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """A line a place: its interval and the value in it; those around the cursor where not all fit."""
    names = min(max(map(cell_len, drawing.labels)), max(8, width * 2 // 5))
    room = width - names - 3
    if room < 8 or height < 3:
        return []
    values = drawing.series[0][1]
    lows, highs = drawing.spans[0] if drawing.spans else (values, values)
    low, high = min(drawing.values), max(drawing.values)
    ticks = [tick for tick in ticks_of(low, high, 5, whole=False) if low <= tick <= high] or [low, high]
    unit = (room - 1) / ((high - low) or 1.0)
    numbers = roomy(
        [
            (round((tick - low) * unit), name)
            for tick, name in zip(ticks, written(ticks, drawing.unit, drawing.currency), strict=True)
        ],
        room,
    )
    shown = window(len(drawing.labels), height - 2, drawing.marked)
    side = {len(shown) - 1 - line: _named(drawing, at, names, look) for line, at in enumerate(shown)}
    level, left, right = tuple(look.glyphs.level)
    colour = look.series(drawing.colour(0))
    with canvas(look, room, len(shown), side, numbers) as inside:
        for line, at in enumerate(shown):
            row, value, first, last = len(shown) - 1 - line, values[at], lows[at], highs[at]
            if first is not None and last is not None:
                begin, end = round((first - low) * unit), round((last - low) * unit)
                inside.text(
                    begin, row, left + level * (end - begin - 1) + right if end > begin else level, look.of(MUTED)
                )
            if value is not None:
                inside.text(
                    round((value - low) * unit),
                    row,
                    look.glyphs.points[0],
                    look.of(MARKED) if at == drawing.marked else colour,
                )
        return inside.picture()


def _named(drawing: Drawing, at: int, names: int, look: Look) -> str:
    """The name of a line, as wide as all, the one under the cursor marked."""
    words = fitted(drawing.labels[at], names)
    return (look.glyphs.here[1] if at == drawing.marked else " ") + words + " " * (names - cell_len(words))
