"""Lying bars: names that are words at the left, the number behind each bar; funnels with what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.charts.canvas import Canvas, canvas
from tui.charts.scale import window
from tui.charts.words import legend, lined_up
from tui.text.colours import MARKED, MUTED
from tui.text.formats import cell, fitted

if TYPE_CHECKING:
    from tui.charts.drawing import Drawing
    from tui.charts.look import Look


@dataclass(frozen=True)
class Lane:
    """The room of lying bars.

    Attributes:
        names: How many cells the names have.
        zero: The cell, from the left of the bars, where bars begin.
        unit: How many cells a value of one is long.
    """

    names: int
    zero: int
    unit: float

    @classmethod
    def of(cls, drawing: Drawing, width: int, texts: list[list[str]]) -> Lane | None:
        """What names and numbers leave of the width; None where that is too little."""
        names = min(max(map(cell_len, drawing.labels)), max(8, width * 2 // 5))
        room = width - names - 4 - max(cell_len(text) for column in texts for text in column)
        if room < 4:
            return None
        low, high = min(0.0, *drawing.values), max(0.0, *drawing.values)
        unit = room / ((high - low) or 1.0)
        return cls(names, round(-low * unit), unit)

    @property
    def left(self) -> int:
        """The first cell of the bars: behind the mark, the name and a blank."""
        return self.names + 2


def lain(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """The lines of the chart: one a bar, those around the cursor where not all fit."""
    texts = [
        [f"{cell(v, drawing.unit, currency=drawing.currency)}{_lost(drawing, number, at)}" if v is not None else ""
         for at, v in enumerate(values)]
        for number, (_, values) in enumerate(drawing.series)
    ]  # fmt: skip
    lane = Lane.of(drawing, width, texts)
    if lane is None:
        return []
    entries = legend(drawing, look.glyphs.fills, look)
    if drawing.kind == "funnel":
        entries.append((look.glyphs.faint, look.of(MUTED), "lost since the step before, % of which got here"))
    below = lined_up(entries, width, 1, look)
    groups = len(drawing.series)
    shown = window(len(drawing.labels), max(1, (height - len(below)) // groups), drawing.marked)
    rows = min(len(shown) * groups, height - len(below))
    with canvas(look, width, rows) as inside:
        for line, at in enumerate(shown):
            row = rows - 1 - line * groups
            if row < 0:
                break
            _name(inside, row, drawing, at, lane, look)
            for number in range(min(groups, row + 1)):
                _bar(inside, row - number, drawing, number, at, lane, texts[number][at], look)
        return [*(line.rstrip() for line in inside.picture()), *below]


def _name(inside: Canvas, row: int, drawing: Drawing, at: int, lane: Lane, look: Look) -> None:
    if at == drawing.marked:
        inside.text(0, row, look.glyphs.here[1], look.of(MARKED))
    inside.text(1, row, fitted(drawing.labels[at], lane.names))


def _bar(inside: Canvas, row: int, drawing: Drawing, number: int, at: int, lane: Lane, words: str, look: Look) -> None:
    """A bar from zero to the right, or to the left, and its number; something is never nothing."""
    value = drawing.series[number][1][at]
    if value is None:
        return
    several = len(drawing.series) > 1
    sign = look.glyphs.fills[number % len(look.glyphs.fills)] if several and not look.colour else ""
    if (number, at) in drawing.incomplete and not sign:
        sign = look.glyphs.hatch
    colour = look.series(drawing.colour(number, at))
    steps = len(look.glyphs.sides) - 1
    zero, length = lane.left + lane.zero, value * lane.unit
    if length < 0:
        count = min(lane.zero, max(1, round(-length)))
        inside.block((zero - count, zero - 1), (row, row), sign or look.glyphs.sides[-1], colour)
        end = zero
    else:
        eighths = max(1, round(length * steps)) if length else 0
        count = eighths // steps if not sign else max(1, round(length)) if length else 0
        inside.block((zero, zero + count - 1), (row, row), sign or look.glyphs.sides[-1], colour)
        rest = "" if sign else look.glyphs.sides[eighths % steps].strip()
        inside.text(zero + count, row, rest, colour)
        end = zero + count + len(rest)
        if drawing.kind == "funnel" and at:
            end = _loss(inside, row, drawing, number, at, lane, end, look)
    inside.text(end + 1, row, words + "*" * ((number, at) in drawing.incomplete))


def _loss(inside: Canvas, row: int, drawing: Drawing, number: int, at: int, lane: Lane, end: int, look: Look) -> int:
    """What was there at the step before and is not here; where it ends."""
    before = drawing.series[number][1][at - 1]
    last = lane.left + lane.zero + round((before or 0.0) * lane.unit)
    if last <= end:
        return end
    inside.block((end, last - 1), (row, row), look.glyphs.faint, look.of(MUTED))
    return last


def _lost(drawing: Drawing, number: int, at: int) -> str:
    """Of a funnel: the share of the step before that got here."""
    values = drawing.series[number][1]
    if drawing.kind != "funnel" or not at or values[at] is None or not values[at - 1]:
        return ""
    return f"  {values[at] / values[at - 1] * 100:.0f} %"  # type: ignore[operator]
