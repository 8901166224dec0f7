"""Lying bars: names that are words at the left, the number behind each bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.drawing.scale import legend
from tui.text.formats import cell, fitted

if TYPE_CHECKING:
    from tui.drawing.model import Drawing, Glyphs


def lain(drawing: Drawing, width: int, height: int, glyphs: Glyphs) -> list[str]:
    """The lines of the chart: one a bar, those around the cursor where not all fit."""
    groups = len(drawing.series)
    texts = [
        ["" if v is None else cell(v, drawing.unit, currency=drawing.currency) for v in values]
        for _, values in drawing.series
    ]
    names = min(max(map(cell_len, drawing.labels)), max(8, width * 2 // 5))
    room = width - names - 4 - max(len(text) for column in texts for text in column)
    below = legend(drawing, glyphs.fills, width)
    if room < 4:
        return []
    low, high = min(0.0, *drawing.values), max(0.0, *drawing.values)
    unit = room / ((high - low) or 1.0)
    zero = round(-low * unit)
    lines = []
    for at in window(len(drawing.labels), max(1, (height - len(below)) // groups), drawing.marked):
        name = fitted(drawing.labels[at], names)
        mark = ("▸" if glyphs.here != "^" else ">") if at == drawing.marked else " "
        for number, (_, values) in enumerate(drawing.series):
            value = values[at]
            sign = glyphs.fills[number] if groups > 1 else glyphs.hatch if (number, at) in drawing.incomplete else ""
            bar = "" if value is None else _bar(value * unit, zero, sign, glyphs)
            head = f"{mark}{name}" + " " * (names - cell_len(name)) if not number else " " * (names + 1)
            star = "*" if (number, at) in drawing.incomplete else ""
            lines.append(f"{head} {bar} {texts[number][at]}{star}".rstrip())
    return [*lines, *below][:height]


def _bar(length: float, zero: int, sign: str, glyphs: Glyphs) -> str:
    """A bar from zero to the right, or to the left; something is never nothing."""
    full = sign or glyphs.sides[-1]
    if length < 0:
        count = min(zero, max(1, round(-length)))
        return " " * (zero - count) + full * count
    steps = len(glyphs.sides) - 1
    eighths = max(1, round(length * steps)) if length else 0
    rest = "" if sign else glyphs.sides[eighths % steps].strip()
    count = eighths // steps if not sign else max(1, round(length)) if length else 0
    return " " * zero + full * count + rest


def window(count: int, room: int, marked: int | None) -> range:
    """Which lines are shown where not all fit: the one under the cursor with its neighbours."""
    if count <= room:
        return range(count)
    first = min(max(0, (marked or 0) - room // 2), count - room)
    return range(first, first + room)
