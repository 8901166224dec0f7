"""Cells at the edges of a table: what is seen of them is whole, or ends in a mark that says it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

CUT = "…"


def with_edges(strip: Strip, cells: Sequence[tuple[Text, int]], fixed: int, moved: int) -> Strip:
    """A line of a table with a mark where text goes on beyond an edge.

    Args:
        strip: The line as it is seen.
        cells: The text of each cell of it, and how wide its column is with a blank on either side.
        fixed: So many of the columns always stay in sight.
        moved: By how many cells of the terminal the others are scrolled.
    """
    left, right, start = sum(width for _, width in cells[:fixed]), strip.cell_length, 0
    for at, (text, width) in enumerate(cells):
        here = start if at < fixed else start - moved
        spare = max(0, width - 2 - text.cell_len)
        first = here + 1 + (spare if text.justify == "right" else 0)
        last = first + min(text.cell_len, width - 2)
        if at >= fixed and first < left < last:
            strip = _marked(strip, left)
        if first < right < last:
            strip = _marked(strip, right - 1)
        start += width
    return strip


def _marked(strip: Strip, place: int) -> Strip:
    """The line with the mark in the place of what stands there."""
    style = next((segment.style for segment in strip.crop(place, place + 1)), None)
    pieces = (strip.crop(0, place), Strip([Segment(CUT, style)], 1), strip.crop(place + 1, strip.cell_length))
    return Strip.join(pieces)
