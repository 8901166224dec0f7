"""What stands around a chart in words: the axes' names, and a legend that says how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from queries.catalogue import Unit
from queries.wording import say
from tui.charts.canvas import coloured
from tui.text.colours import MARKED, MUTED
from tui.text.formats import fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.charts.drawing import Drawing
    from tui.charts.look import Look

Entry = tuple[str, int | None, str]
"""Of a legend: sign, its colour, what it stands for."""

UNITS = {Unit.SHARE: "%", Unit.DAYS: "days"}


def legend(drawing: Drawing, signs: str, look: Look) -> list[Entry]:
    """Which sign is which series, and what marks mean; the names of series only where there are several."""
    entries: list[Entry] = []
    if len(drawing.series) > 1:
        for at, (name, _) in enumerate(drawing.series):
            sign = signs[0] if look.colour else signs[at % len(signs)]
            entries.append((sign, look.series(drawing.colour(at)), name))
    if drawing.left_out:
        entries.append(("+", None, say("{left} more", left=drawing.left_out)))
    if drawing.incomplete:
        entries.append(("*", None, say("not complete yet")))
    return entries


def lined_up(entries: Sequence[Entry], width: int, most: int, look: Look) -> list[str]:
    """The entries of a legend on few lines; what has no room is left out."""
    lines, used = [""], 0
    for sign, colour, name in entries:
        words = fitted(name, max(4, width - 4))
        length = cell_len(sign) + 1 + cell_len(words)
        if used and used + 2 + length > width:
            lines.append("")
            used = 0
        if len(lines) > most:
            return lines[:most]
        between = "  " if used else ""
        lines[-1] += say(
            "{between}{sign} {words}",
            between=between,
            sign=coloured(sign, colour),
            words=coloured(words, look.of(MUTED)),
        )
        used += len(between) + length
    return [line for line in lines if line]


def head(drawing: Drawing, width: int, look: Look) -> str:
    """The name of the upright axis, with its unit; none where several columns are drawn, which the legend names."""
    name = fitted(_upright(drawing), width)
    return coloured(name, look.of(MUTED)) if name else ""


def _upright(drawing: Drawing) -> str:
    name = drawing.unit.heading
    if drawing.unit.name == "trend":
        # What a row measures it is called by itself; of other rows the column tells what their trend is of.
        return "" if drawing.unit.averages else drawing.unit.meaning
    if len(drawing.series) > 1 and drawing.series[0][0] == name:
        return ""
    unit = drawing.currency if drawing.unit.unit is Unit.MONEY else UNITS.get(drawing.unit.unit, "")
    return f"{name}, {unit}" if unit and unit not in name else name


def foot(drawing: Drawing, look: Look) -> list[Entry]:
    """The name of the axis along the bottom, and what the mark below it means."""
    entries: list[Entry] = (
        [("→" if look.marker != "ascii" else "x:", look.of(MUTED), _lower(drawing.across.heading))]
        if drawing.across
        else []
    )
    if drawing.marked is not None:
        entries.append((look.glyphs.here[0], look.of(MARKED), drawing.pointed or say("the row")))
    return entries


def _lower(heading: str) -> str:
    return heading.lower() if heading[1:2].islower() else heading
