"""Bins a person can read: edges on round numbers near the quantiles, and what the bins between them are called."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 7
"""So many bins at most."""
SHARES = tuple(part / BINS for part in range(1, BINS))
"""The quantiles the edges lie near."""

LEEWAY = Decimal("1.25")
"""A step may be so much wider than the quantiles are apart: fives for quantiles 4.5 apart."""

_DIGITS = 60
_PLAIN = (-6, 15)
"""Numbers of this size are written out, others as 1.5e+20."""


def readable_edges(cuts: Sequence[float], low: float, high: float, *, whole: bool) -> list[Decimal]:
    """Where one bin ends and the next begins, ascending; an edge belongs to the bin above it.

    Args:
        cuts: The quantiles at `SHARES`, ascending, each one of the values; a value that is common repeats.
        low: The least value.
        high: The greatest value.
        whole: Whether all values are whole numbers: then a common value has a bin of its own.

    Returns:
        Numbers on steps of 1, 2 or 5 times a power of ten, above `low` and not above `high`; at most `BINS` − 1.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        points = sorted({Decimal(cut) for cut in cuts})
        edges = set()
        for place, point in enumerate(points):
            around = points[max(0, place - 1) : place + 2]
            if whole and sum(cut == float(point) for cut in cuts) > 1:
                edges |= {point, point + 1}
            elif len(around) == 1:
                edges.add(point)
            else:
                # The mean distance to the neighbours: the nearer one alone would part ages at 43.
                distance = (around[-1] - around[0]) / (len(around) - 1)
                edges.add(_rounded(point, distance * LEEWAY, whole=whole))
        return sorted(edge for edge in edges if Decimal(low) < edge <= Decimal(high))


def _rounded(point: Decimal, distance: Decimal, *, whole: bool) -> Decimal:
    """The number nearest to a point on the widest step of 1, 2 or 5 that is not wider than a distance."""
    exponent = distance.adjusted()
    lead = distance.scaleb(-exponent)
    step = Decimal(5 if lead >= 5 else 2 if lead >= 2 else 1).scaleb(exponent)
    if whole and step < 1:
        step = Decimal(1)
    return (point / step).to_integral_value() * step


def bin_labels(edges: Sequence[Decimal], low: float, high: float, *, whole: bool) -> list[str]:
    """What the bins are called, one more than there are edges: `under 18`, `18–24`, `65 and over`.

    Whole numbers tell the last one that is in the bin, others where the next bin begins.
    """
    if not edges:
        return [f"{number(low)}{_dash(low)}{number(high)}" if low < high else number(low)]
    alone_below = whole and edges[0] - 1 == Decimal(low)
    alone_above = whole and edges[-1] == Decimal(high)
    first = number(low) if alone_below else f"under {number(edges[0])}"
    last = number(high) if alone_above else f"{number(edges[-1])} and over"
    between = [_between(begin, end, whole=whole) for begin, end in pairwise(edges)]
    return [first, *between, last]


def _between(begin: Decimal, end: Decimal, *, whole: bool) -> str:
    """A bin with two edges."""
    last = end - 1 if whole else end
    return number(begin) if last == begin else f"{number(begin)}{_dash(begin)}{number(last)}"


def _dash(begin: Decimal | float) -> str:
    """What stands between two numbers: beside a minus sign a dash is hard to read."""
    return "–" if begin >= 0 else " to "


def number(value: Decimal | float) -> str:
    """A number as it is written: whole ones without a point, no more digits than it has."""
    if math.isnan(value) or math.isinf(value):
        return str(value)
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if exact == 0:
        return "0"
    if not _PLAIN[0] <= exact.adjusted() < _PLAIN[1]:
        return f"{float(exact):.6g}"
    return f"{exact.normalize():f}"
