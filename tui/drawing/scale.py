"""Scales: round numbers up the side, names along the bottom, and the frame they stand in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.catalogue import Column, Unit
from tui.text.formats import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.drawing.model import Drawing, Glyphs

MOST_TICKS = 6
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
        columns = zip(*(values for _, values in drawing.series), strict=True)
        reached = [sum(v for v in column if v is not None and v > 0) for column in columns]
        columns = zip(*(values for _, values in drawing.series), strict=True)
        reached += [sum(v for v in column if v is not None and v < 0) for column in columns]
    else:
        reached = drawing.values
    low, high = min(0.0, *reached, 0.0), max(0.0, *reached, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


@dataclass(frozen=True)
class Scale:
    """The scale up the side of a chart that is so many lines high.

    Attributes:
        low: The value at the bottom.
        high: The value on top: the highest there is, so that no line is lost.
        ticks: Its numbers, round and few.
        names: How they are written.
        rows: The height of the chart in lines.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    names: tuple[str, ...]
    rows: int

    @classmethod
    def of(cls, drawing: Drawing, rows: int) -> Scale:
        """The scale that holds every value."""
        low, high = bounds(drawing)
        whole = drawing.unit.unit is Unit.COUNT
        ticks = [0.0]
        for most in range(max(2, min(MOST_TICKS, rows // 2)), MOST_TICKS + 3):
            every = ticks_of(low, high, most, whole=whole)
            ticks = [tick for tick in every if min(low, every[0]) <= tick <= high * (1 + 1e-9)]
            if len(ticks) > 1:  # one number is no scale
                break
        low = min(low, ticks[0])
        return cls(low, high, tuple(ticks), tuple(written(ticks, drawing.unit, drawing.currency)), rows)

    @property
    def margin(self) -> int:
        """How many cells the numbers and the line take."""
        return max(map(len, self.names)) + 2

    def reach(self, value: float, steps: int) -> int:
        """How many steps (so many a line) above the bottom a value is."""
        return round((value - self.low) / (self.high - self.low) * self.rows * steps)

    def line(self, value: float) -> int:
        """The line of a value, 0 on top."""
        part = (value - self.low) / (self.high - self.low)
        return min(self.rows - 1, max(0, self.rows - 1 - int(part * self.rows - 1e-9)))

    def framed(self, cells: Sequence[Sequence[str]], glyphs: Glyphs) -> list[str]:
        """The chart with its scale at the left."""
        wide = self.margin - 2
        named = {self.line(tick): name for tick, name in zip(self.ticks, self.names, strict=True)}
        side, tick = glyphs.frame[0], glyphs.frame[1]
        return [
            f"{named.get(line, ''):>{wide}} {tick if line in named else side}{''.join(row)}"
            for line, row in enumerate(cells)
        ]


def spread(names: Sequence[tuple[int, str]], width: int) -> str:
    """Names at their places along a line: the first, the last, and those between that touch no other."""
    line = [" "] * (width + GAP)
    for place, name in [*names[:1], *names[-1:], *names[1:-1]]:
        begin = max(0, min(place, width - len(name)))
        around = line[max(0, begin - GAP) : begin + len(name) + GAP]
        if begin + len(name) <= width and not any(sign.strip() for sign in around):
            line[begin : begin + len(name)] = list(name)
    return "".join(line).rstrip()


def legend(drawing: Drawing, signs: Sequence[str], width: int, most: int = 2) -> list[str]:
    """Which sign is which series, on few lines; nothing where there is only one."""
    if len(drawing.series) < 2:
        return []
    entries = [f"{sign} {name[: max(4, width - 2)]}" for sign, (name, _) in zip(signs, drawing.series, strict=False)]
    entries += [f"+ {drawing.left_out} more"] if drawing.left_out else []
    lines = [entries[0]]
    for entry in entries[1:]:
        longer = f"{lines[-1]}  {entry}"
        if len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(entry)
    return lines[:most]
