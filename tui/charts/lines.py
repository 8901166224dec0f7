"""Lines and steps, fine where a colour or being alone tells them apart, and bands around a line."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from queries.catalogue import Unit
from tui.charts.canvas import Canvas, canvas
from tui.charts.frame import Frame
from tui.charts.scale import MOST_TICKS, Scale, roomy, ticks_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.charts.drawing import Drawing, Values
    from tui.charts.look import Look

Point = tuple[float, float]


def lined(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """Lines, steps, or lines with bands; none where there is no room."""
    frame = Frame.around(
        drawing, width, height, look, "━" if look.colour and look.marker != "ascii" else look.glyphs.points
    )
    if frame.rows < 2:
        return []
    scale = Scale.of(drawing, frame.rows)
    room = width - scale.margin
    across = places(drawing, room)
    columns = [round(x) for x in across]
    with canvas(
        look, room, frame.rows + frame.marks, frame.raised(scale.side), names_below(drawing, columns, room)
    ) as inside:
        for number, (lows, highs) in enumerate(drawing.spans):
            _band(inside, across, lows, highs, scale, drawing.colour(number), frame)
        for number in reversed(range(len(drawing.series))):
            _draw(inside, drawing, number, across, scale, frame)
        frame.mark(inside, drawing, columns)
        return frame.whole(inside.picture())


def places(drawing: Drawing, room: int) -> list[float]:
    """Where each place stands: evenly, or where its number is."""
    at = drawing.at or tuple(float(place) for place in range(len(drawing.labels)))
    low, high = min(at), max(at)
    return [(place - low) / ((high - low) or 1.0) * (room - 1) for place in at]


def names_below(drawing: Drawing, columns: Sequence[int], room: int) -> dict[int, str]:
    """The names along the bottom; of numbers round ones, where they are."""
    if not drawing.in_numbers or drawing.across is None:
        return roomy(list(zip(columns, drawing.labels, strict=True)), room)
    low, high = min(drawing.at), max(drawing.at)
    ticks = [
        tick
        for tick in ticks_of(low, high, MOST_TICKS, whole=drawing.across.unit is not Unit.SHARE)
        if low <= tick <= high
    ] or [low]
    unit = (room - 1) / ((high - low) or 1.0)
    names = written(ticks, drawing.across, None)
    return roomy([(round((tick - low) * unit), name) for tick, name in zip(ticks, names, strict=True)], room)


def _draw(inside: Canvas, drawing: Drawing, number: int, across: Sequence[float], scale: Scale, frame: Frame) -> None:
    """One series: its known stretches; a value between two gaps is a point."""
    look = frame.look
    alone = look.colour or len(drawing.series) == 1
    sign = look.glyphs.fine if alone else look.glyphs.points[number % len(look.glyphs.points)]
    for points in _stretches(across, drawing.series[number][1], scale, frame.marks):
        path = _stair(points) if drawing.kind == "steps" else points
        inside.line(path, sign, look.series(drawing.colour(number)))


def _stretches(across: Sequence[float], values: Values, scale: Scale, raised: int) -> Iterator[list[Point]]:
    """Points without a gap between them, above the row of marks."""
    stretch: list[Point] = []
    for x, value in zip(across, values, strict=True):
        if value is not None:
            stretch.append((x, scale.up(value) + raised))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _stair(points: Sequence[Point]) -> list[Point]:
    """Level, fall, level: the estimate stays as it is until the next event."""
    path = list(points[:1])
    for (_, y), (to_x, to_y) in pairwise(points):
        path += [(to_x, y), (to_x, to_y)]
    return path


def _band(
    inside: Canvas, across: Sequence[float], lows: Values, highs: Values, scale: Scale, place: int, frame: Frame
) -> None:
    """What lies between the low and the high end, hatched from place to place; columns that are alike in one."""
    sign, colour = frame.look.glyphs.faint, frame.look.series(place)
    for rows, columns in groupby(_edges(across, lows, highs, scale), key=itemgetter(1)):
        alike = [column for column, _ in columns]
        if rows is None:
            continue
        inside.block((alike[0], alike[-1]), (rows[0] + frame.marks, rows[1] + frame.marks), sign, colour)


def _edges(
    across: Sequence[float], lows: Values, highs: Values, scale: Scale
) -> Iterator[tuple[int, tuple[int, int] | None]]:
    """Column and rows of a band, straight from place to place; no rows where an end is not known."""
    for (x, low, high), (to_x, to_low, to_high) in pairwise(zip(across, lows, highs, strict=True)):
        if low is None or high is None or to_low is None or to_high is None:
            yield round(x), None
            continue
        for column in range(round(x), round(to_x) + 1):
            part = (column - x) / ((to_x - x) or 1.0)
            yield column, (scale.row(low + (to_low - low) * part), scale.row(high + (to_high - high) * part))
