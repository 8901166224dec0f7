"""Heat maps: cells in few colours, or in shades where there is none, with the values they stand for."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from queries.catalogue import Unit
from queries.wording import say
from tui.charts.canvas import canvas
from tui.charts.scale import roomy, window, written
from tui.charts.words import foot, lined_up
from tui.text.colours import MARKED, MUTED, SEQUENTIAL
from tui.text.formats import fitted

if TYPE_CHECKING:
    from tui.charts.drawing import Drawing
    from tui.charts.look import Look
    from tui.charts.words import Entry

WIDEST_CELL, TALLEST_CELL = 16, 4
STEPS = 4
"""So many shades are told apart; the lowest is that of values above nothing."""


def shaded(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """The lines of the chart: a name and its cells a line, the places below, the shades' values last."""
    names = min(max(cell_len(name) for name, _ in drawing.series), max(3, width // 4))
    room = width - names - 2
    wide = min(float(WIDEST_CELL), max(1.0, room / len(drawing.labels)))
    count = min(len(drawing.labels), room)
    edges = [round(place * wide) for place in range(count + 1)]
    shown = window(len(drawing.series), max(1, height - 2), drawing.marked)
    tall = max(1, min(TALLEST_CELL, (height - 2) // len(shown)))
    limits = _limits(drawing)
    rows = len(shown) * tall + 1
    marks = []
    with canvas(look, width, rows) as inside:
        for line, at in enumerate(shown):
            row = rows - 1 - line * tall
            name, values = drawing.series[at]
            words = fitted(name, names)
            if at == drawing.marked:
                inside.text(0, row, look.glyphs.here[1], look.of(MARKED))
            inside.text(1 + names - cell_len(words), row, words)
            for place in range(count):
                sign, colour = _shade(values[place], limits, look)
                cells = edges[place + 1] - edges[place]
                for more in range(tall):
                    starred = (at, place) in drawing.incomplete and cells > 1 and not more
                    column = names + 2 + edges[place]
                    if sign.strip():
                        marks.append((column, row - more, sign * (cells - starred), colour))
                    if starred and values[place] is not None:
                        marks.append((column + cells - 1, row - more, "*", colour))
        inside.cells(marks)
        middles = [(edges[at] + edges[at + 1] - 1) // 2 for at in range(count)]
        for column, name in roomy(list(zip(middles, drawing.labels, strict=False)), room).items():
            begin = min(max(0, column - cell_len(name) // 2), room - cell_len(name))
            inside.text(names + 2 + begin, 0, name, look.of(MUTED))
        picture = [line.rstrip() for line in inside.picture()]
    before = " " * (names + 2)
    return [*picture, *(before + line for line in lined_up(_key(drawing, limits, look), room, 1, look))][:height]


def _limits(drawing: Drawing) -> list[float]:
    """The three values above which a cell is darker: round, and chosen so that all four shades are used.

    A cohort's first cell is all of it. Such a column says nothing and would leave the others pale.
    """
    columns = list(zip(*(values for _, values in drawing.series), strict=True))
    if drawing.unit.unit is Unit.SHARE and len(columns) > 1 and all(v in (1.0, None) for v in columns[0]):
        columns = columns[1:]
    positive = sorted(v for column in columns for v in column if v is not None and v > 0) or sorted(drawing.values)
    top = positive[min(len(positive) - 1, round(len(positive) * 0.95))]
    if top <= 0:
        return [1.0, 2.0, 3.0]
    step = _round(top / STEPS)
    if drawing.unit.unit is Unit.COUNT:
        step = max(1.0, round(step))
    return [step, step * 2, step * 3]


def _round(value: float) -> float:
    """The nearest number that is easily said."""
    power = 10.0 ** math.floor(math.log10(value))
    return min((power * factor for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)), key=lambda near: abs(near - value))


def _shade(value: float | None, limits: list[float], look: Look) -> tuple[str, int | None]:
    """The sign and colour of a cell: blank is not known, the first sign is none."""
    if value is None:
        return " ", None
    if not value:
        return look.glyphs.shades[0], look.of(MUTED)
    step = sum(value >= limit for limit in limits)
    return (look.glyphs.tops[-1], look.of(SEQUENTIAL[step])) if look.colour else (look.glyphs.shades[1 + step], None)


def _key(drawing: Drawing, limits: list[float], look: Look) -> list[Entry]:
    """What the shades stand for."""
    names = written([0.0, *limits], drawing.unit, drawing.currency)
    if len(set(names)) < len(names):
        names = [f"{limit:.3g}" for limit in (0.0, *limits)]
    none: list[Entry] = [(look.glyphs.shades[0] * 2, look.of(MUTED), say("none"))] if 0 in drawing.values else []
    said = [f"<{names[1]}", *(f"{name}+" for name in names[1:])]
    values = [limits[0] / 2, *limits]
    shades = [_shade(value, limits, look) for value in values]
    star: list[Entry] = [("*", None, say("not complete yet"))] if drawing.incomplete else []
    entries = [(sign * 2, colour, words) for (sign, colour), words in zip(shades, said, strict=True)]
    return [*none, *entries, *star, *foot(replace(drawing, marked=None), look)]
