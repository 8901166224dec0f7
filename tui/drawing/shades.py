"""Heat maps: cells in five shades, with the values they stand for; nothing needs colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.cells import cell_len

from queries.catalogue import Unit
from tui.drawing.lying import window
from tui.drawing.scale import spread, written
from tui.text.formats import fitted

if TYPE_CHECKING:
    from tui.drawing.model import Drawing, Glyphs

WIDEST_CELL = 6


def shaded(drawing: Drawing, width: int, height: int, glyphs: Glyphs) -> list[str]:
    """The lines of the chart: a name and its cells a line, the places below, the shades' values last."""
    names = min(max(cell_len(name) for name, _ in drawing.series), max(3, width // 4))
    room = width - names - 2
    wide = max(1, min(WIDEST_CELL, room // len(drawing.labels)))
    count = min(len(drawing.labels), room // wide)
    limits = _limits(drawing)
    lines = []
    for at in window(len(drawing.series), max(1, height - 2), drawing.marked):
        name, values = drawing.series[at]
        shown = fitted(name, names)
        mark = ("▸" if glyphs.here != "^" else ">") if at == drawing.marked else " "
        head = mark + " " * (names - cell_len(shown)) + shown
        cells = (_cell(values[x], limits, wide, (at, x) in drawing.incomplete, glyphs) for x in range(count))
        lines.append(f"{head} {''.join(cells)}".rstrip())
    foot = [spread([(at * wide, drawing.labels[at]) for at in range(count)], room), _key(drawing, limits, room, glyphs)]
    return [*lines, *(" " * (names + 2) + line for line in foot)][:height]


def _limits(drawing: Drawing) -> list[float]:
    """The three values above which a cell is darker: round, and chosen so that all four shades are used.

    A cohort's first cell is all of it. Such a column says nothing and would leave the others pale.
    """
    columns = list(zip(*(values for _, values in drawing.series), strict=True))
    if drawing.unit.unit is Unit.SHARE and len(columns) > 1 and all(v in (1.0, None) for v in columns[0]):
        columns = columns[1:]
    known = sorted(v for column in columns for v in column if v is not None and v > 0) or sorted(drawing.values)
    top = known[min(len(known) - 1, round(len(known) * 0.95))]
    if top <= 0:
        return [1.0, 2.0, 3.0]
    step = _round(top / 4)
    if drawing.unit.unit is Unit.COUNT:
        step = max(1.0, round(step))
    return [step, step * 2, step * 3]


def _round(value: float) -> float:
    """The nearest number that is easily said."""
    power = 10.0 ** math.floor(math.log10(value))
    return min((power * factor for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)), key=lambda near: abs(near - value))


def _cell(value: float | None, limits: list[float], wide: int, unfinished: bool, glyphs: Glyphs) -> str:
    """One cell: blank is not known, the first sign is none; `*` says that it is not complete."""
    if value is None:
        return " " * wide
    shade = glyphs.shades[0] if not value else glyphs.shades[1 + sum(value >= limit for limit in limits)]
    return shade * (wide - 1) + "*" if unfinished and wide > 1 else shade * wide


def _key(drawing: Drawing, limits: list[float], room: int, glyphs: Glyphs) -> str:
    """What the shades stand for."""
    names = written([0.0, *limits], drawing.unit, drawing.currency)
    if len(set(names)) < len(names):
        names = [f"{limit:.3g}" for limit in (0.0, *limits)]
    shades = [shade * 2 for shade in glyphs.shades[1:]]
    long = [f"{shades[0]} below {names[1]}"]
    long += [f"{shade} {name} or more" for shade, name in zip(shades[1:], names[1:], strict=True)]
    short = [f"{shades[0]} <{names[1]}", *(f"{shade} {n}+" for shade, n in zip(shades[1:], names[1:], strict=True))]
    zero = [f"{glyphs.shades[0] * 2} none"] if any(value == 0 for value in drawing.values) else []
    tight = [entry.replace(" ", "").replace(shade, shade[0]) for entry, shade in zip(short, shades, strict=True)]
    for between, entries in (("  ", [*zero, *long]), ("  ", [*zero, *short]), ("  ", short), (" ", tight)):
        line = between.join(entries)
        if len(line) <= room:
            return line
    return line[:room]
