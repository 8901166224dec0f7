"""Upright bars: beside each other, touching (histograms), or on top of each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.charts.canvas import Canvas, canvas
from tui.charts.frame import Frame
from tui.charts.scale import Scale, roomy

if TYPE_CHECKING:
    from tui.charts.drawing import Drawing
    from tui.charts.look import Look

WIDEST_BAR = 12
"""Wider bars are areas: their height is harder to see."""


@dataclass(frozen=True)
class Slots:
    """Where the bars of each label stand, from the first cell to the last.

    Bars with gaps between them are equally wide, and their gaps differ by a cell at most; bars that touch fill the
    width, and differ by a cell themselves.

    Attributes:
        groups: How many bars a label has beside each other.
        bar: The cells of a bar; 0 is as many as there are.
        step: The cells from one label to the next.
    """

    groups: int
    bar: int
    step: float

    @classmethod
    def of(cls, drawing: Drawing, room: int) -> Slots:
        """As wide as there is room for, but no wider than is good to read."""
        groups, count = 1 if drawing.kind == "stacked" else len(drawing.series), len(drawing.labels)
        slot = room // count
        if drawing.kind == "histogram" or slot < groups + 2:
            return cls(groups, 0, room / count)
        bar = min((slot - max(1, slot // 4)) // groups, WIDEST_BAR)
        return cls(groups, bar, (room - bar * groups) / max(1, count - 1))

    def columns(self, place: int, number: int) -> tuple[int, int]:
        """The first and the last cell of a bar."""
        number = number if self.groups > 1 else 0
        if self.bar:
            first = round(place * self.step) + number * self.bar
            return first, first + self.bar - 1
        edge = place * self.groups + number
        return round(edge * self.step / self.groups), round((edge + 1) * self.step / self.groups) - 1

    def middle(self, place: int) -> int:
        """The cell in the middle of a label's bars."""
        return (self.columns(place, 0)[0] + self.columns(place, self.groups - 1)[1]) // 2


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


def barred(drawing: Drawing, width: int, height: int, look: Look) -> list[str]:
    """The lines of the chart; none where there is no room for bars."""
    frame = Frame.around(drawing, width, height, look, look.glyphs.fills)
    if frame.rows < 2:
        return []
    scale = Scale.of(drawing, frame.rows, level=True)
    room = width - scale.margin
    slots = Slots.of(drawing, room)
    middles = [slots.middle(at) for at in range(len(drawing.labels))]
    below = roomy(list(zip(middles, drawing.labels, strict=True)), room)
    with canvas(look, room, frame.rows + frame.marks, frame.raised(scale.side), below) as inside:
        for at in range(len(drawing.labels)):
            _stand(inside, drawing, at, slots, scale, frame)
        frame.mark(inside, drawing, middles)
        return frame.whole(inside.picture())


def _stand(inside: Canvas, drawing: Drawing, at: int, slots: Slots, scale: Scale, frame: Frame) -> None:
    """The bars of one label; on top of each other those below zero hang."""
    look, steps = frame.look, len(frame.look.glyphs.tops) - 1
    floor = steps * frame.marks
    zero = floor + scale.reach(0.0, steps)
    above, below = Pile(zero), Pile(zero)
    for number, (_, values) in enumerate(drawing.series):
        value = values[at]
        if not value:
            continue
        pile = above if value > 0 else below
        begin = pile.reached if drawing.kind == "stacked" else zero
        end = begin + scale.reach(value + scale.low, steps)
        if begin == end:
            end = begin + (1 if value > 0 else -1)  # something is never nothing
        columns = slots.columns(at, number)
        sign = _sign(drawing, number, at, look)
        colour = look.series(drawing.colour(number, at))
        if value > 0 and not sign:
            _fine(inside, columns, begin, end, colour, pile.colour, look)
        else:
            _coarse(inside, columns, (min(begin, end), max(begin, end)), sign or look.glyphs.tops[-1], colour, steps)
        pile.reached, pile.colour = end, colour


@dataclass
class Pile:
    """How far the bars of a label reach on one side of zero, and the colour of the last."""

    reached: int
    colour: int | None = None


def _sign(drawing: Drawing, number: int, at: int, look: Look) -> str:
    """What a bar is filled with where it is not plain: without colour the sign of its series, else a hatch."""
    if len(drawing.series) > 1 and not look.colour:
        return look.glyphs.fills[number % len(look.glyphs.fills)]
    return look.glyphs.hatch if (number, at) in drawing.incomplete else ""


def _fine(
    inside: Canvas, columns: tuple[int, int], begin: int, end: int, colour: int | None, under: int | None, look: Look
) -> None:
    """A bar upwards from step to step; cells that it shares with the one below hold both colours."""
    tops = look.glyphs.tops
    steps, wide = len(tops) - 1, columns[1] - columns[0] + 1
    first, last = -(-begin // steps), end // steps
    if begin % steps and last >= first:
        inside.text(columns[0], begin // steps, tops[begin % steps] * wide, under, colour)
    inside.block(columns, (first, last - 1), tops[-1], colour)
    if end % steps and (last >= first or not begin % steps):
        inside.text(columns[0], last, tops[end % steps] * wide, colour)


def _coarse(
    inside: Canvas, columns: tuple[int, int], span: tuple[int, int], sign: str, colour: int | None, steps: int
) -> None:
    """A bar of whole cells: what hangs, and what is filled with a sign; something is never nothing."""
    first, last = ((edge + steps // 2) // steps for edge in span)
    if first == last and span[1] - span[0] >= steps // 2:
        last += 1
    inside.block(columns, (first, last - 1), sign, colour)
