"""What a funnel tells beside its bars: how many are lost at each step, and at which most are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Unit
from queries.formats.numbers import count
from queries.wording import say
from tui.text.colours import MUTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.charts.drawing import Drawing
    from tui.charts.look import Look
    from tui.charts.words import Entry

FORMS = ("number", "share", "")
"""What is told of a loss, from the longest words to none: what fits is taken."""
MOST = "!"
"""The sign of the largest loss where there is no room for words."""


def keys(drawing: Drawing, form: str, look: Look) -> Iterator[Entry]:
    """What the legend says of losses."""
    told = {"number": say(": how many, % of them"), "share": ", %", "": ""}
    words = told["share" if form and _in_shares(drawing) else form]
    yield look.glyphs.faint, look.of(MUTED), say("lost since the step before{words}", words=words)
    if form == "share":
        yield MOST, None, "most"


def lost(drawing: Drawing, series: int, at: int, form: str) -> str:
    """Who was at the step before and is not at this one: how many of them, their share, and whether these are the most.

    Shares of two segments have no numbers of customers; they tell the share that was lost.
    """
    values = drawing.series[series][1]
    gone, before = _gone(values)[at], values[at - 1] if at else None
    if not form or not gone or gone < 0 or not before:
        return ""
    percent = gone / before * 100
    share = f"{percent:.0f} %" if percent >= 1 else f"{percent:.1f} %"
    words = f"-{share}" if form == "share" or _in_shares(drawing) else f"-{count(gone)} ({share})"
    most = f" {MOST}" if form == "share" else say(", most lost")
    return f"  {words}{most if at == _worst(values) else ''}"


def reach(drawing: Drawing, series: int, at: int) -> float:
    """How far a bar goes together with its loss."""
    values = drawing.series[series][1]
    return max(values[at] or 0.0, (values[at - 1] or 0.0) if at else 0.0)


def _in_shares(drawing: Drawing) -> bool:
    return drawing.unit.unit is Unit.SHARE


def _gone(values: tuple[float | None, ...]) -> list[float | None]:
    """What is lost at each step; nothing is known of the first."""
    before = (None, *values)
    return [b - v if b is not None and v is not None else None for b, v in zip(before, values, strict=False)]


def _worst(values: tuple[float | None, ...]) -> int:
    """The step at which most are lost, the first of several."""
    gone = _gone(values)
    return max(range(len(values)), key=lambda at: (gone[at] or 0.0, -at))
