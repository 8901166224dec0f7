"""Lines and steps: one by itself in fine dots or corners, several with a sign of its own for each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tui.drawing.scale import MOST_TICKS, Scale, legend, spread, ticks_of, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.drawing.model import Drawing, Glyphs

TALLEST = 24
Point = tuple[int, int]


def lined(drawing: Drawing, width: int, height: int, glyphs: Glyphs) -> list[str]:
    """Lines or steps; several are each made of the sign that the legend names."""
    below = legend(drawing, glyphs.points, width - 8)
    rows = min(height - 2 - len(below), TALLEST)
    if rows < 2:
        return []
    scale = Scale.of(drawing, rows)
    room = width - scale.margin
    columns = _columns(drawing, room)
    cells = [[" "] * room for _ in range(rows)]
    if len(drawing.series) > 1:
        for number in reversed(range(len(drawing.series))):
            _signs(cells, _points(drawing, number, columns, scale), glyphs.points[number], drawing.kind == "steps")
    elif drawing.kind == "steps":
        _stair(cells, _points(drawing, 0, columns, scale), glyphs.steps)
    else:
        _fine(cells, drawing, scale, glyphs)
    rule = [glyphs.frame[3]] * room
    for at, column in enumerate(columns):
        if drawing.unfinished(at):
            rule[column] = "*"
    if drawing.marked is not None:
        rule[columns[drawing.marked]] = glyphs.here
    before = " " * scale.margin
    foot = [before[:-1] + glyphs.frame[2] + "".join(rule), before + _names(drawing, columns, room)]
    return [*scale.framed(cells, glyphs), *foot, *(before + line for line in below)]


def _places(drawing: Drawing) -> tuple[float, ...]:
    return drawing.at or tuple(float(place) for place in range(len(drawing.labels)))


def _columns(drawing: Drawing, room: int) -> list[int]:
    """The cell in which each place stands: evenly, or where its number is."""
    at = _places(drawing)
    low, high = min(at), max(at)
    return [round((place - low) / ((high - low) or 1.0) * (room - 1)) for place in at]


def _points(drawing: Drawing, number: int, columns: Sequence[int], scale: Scale) -> list[Point]:
    """Column and line of each known value of a series."""
    values = drawing.series[number][1]
    return [(x, scale.line(value)) for x, value in zip(columns, values, strict=True) if value is not None]


def _names(drawing: Drawing, columns: Sequence[int], room: int) -> str:
    """The names along the bottom; of numbers round ones, where they are."""
    if not drawing.at or drawing.across is None:
        return spread(list(zip(columns, drawing.labels, strict=True)), room)
    low, high = min(drawing.at), max(drawing.at)
    ticks = [tick for tick in ticks_of(low, high, MOST_TICKS, whole=True) if low <= tick <= high] or [low]
    unit = (room - 1) / ((high - low) or 1.0)
    names = written(ticks, drawing.across, None)
    return spread([(round((tick - low) * unit), name) for tick, name in zip(ticks, names, strict=True)], room)


def _signs(cells: list[list[str]], points: Sequence[Point], sign: str, stepped: bool) -> None:
    """A line of one sign from point to point; steps stay level and then fall."""
    for (x, y), (to_x, to_y) in pairwise(points):
        for column in range(x, to_x):
            cells[y if stepped else y + round((to_y - y) * (column - x) / (to_x - x))][column] = sign
        if stepped:
            for line in range(min(y, to_y), max(y, to_y)):
                cells[line][to_x] = sign
    if points:
        cells[points[-1][1]][points[-1][0]] = sign


def _stair(cells: list[list[str]], points: Sequence[Point], signs: str) -> None:
    """Level, fall, level: the estimate stays as it is until the next event."""
    level, fall, into, out = tuple(signs)
    for (x, y), (to_x, to_y) in pairwise(points):
        for column in range(x, to_x):
            if cells[y][column] == " ":
                cells[y][column] = level
        if to_y > y:
            cells[y][to_x] = fall if cells[y][to_x] == out else into
            for line in range(y + 1, to_y):
                cells[line][to_x] = fall
            cells[to_y][to_x] = out
    if points and cells[points[-1][1]][points[-1][0]] == " ":
        cells[points[-1][1]][points[-1][0]] = level


def _fine(cells: list[list[str]], drawing: Drawing, scale: Scale, glyphs: Glyphs) -> None:
    """One line in dots, several to a cell; nothing known is a gap."""
    wide, high = glyphs.dots
    rows, room = len(cells), len(cells[0])
    at = _places(drawing)
    low, unit = min(at), (room * wide - 1) / ((max(at) - min(at)) or 1.0)
    top = rows * high - 1
    span = (scale.high - scale.low) or 1.0
    points = [
        (round((place - low) * unit), round((value - scale.low) / span * top)) if value is not None else None
        for place, value in zip(at, drawing.series[0][1], strict=True)
    ]
    lit = {point for point in points if point is not None}
    for one, other in pairwise(points):
        if one is not None and other is not None:
            lit.update(_between(one, other))
    grouped: dict[Point, int] = {}
    for x, y in lit:
        row = top - y
        cell = (row // high, x // wide)
        grouped[cell] = grouped.get(cell, 0) | 1 << (row % high * wide + x % wide)
    for (line, column), dots in grouped.items():
        cells[line][column] = glyphs.dotted(dots)


def _between(one: Point, other: Point) -> list[Point]:
    """The dots of a straight line between two."""
    steps = max(abs(other[0] - one[0]), abs(other[1] - one[1]), 1)
    return [
        (round(one[0] + (other[0] - one[0]) * step / steps), round(one[1] + (other[1] - one[1]) * step / steps))
        for step in range(steps + 1)
    ]
