"""Lying bars: names that are words at the left, the number behind each bar; funnels with what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from tui.charts.canvas import Canvas, canvas
from tui.charts.funnel import FORMS, keys, lost, reach
from tui.charts.scale import window
from tui.charts.words import legend, lined_up
from tui.text.colours import MARKED, MUTED
from tui.text.formats import cell, fitted

if TYPE_CHECKING:
    from tui.charts.drawing import Drawing
    from tui.charts.look import Look


LEAST = 4
"""Shorter bars tell nothing."""
ENOUGH = 10
"""Bars so long are not cut for more words."""


@dataclass(frozen=True)
class Lane:
    """The room of lying bars.

    Attributes:
        names: How many cells the names have.
        room: How many cells the longest bars have.
        zero: The cell, from the left of the bars, where bars begin.
        unit: How many cells a value of one is long.
    """

    names: int
    room: int
    zero: int
    unit: float

    @classmethod
    def of(cls, drawing: Drawing, width: int, texts: list[list[str]]) -> Lane | None:
        """What names and numbers leave of the width; None where that is too little."""
        names = min(max(map(cell_len, drawing.labels)), max(8, width * 2 // 5))
        room = width - names - 4 - max(cell_len(text) for column in texts for text in column)
        low, high = min(0.0, *drawing.values), max(0.0, *drawing.values)
        unit = room / ((high - low) or 1.0)
        if drawing.kind == "funnel" and not low:
            # The longest words stand behind bars that have become short: every line decides for itself.
            ends = (
                (reach(drawing, number, at), text)
                for number, column in enumerate(texts)
                for at, text in enumerate(column)
            )
            unit = min(((width - names - 4 - cell_len(text)) / end for end, text in ends if end), default=unit)
            room = int(unit * high)
        return cls(names, room, round(-low * unit), unit) if room >= LEAST else None

    @property
    def left(self) -> int:
        """The first cell of the bars: behind the mark, the name and a blank."""
        return self.names + 2

    def called(self, drawing: Drawing, at: int) -> str:
        """A name as there is room for it; what tells steps of a funnel apart stands at their ends."""
        cut = _without_middle if drawing.kind == "funnel" else fitted
        return cut(drawing.labels[at], self.names)


def _without_middle(text: str, width: int) -> str:
    """A text cut in its middle."""
    if cell_len(text) <= width:
        return text
    end = width * 2 // 3
    return f"{set_cell_size(text, width - end - 1)}…{set_cell_size(text[::-1], end)[::-1]}"


def lain(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """The lines of the chart: one a bar, those around the cursor where not all fit."""
    form, texts, lane = _roomy(drawing, width)
    if lane is None:
        return []
    entries = legend(drawing, look.glyphs.fills, look)
    if drawing.kind == "funnel":
        entries += keys(drawing, form, look)
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


def _roomy(drawing: Drawing, width: int) -> tuple[str, list[list[str]], Lane | None]:
    """What stands behind the bars, in words that leave them room: its form, the words, and the room."""
    tried = []
    for form in FORMS if drawing.kind == "funnel" else ("",):
        texts = [
            [_told(drawing, number, at, form) for at in range(len(drawing.labels))]
            for number in range(len(drawing.series))
        ]
        lane = Lane.of(drawing, width, texts)
        tried.append((form, texts, lane))
        if lane is not None and lane.room >= ENOUGH:
            break
    return tried[-1]


def _told(drawing: Drawing, number: int, at: int, form: str) -> str:
    """The number behind a bar; of a funnel with what was lost."""
    value = drawing.series[number][1][at]
    if value is None:
        return ""
    words = cell(value, drawing.unit, currency=drawing.currency)
    return words + (lost(drawing, number, at, form) if drawing.kind == "funnel" else "")


def _name(inside: Canvas, row: int, drawing: Drawing, at: int, lane: Lane, look: Look) -> None:
    if at == drawing.marked:
        inside.text(0, row, look.glyphs.here[1], look.of(MARKED))
    inside.text(1, row, lane.called(drawing, at))


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
