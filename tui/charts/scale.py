"""Scales: round numbers up the side, and which names below have room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len

from queries.catalogue import Column, Unit
from tui.text.formats import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.charts.drawing import Drawing

FEW_TICKS, MOST_TICKS = 3, 6
GAP = 2
"""Cells between two names along the bottom."""


def ticks_of(low: float, high: float, most: int, *, whole: bool) -> list[float]:
    """Round numbers from at or below the lowest to at or above the highest, few of them."""
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    if whole:
        step = max(1.0, float(math.ceil(step)))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def written(ticks: Sequence[float], unit: Column, currency: str | None) -> list[str]:
    """The numbers of a scale, all with as many digits as their distance needs."""
    if unit.unit in (Unit.COUNT, Unit.NUMBER, Unit.RATE, Unit.SCORE) and abs(ticks[-1]) < 10**6:
        return [f"{tick:,.{_digits(ticks)}f}" for tick in ticks]
    if unit.unit is Unit.SHARE and abs(ticks[-1]) < 10**3:
        return [f"{tick * 100:,.{_digits([tick * 100 for tick in ticks])}f} %" for tick in ticks]
    return [number(tick, unit, currency) for tick in ticks]


def number(value: float, unit: Column, currency: str | None) -> str:
    """A number of a scale, without the zeros that money has behind the point."""
    if unit.unit in (Unit.COUNT, Unit.NUMBER) and float(value).is_integer():
        value = int(value)
    return cell(value, unit, currency=currency).removesuffix(".00")


def _digits(ticks: Sequence[float]) -> int:
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    return next((count for count in range(6) if abs(step * 10**count - round(step * 10**count)) < 1e-6), 6)


def bounds(drawing: Drawing) -> tuple[float, float]:
    """From zero (or the lowest) to the highest, stacked where the bars are."""
    if drawing.kind == "stacked":
        places = list(zip(*(values for _, values in drawing.series), strict=True))
        reached = [sum(v for v in place if v is not None and v > 0) for place in places]
        reached += [sum(v for v in place if v is not None and v < 0) for place in places]
    else:
        reached = drawing.values
    low, high = min(0.0, *reached, 0.0), max(0.0, *reached, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def _nearest(low: float, high: float, rows: int, *, whole: bool) -> list[float]:
    """The round numbers that reach least beyond the values, so that few rows stay empty; of such the most.

    Two numbers alone tell little, and are taken only where there is no room for more.
    """
    most = max(2, min(MOST_TICKS, rows // 2 + 1))
    scales = [ticks_of(low, high, count, whole=whole) for count in range(2, most + 1)]
    return min(scales, key=lambda ticks: (len(ticks) < FEW_TICKS, ticks[-1] - ticks[0], -len(ticks)))


@dataclass(frozen=True)
class Scale:
    """The scale up the side of a chart that is so many rows high; row 0 is the lowest.

    Attributes:
        low: The value at the bottom.
        high: The value on top: that of the highest number, which no value goes beyond.
        ticks: Its numbers, round and few.
        names: How they are written, all equally wide.
        rows: The height of the chart in rows.
        level: Whether values are heights (a row is full at its upper edge), not points (in the middle of a row).
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    names: tuple[str, ...]
    rows: int
    level: bool

    @classmethod
    def of(cls, drawing: Drawing, rows: int, *, level: bool = False) -> Scale:
        """The scale that holds every value.

        Args:
            drawing: What is drawn.
            rows: How many rows there are.
            level: Whether values are heights: zero has to lie between two rows then, bars stand and hang on it.
        """
        # What is counted in every row of an answer is a number where rows count unlike things.
        counted = drawing.unit.unit is Unit.NUMBER and all(value.is_integer() for value in drawing.values)
        ticks = _nearest(*bounds(drawing), rows, whole=counted or drawing.unit.unit is Unit.COUNT)
        low, high = ticks[0], ticks[-1]
        if level and low < 0:
            hanging = min(rows - 1, max(1, round(rows * -low / (high - low))))
            unit = max(high / (rows - hanging), -low / hanging)
            low, high = -unit * hanging, unit * (rows - hanging)
        names = written(ticks, drawing.unit, drawing.currency)
        widest = max(map(cell_len, names))
        return cls(low, high, tuple(ticks), tuple(name.rjust(widest) for name in names), rows, level)

    @property
    def margin(self) -> int:
        """How many cells the numbers and the line take."""
        return len(self.names[0]) + 1

    @property
    def side(self) -> dict[int, str]:
        """Row → the number that stands there; of two at one row the higher."""
        return {self.row(tick): name for tick, name in zip(self.ticks, self.names, strict=True)}

    def reach(self, value: float, steps: int) -> int:
        """How many steps (so many a row) above the bottom a value is."""
        return round((value - self.low) / (self.high - self.low) * self.rows * steps)

    def row(self, value: float) -> int:
        """The row in which a value lies; of heights that whose upper edge it reaches, -1 at the bottom."""
        if not self.level:
            return round(self.up(value))
        return math.ceil((value - self.low) / (self.high - self.low) * self.rows - 1e-9) - 1

    def up(self, value: float) -> float:
        """Where between the lowest and the highest row a value is."""
        return (value - self.low) / (self.high - self.low) * (self.rows - 1)


def roomy(names: Sequence[tuple[int, str]], width: int) -> dict[int, str]:
    """Column → name, centred there: every name, every second, every third … as there is room, and always the last."""
    if not names:
        return {}
    spans = [_span(column, name, width) for column, name in names]
    last = len(names) - 1
    for step in range(1, last + 2):
        kept = list(range(0, last + 1, step))
        if all(spans[at][1] + GAP <= spans[after][0] for at, after in pairwise(kept)):
            break
    if kept[-1] != last and len(kept) > 1 and spans[kept[-1]][1] + GAP > spans[last][0]:
        kept.pop()  # the last is the newest, and tells how far the numbers go
    if kept[-1] != last and spans[kept[-1]][1] + GAP <= spans[last][0]:
        kept.append(last)
    return {names[at][0]: names[at][1] for at in kept if spans[at][0] >= 0}


def _span(column: int, name: str, width: int) -> tuple[int, int]:
    """The cells that a name takes, within the width; it begins below nothing where there is none."""
    length = cell_len(name)
    begin = min(max(0, column - length // 2), width - length)
    return begin, begin + length


def window(count: int, room: int, marked: int | None) -> range:
    """Which lines are shown where not all fit: the one under the cursor with its neighbours."""
    if count <= room:
        return range(count)
    first = min(max(0, (marked or 0) - room // 2), count - room)
    return range(first, first + room)
