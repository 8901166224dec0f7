"""Upright bars: beside each other, touching (histograms), or on top of each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.drawing.scale import Scale, legend, spread

if TYPE_CHECKING:
    from tui.drawing.model import Drawing, Glyphs

TALLEST = 24
WIDEST_BAR = 7


@dataclass(frozen=True)
class _Place:
    """Where the bars of one label stand: so many cells each, `bar` of them for one bar."""

    slot: int
    bar: int

    @classmethod
    def of(cls, drawing: Drawing, room: int) -> _Place:
        """As wide as there is room for, but no wider than is good to read."""
        groups = 1 if drawing.kind == "stacked" else len(drawing.series)
        slot = min(max(1, room // len(drawing.labels)), WIDEST_BAR * groups)
        gap = 1 if slot > 2 and drawing.kind != "histogram" else 0
        return cls(slot, max(1, (slot - gap) // groups))

    def middle(self, place: int) -> int:
        """The cell below the middle of a label's bars."""
        return place * self.slot + self.slot // 2 - (self.slot > 1 and self.slot % 2 == 0)


def fits(drawing: Drawing, width: int) -> bool:
    """Whether every bar gets a cell of its own."""
    groups = 1 if drawing.kind == "stacked" else len(drawing.series)
    return len(drawing.labels) * groups <= width - 10


def gathered(drawing: Drawing, most: int) -> Drawing:
    """A histogram of at most so many bars: neighbours are added up."""
    count = len(drawing.labels)
    step = -(-count // most)
    if step < 2:
        return drawing
    starts = range(0, count, step)
    series = tuple(
        (name, tuple(sum(v or 0.0 for v in values[at : at + step]) for at in starts)) for name, values in drawing.series
    )
    marked = None if drawing.marked is None else drawing.marked // step
    return replace(drawing, labels=tuple(drawing.labels[at] for at in starts), series=series, marked=marked)


def barred(drawing: Drawing, width: int, height: int, glyphs: Glyphs) -> list[str]:
    """The lines of the chart; none where there is no room for bars."""
    below = legend(drawing, glyphs.fills, width - 8)
    rows = min(height - 2 - len(below), TALLEST)
    if rows < 2:
        return []
    scale = Scale.of(drawing, rows)
    room = width - scale.margin
    place = _Place.of(drawing, room)
    across = min(room, place.slot * len(drawing.labels))
    cells = [[" "] * across for _ in range(rows)]
    for at in range(len(drawing.labels)):
        _stand(cells, drawing, at, place, scale, glyphs)
    rule = [glyphs.frame[3]] * across
    for at in range(len(drawing.labels)):
        if drawing.unfinished(at):
            rule[place.middle(at)] = "*"
    if drawing.marked is not None:
        rule[place.middle(drawing.marked)] = glyphs.here
    before = " " * scale.margin
    names = [(at * place.slot, name) for at, name in enumerate(drawing.labels)]
    foot = [before[:-1] + glyphs.frame[2] + "".join(rule), before + spread(names, room)]
    return [*scale.framed(cells, glyphs), *foot, *(before + line for line in below)]


def _stand(cells: list[list[str]], drawing: Drawing, at: int, place: _Place, scale: Scale, glyphs: Glyphs) -> None:
    """The bars of one label; on top of each other those below zero hang."""
    steps = len(glyphs.tops) - 1
    zero = scale.reach(0.0, steps)
    reached = {True: zero, False: zero}
    stacked = drawing.kind == "stacked"
    several = len(drawing.series) > 1
    for number, (_, values) in enumerate(drawing.series):
        value = values[at]
        if not value:
            continue
        begin = reached[value > 0] if stacked else zero
        end = begin + scale.reach(value + scale.low, steps)
        if begin == end:
            end = begin + (1 if value > 0 else -1)
        left = at * place.slot + (0 if stacked else number * place.bar)
        sign = glyphs.fills[number] if several else ""
        if not several and (number, at) in drawing.incomplete:
            sign = glyphs.hatch
        _fill(cells, range(left, left + place.bar), (min(begin, end), max(begin, end)), sign, glyphs)
        reached[value > 0] = end


def _fill(cells: list[list[str]], columns: range, span: tuple[int, int], sign: str, glyphs: Glyphs) -> None:
    """One bar from step to step; only a plain one (no sign of its own) has a top finer than a cell."""
    steps = len(glyphs.tops) - 1
    begin, end = span
    for line in range(len(cells)):
        floor = (len(cells) - 1 - line) * steps
        covered = min(end, floor + steps) - max(begin, floor)
        if covered <= 0:
            continue
        piece = sign or (glyphs.tops[covered] if begin <= floor else glyphs.tops[-1])
        if sign and covered * 2 < steps and end - begin >= steps:
            continue
        for x in columns:
            if x < len(cells[line]):
                cells[line][x] = piece
