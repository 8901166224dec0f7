"""The edges of a table: a column stands whole or beyond them, where a sign tells of it; only texts are shortened."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

CUT = "…"
BEFORE, BEYOND = "‹", "›"
"""In the heading: columns are out of sight to the left, to the right."""

LEAST = 8
"""A text is not shortened below this."""


class Cell(NamedTuple):
    """What stands in a column of a line.

    Attributes:
        text: The text.
        width: How wide its column is with a blank on either side.
        cuttable: Whether it is a text, of which the beginning says something.
    """

    text: Text
    width: int
    cuttable: bool


def snapped(widths: Sequence[int], fixed: int, scrolled: int) -> int:
    """How far the columns are moved to the left: by whole ones, at least as far as the table is scrolled.

    Args:
        widths: How wide the columns are.
        fixed: So many of the columns always stay in sight.
        scrolled: By how many cells of the terminal the others are scrolled.
    """
    starts = [0, *accumulate(widths[fixed:-1])]
    return next((start for start in starts if start >= scrolled), starts[-1])


def with_edges(
    strip: Strip, right: int, cells: Sequence[Cell], fixed: int, moved: int, *, heading: bool = False
) -> Strip:
    """A line of a table in which no number is cut.

    Args:
        strip: The line as it is seen.
        right: Where it ends, which may be before a scroll bar.
        cells: What it shows, also beyond its edges.
        fixed: So many of the columns always stay in sight.
        moved: By how many cells of the terminal the others are moved, a sum of whole columns.
        heading: Whether signs at its ends tell of columns that are out of sight.
    """
    left = sum(cell.width for cell in cells[:fixed])
    ends = [end - moved for end in accumulate(cell.width for cell in cells)]
    # The blank behind the last column may be beyond the edge; behind others it leaves room for the sign.
    beyond = next((at for at in range(fixed, len(cells)) if ends[at] - (at == len(cells) - 1) > right), len(cells))
    if beyond < len(cells):
        cell, start = cells[beyond], ends[beyond] - cells[beyond].width
        if start <= left or (cell.cuttable and right - start > LEAST):
            spare = max(0, cell.width - 2 - cell.text.cell_len) if cell.text.justify == "right" else 0
            if start + 1 + spare + min(cell.text.cell_len, cell.width - 2) > right:
                strip = _with(strip, right - 1, CUT)
            beyond += 1
        elif start < right:
            strip = _without(strip, start)
    if heading and beyond < len(cells):
        strip = _with(strip, right - 1, BEYOND)
    return _with(strip, left - 1, BEFORE) if heading and moved and left else strip


def _with(strip: Strip, place: int, sign: str) -> Strip:
    """The line with a sign in the place of what stands there."""
    pieces = (strip.crop(0, place), _piece(strip, place, sign), strip.crop(place + 1, strip.cell_length))
    return Strip.join(pieces)


def _without(strip: Strip, place: int) -> Strip:
    """The line blank from a place on: as it begins, whatever the cell there looks like."""
    return Strip.join([strip.crop(0, place), _piece(strip, 0, " " * (strip.cell_length - place))])


def _piece(strip: Strip, place: int, text: str) -> Strip:
    """A text in the style of a place of a line."""
    style = next((segment.style for segment in strip.crop(place, place + 1)), None)
    return Strip([Segment(text, style)], len(text))
