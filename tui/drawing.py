"""A drawing as text: even bars of eighths of a cell, lines by plotext, shades for heat maps."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from queries.metric import Column, Unit
from tui.formats import Marker, cell, sparkline

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["line", "bars", "stacked", "heatmap"]
MOST_TICKS = 6
TALLEST = 24
WIDEST_BAR = 7
SHADES = {"block": " ░▒▓█", "braille": " ░▒▓█", "ascii": " .:+#"}
EIGHTHS = " ▁▂▃▄▅▆▇█"
SERIES_SIGNS = "█▒░▚▪"
_lock = threading.Lock()


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn, without any word about how.

    Attributes:
        kind: Lines, bars, bars on top of each other, or shaded cells.
        labels: The names along the bottom.
        series: Name and values of each series, as long as the labels; None is a gap. Rows of a heat map.
        unit: The column whose unit the values have.
        currency: What money is in.
        title: What the chart is about.
    """

    kind: Kind
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: Column
    currency: str | None = None
    title: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for _, values in self.series for value in values)


def draw(drawing: Drawing, width: int, height: int, marker: Marker = "block") -> str:
    """The chart as lines of text that fit into `width` and `height` cells."""
    if drawing.empty or width < 12 or height < 3:
        return ""
    if drawing.kind == "heatmap":
        return _shaded(drawing, width, height, marker)
    if drawing.kind != "line" and marker == "block" and len(drawing.labels) <= width - 10:
        return barred(drawing, width, height)
    try:
        return _plotted(drawing, width, height, marker)
    except ImportError:  # no wheel of plotext for this machine
        return _sparks(drawing, width, height, marker)


def _plotted(drawing: Drawing, width: int, height: int, marker: Marker) -> str:
    """The chart by plotext, which has one figure for the whole process: one at a time."""
    import plotext  # type: ignore[import-untyped, unused-ignore]  # 0.2 s: only when something is drawn

    with _lock:
        plotext.terminal.limit(False, False)
        figure = plotext.figure
        figure.clear()
        figure.plot_size(width, height)
        figure.theme("colorless")
        figure.canvas("default")
        figure.axes(False, axis=[0, 1], side=[1])
        _put(figure, drawing, marker)
        _rule(figure, drawing, width, height)
        text: str = plotext.uncolorize(figure.build().string())
    lines = [line.rstrip() for line in text.splitlines()][:height]
    return "\n".join(lines)


def _put(figure: Any, drawing: Drawing, marker: Marker) -> None:
    """The signals of a drawing on the figure, each with a sign of its own."""
    at = list(range(1, len(drawing.labels) + 1))
    several = len(drawing.series) > 1
    if drawing.kind == "line" and len(at) > 1:
        fine = {"block": "hd", "braille": "braille", "ascii": "*"}[marker]
        signs = [fine, "●", "○", "+", "x"] if marker != "ascii" else ["*", "o", "+", "x", "."]
        for sign, (name, values) in zip(signs, drawing.series, strict=False):
            known = [(x, y) for x, y in zip(at, values, strict=True) if y is not None]
            if known:
                signal = figure.signal([x for x, _ in known], [y for _, y in known], marker=sign)
                signal.lines(True)
                if several:
                    signal.label(name[:24])
                figure.draw(signal)
        return
    full = "#" if marker == "ascii" else "█"
    heights = [[value or 0.0 for value in values] for _, values in drawing.series]
    signs = [*SERIES_SIGNS] if marker != "ascii" else ["#", "=", "-", ".", "o"]
    if several:
        figure.draw(figure.bar(at, heights, marker=signs[: len(heights)], stacked=drawing.kind == "stacked"))
    else:
        figure.draw(figure.bar(at, heights[0], marker=full))


