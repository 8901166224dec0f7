"""Cells shaded by their value: which numbers share a scale, and how dark each is on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from rich.style import Style
from textual.color import Color

from queries.catalogue import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.catalogue import Column

STEPS = 5
FAINT, DARKEST = 0.09, 0.45
"""How much of the colour is in the first and in the last shade: the text on it stays readable."""

USUAL = (0.05, 0.95)
"""Between these parts of the values lies the scale: a few that are far away would leave all others alike."""


class Scale(NamedTuple):
    """What begins to be shaded, and what is darkest."""

    low: float
    high: float


def scales(frame: pl.DataFrame, columns: Sequence[Column]) -> dict[str, Scale]:
    """The scale of each column that is shaded, by name; none where its values do not differ.

    A scale begins at zero unless all of its values are far from it. Incomplete cells do not count, nor does a column of
    shares that is all of it everywhere, as the first of a cohort is.
    """
    known = {column.name: _known(frame, column) for column in columns if column.shaded}
    told = [c for c in columns if c.shaded and not (c.unit is Unit.SHARE and (known[c.name] == 1).all())]
    found: dict[str, Scale] = {}
    for name in {column.shaded for column in told}:
        alike = [column.name for column in told if column.shaded == name]
        low, high = (pl.concat([known[one] for one in alike]).quantile(part, "nearest") or 0.0 for part in USUAL)
        low = low if low > high / 2 else 0.0
        if high > low:
            found |= dict.fromkeys(alike, Scale(low, high))
    return found


def shade(scale: Scale, column: Column, frame: pl.DataFrame, row: int) -> int:
    """How dark the cell of a row is, from 0 (not shaded) to `STEPS`."""
    value, flag = frame[row, column.name], _flag(frame, column)
    if value is None or not math.isfinite(value) or (flag is not None and frame[row, flag] is False):
        return 0
    return max(0, min(STEPS, math.ceil((float(value) - scale.low) / (scale.high - scale.low) * STEPS)))


def shaded(ground: Color, colour: Color, step: int, *, greys: bool) -> Style:
    """A shade between the ground and a colour; nothing where the terminal's own colours, which nobody knows, are used.

    Args:
        ground: What is behind it.
        colour: What the darkest has most of.
        step: From 1 to `STEPS`.
        greys: Whether the terminal has few colours between the two: then greys that are as bright.
    """
    if ground.ansi is not None or colour.ansi is not None:
        return Style.null()
    mixed = ground.blend(colour, FAINT + (DARKEST - FAINT) * (step - 1) / (STEPS - 1))
    if greys:
        light = round(mixed.brightness * 255)
        mixed = Color(light, light, light)
    return Style(bgcolor=mixed.rich_color)


def _known(frame: pl.DataFrame, column: Column) -> pl.Series:
    """The numbers of a column that are complete."""
    values, flag = frame[column.name].cast(pl.Float64, strict=False), _flag(frame, column)
    complete = values.filter(frame[flag].fill_null(value=True)) if flag else values
    return complete.filter(complete.is_finite())


def _flag(frame: pl.DataFrame, column: Column) -> str | None:
    """The column that says whether a cell is complete; the row's own where the cell has none."""
    return next((name for name in (column.complete_column, "complete") if name in frame.columns), None)
