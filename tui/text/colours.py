"""The colours of the whole program: each segment, channel and kind of event has its own, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


PALETTE = (67, 208, 137, 98, 109, 130, 179, 30)
"""The colours of series, segments, channels and kinds: steel, orange, tan, violet, mist, rust, straw, teal.

Numbers of the 256 that terminals share, of middling brightness, so that they are read on dark and on light, and told
apart by those who see red and green alike (a test measures both). None is the green or the red of growth and decline.
"""

SEQUENTIAL = (61, 31, 36, 77, 220)
"""The colours of more and more in a heat map: few, so that neighbours are alike and a screen costs few bytes."""

UP, DOWN, MUTED, MARKED = 35, 160, 244, 214
"""Growth, decline, what frames a chart, and what points at the row under the cursor."""

IN_SIXTEEN = {
    67: 6, 208: 3, 35: 2, 98: 5, 137: 4, 109: 11, 130: 13, 179: 12, 30: 9, 160: 1,
    61: 4, 31: 6, 36: 2, 77: 3, 220: 7,
    244: 7, 214: 3,
}  # fmt: skip
"""What each colour is on a terminal of sixteen: the nearest by value would make most of them white. The plain
eight come first; the bright ones not every terminal has."""


def told_by(colour: int, *, few: bool) -> int:
    """A colour as a terminal shows it: as it is, or one of sixteen."""
    return IN_SIXTEEN[colour] if few else colour


def in_palette(place: int) -> int:
    """The colour at a place in the palette; those beyond it share the one that tells nothing."""
    return PALETTE[place] if place < len(PALETTE) else MUTED


def place_of(groups: Mapping[str, tuple[str, ...]], column: str, value: object) -> int | None:
    """The place in the palette of a value; None where the values of its column have no order."""
    values, text = groups.get(column, ()), str(value)
    return values.index(text) if text in values else None


def places(groups: Mapping[str, tuple[str, ...]], column: str) -> dict[str, int]:
    """Value → its place in the palette, of a column whose values have an order; else nothing."""
    return {value: place for place, value in enumerate(groups.get(column, ()))}
