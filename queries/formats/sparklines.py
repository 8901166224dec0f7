"""A row of numbers as a line of characters, one terminal cell high."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Marker = Literal["block", "braille", "ascii"]

GAP = " "
_STEPS = {"block": "·▁▂▃▄▅▆", "ascii": "._:-=+*#"}
"""The sign for nothing, then from least to most. None fills its line: a quarter keeps neighbouring rows apart."""

_LEFT = (0x40, 0x44, 0x46, 0x47)
_RIGHT = (0x80, 0xA0, 0xB0, 0xB8)


FLAT = 0.05
"""Averages that differ by a smaller part of the largest do not move."""


def sparkline(
    values: Sequence[float | None], marker: Marker = "block", width: int | None = None, *, average: bool = False
) -> str:
    """A trend as text; nothing known is a gap.

    The scale is that of `scale_of`; what it has none for is drawn flat, in the middle. Zero itself has a sign of its
    own, so that nothing is unlike a little.
    Braille takes two values a character. More values than fit into `width` are averaged, neighbours together.
    """
    room = None if width is None else width * 2 if marker == "braille" else width
    numbers = _gathered([_finite(value) for value in values], room)
    steps = 4 if marker == "braille" else len(_STEPS[marker])
    levels = _levels(numbers, steps, average=average)
    if marker == "braille":
        return "".join(_braille(*levels[at : at + 2]) for at in range(0, len(levels), 2))
    return "".join(GAP if level is None else _STEPS[marker][level] for level in levels)


def scale_of(values: Sequence[float | None], *, average: bool = False) -> tuple[float, float] | None:
    """The numbers that the lowest and the highest mark of a trend stand for; None where there is nothing to tell apart.

    Counts and amounts begin at zero, or at the smallest where one is negative: the height of a mark is its size. Rates
    and averages never come near zero: they begin at a round number below the smallest, unless all of them differ by
    less than `FLAT` of the largest.
    """
    drawn = [number for number in map(_finite, values) if number is not None]
    low, high = min(drawn, default=0.0), max(drawn, default=0.0)
    if not average:
        low, high = min(low, 0.0), max(high, 0.0)
    # Halves: the whole span of two huge numbers would be infinite.
    elif high / 2 - low / 2 < FLAT * max(abs(low / 2), abs(high / 2)):
        return None
    else:
        low = _round_below(low, high / 2 - low / 2)
    return (low, high) if low < high else None


def _round_below(low: float, least: float) -> float:
    """A multiple of 1, 2, 5, 10 … that is at least `least`, at or below a number."""
    power = 10.0 ** math.floor(math.log10(least)) if least else 1.0
    step = next((power * factor for factor in (1, 2, 5, 10) if power * factor >= least), least)
    return min(low, math.floor(low / step) * step)


def _finite(value: object) -> float | None:
    """The number to draw; None is a gap. Infinity is drawn as the largest there is."""
    if not isinstance(value, (int, float)) or math.isnan(value):
        return None
    return max(min(float(value), 1e300), -1e300)


def _levels(numbers: Sequence[float | None], steps: int, *, average: bool) -> list[int | None]:
    """The step of each number: 0 is zero, the others go from 1 to `steps` - 1."""
    scale = scale_of(numbers, average=average)
    if scale is None:
        return [None if n is None else steps // 2 if n else 0 for n in numbers]
    low, span = scale[0], scale[1] / 2 - scale[0] / 2
    above = ((n, n is not None and (n / 2 - low / 2) / span) for n in numbers)
    return [None if n is None else 0 if not n else 1 + round(part * (steps - 2)) for n, part in above]


def _gathered(numbers: list[float | None], room: int | None) -> list[float | None]:
    """At most `room` numbers: each the mean of a stretch of neighbours."""
    if room is None or len(numbers) <= room:
        return numbers
    edges = [len(numbers) * at // room for at in range(room + 1)] if room > 0 else []
    stretches = [[n for n in numbers[a:b] if n is not None] for a, b in pairwise(edges)]
    return [sum(n / len(stretch) for n in stretch) if stretch else None for stretch in stretches]


def _braille(left: int | None, right: int | None = None) -> str:
    """Two neighbouring bars as one braille character."""
    dots = (0 if left is None else _LEFT[left]) | (0 if right is None else _RIGHT[right])
    return chr(0x2800 | dots) if dots else GAP