def _rule(figure: Any, drawing: Drawing, width: int, height: int) -> None:
    """Few labels along the bottom and up the side, written as people read them."""
    count = len(drawing.labels)
    longest = max(len(label) for label in drawing.labels)
    room = max(1, (width - 10) // (longest + 3))
    step = max(1, -(-count // room))
    shown = list(range(0, count, step))
    figure.ruler(0).ticks([at + 1 for at in shown], [drawing.labels[at] for at in shown])
    ticks = ticks_of(*_bounds(drawing), max(2, min(MOST_TICKS, height // 3)), whole=drawing.unit.unit is Unit.COUNT)
    figure.ruler(1).lim(ticks[0], ticks[-1])
    figure.ruler(1).ticks(ticks, [f"{name} " for name in _ticks_written(ticks, drawing)])


def _bounds(drawing: Drawing) -> tuple[float, float]:
    """From zero (or the lowest) to the highest, stacked where the bars are."""
    columns = [
        [value for value in column if value is not None] for column in zip(*(v for _, v in drawing.series), strict=True)
    ]
    if drawing.kind == "stacked":
        totals = [sum(column) for column in columns]
    else:
        totals = [value for column in columns for value in column]
    low, high = min(0.0, *totals, 0.0), max(0.0, *totals, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def ticks_of(low: float, high: float, most: int, *, whole: bool) -> list[float]:
    """Round numbers from at or below the lowest to at or above the highest, few of them."""
    rough = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    if whole:
        step = max(1.0, float(math.ceil(step)))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def _ticks_written(ticks: Sequence[float], drawing: Drawing) -> list[str]:
    """The numbers of the scale, all with as many digits as their distance needs."""
    if drawing.unit.unit in (Unit.COUNT, Unit.NUMBER, Unit.RATE, Unit.SCORE) and abs(ticks[-1]) < 10**6:
        step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        digits = next((count for count in range(6) if abs(step * 10**count - round(step * 10**count)) < 1e-6), 6)
        return [f"{tick:,.{digits}f}" for tick in ticks]
    return [_tick(tick, drawing) for tick in ticks]


def _tick(value: float, drawing: Drawing) -> str:
    """A number of the scale, without the zeros that money has behind the point."""
    if drawing.unit.unit in (Unit.COUNT, Unit.NUMBER) and float(value).is_integer():
        value = int(value)
    return cell(value, drawing.unit, currency=drawing.currency).removesuffix(".00")


def barred(drawing: Drawing, width: int, height: int) -> str:
    """Bars of eighths of a cell, all of one width; several series stand on or beside each other in shades."""
    stacked = drawing.kind == "stacked" or len(drawing.series) == 1
    several = len(drawing.series) > 1
    rows = min(height - 2 - several, TALLEST)
    if rows < 2:
        return _sparks(drawing, width, height, "block")
    ticks = ticks_of(*_bounds(drawing), max(2, min(MOST_TICKS, rows // 3)), whole=drawing.unit.unit is Unit.COUNT)
    low, high = min(0.0, ticks[0]), ticks[-1]
    names = _ticks_written(ticks, drawing)
    margin = max(map(len, names))
    groups = 1 if stacked else len(drawing.series)
    count = len(drawing.labels)
    slot = max(1, (width - margin - 2) // count)
    slot = min(slot, WIDEST_BAR * groups)
    bar = max(1, (slot - (1 if slot > 2 else 0)) // groups)
    grid = [[" "] * (slot * count) for _ in range(rows)]
    scale = rows * 8 / ((high - low) or 1)
    base = round((0.0 - low) * scale)
    for at in range(count):
        reached = base
        for place, (_, values) in enumerate(drawing.series):
            value = values[at]
            if value is None:
                continue
            begin = reached if stacked else base
            end = begin + round(value * scale)
            left = at * slot + (0 if stacked else place * bar)
            _fill(grid, left, bar, min(begin, end), max(begin, end), SERIES_SIGNS[place] if several else "█")
            reached = end
    return "\n".join(_framed(grid, ticks, names, margin, low, scale, drawing, slot))


def _fill(grid: list[list[str]], left: int, bar: int, begin: int, end: int, sign: str) -> None:
    """One bar from `begin` to `end` eighths; only a plain bar has a top finer than a cell."""
    rows = len(grid)
    for line in range(rows):
        floor = (rows - 1 - line) * 8
        covered = min(end, floor + 8) - max(begin, floor)
        if covered <= 0:
            continue
        if sign == "█":
            piece = EIGHTHS[min(8, covered)] if begin <= floor else "█"
        elif covered >= 4:
            piece = sign
        else:
            continue
        for x in range(left, left + bar):
            grid[line][x] = piece


def _framed(
    grid: list[list[str]],
    ticks: Sequence[float],
    names: Sequence[str],
    margin: int,
    low: float,
    scale: float,
    drawing: Drawing,
    slot: int,
) -> list[str]:
    """The bars with a scale at their left and labels below."""
    rows = len(grid)
    at_line = {
        min(rows - 1, max(0, rows - 1 - int((tick - low) * scale / 8 - 0.01))): name
        for tick, name in zip(ticks, names, strict=True)
    }
    lines = [
        f"{at_line.get(line, ''):>{margin}} {'┤' if line in at_line else '│'}{''.join(cells)}"
        for line, cells in enumerate(grid)
    ]
    across = [" "] * (slot * len(drawing.labels) + 8)
    free = 0
    for at, label in enumerate(drawing.labels):
        begin = at * slot
        if begin >= free and begin + len(label) <= len(across):
            across[begin : begin + len(label)] = list(label)
            free = begin + len(label) + 2
    lines.append(" " * (margin + 1) + "└" + "─" * (slot * len(drawing.labels)))
    lines.append(" " * (margin + 2) + "".join(across).rstrip())
    if len(drawing.series) > 1:
        legend = "  ".join(f"{sign} {name}" for sign, (name, _) in zip(SERIES_SIGNS, drawing.series, strict=False))
        lines.append(" " * (margin + 2) + legend)
    return [line.rstrip() for line in lines]


def _shaded(drawing: Drawing, width: int, height: int, marker: Marker) -> str:
    """A heat map in shades: darker is more, also without colour."""
    names = max(len(name) for name, _ in drawing.series)
    names = min(names, max(3, width // 4))
    count = len(drawing.labels)
    cells = max(1, min(4, (width - names - 1) // max(1, count)))
    fits = max(1, min(count, (width - names - 1) // cells))
    known = [value for _, values in drawing.series for value in values if value is not None]
    top = max(known, default=0.0) or 1.0
    shades = SHADES[marker]
    lines = []
    for name, values in drawing.series[: height - 2]:
        signs = [
            " " if v is None else shades[min(len(shades) - 1, round(v / top * (len(shades) - 1)))]
            for v in values[:fits]
        ]
        lines.append(f"{name[:names]:>{names}} " + "".join(sign * cells for sign in signs))
    axis = [" "] * (fits * cells)
    free = 0
    for at in range(fits):
        label = drawing.labels[at]
        if at * cells >= free and at * cells + len(label) <= len(axis):
            axis[at * cells : at * cells + len(label)] = list(label)
            free = at * cells + len(label) + 1
    lines.append(" " * (names + 1) + "".join(axis).rstrip())
    lines.append(" " * (names + 1) + f"{shades[-1] * 2} = {_tick(top, drawing)}"[: width - names - 1])
    return "\n".join(line.rstrip() for line in lines[-height:] if lines)


def _sparks(drawing: Drawing, width: int, height: int, marker: Marker) -> str:
    """Where plotext cannot be had: a line of blocks a series, and its highest value."""
    lines = []
    for name, values in drawing.series[: max(1, height // 2)]:
        top = max((value for value in values if value is not None), default=0.0)
        lines += [f"{name} ({_tick(top, drawing)})".strip(), sparkline(values, marker, width)]
    return "\n".join(lines[:height])
