"""A value as a person reads it on a terminal: as `queries.formats` writes it, cut to terminal cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries import formats
from queries.formats import (
    EMPTY,
    Marker,
    change,
    exact,
    figure_pair,
    figure_text,
    is_change,
    is_numeric,
    long_date,
    period_label,
    sparkline,
    stands_on_few,
    trend_scale,
    unit_of,
)
from queries.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.catalogue import Column

__all__ = [
    "EMPTY",
    "Marker",
    "cell",
    "change",
    "exact",
    "figure_pair",
    "figure_text",
    "fitted",
    "is_change",
    "is_numeric",
    "long_date",
    "period_label",
    "safe",
    "sparkline",
    "stands_on_few",
    "trend_scale",
    "unit_of",
]


def cell(
    value: object,
    column: Column,
    *,
    row: Mapping[str, Any] | None = None,
    currency: str | None = None,
    marker: Marker = "block",
    width: int | None = None,
    grain: str | None = None,
    full: bool = False,
) -> str:
    """One cell of a table, safe for a terminal and at most `width` cells wide.

    The other arguments are those of `queries.formats.cell`.
    """
    text = formats.cell(value, column, row=row, currency=currency, marker=marker, width=width, grain=grain, full=full)
    return text if width is None else fitted(text, width)


def fitted(text: str, width: int) -> str:
    """Safe text cut to a number of terminal cells; what was cut ends in `…`."""
    if text.isascii() and len(text) <= width:
        return text
    from rich.cells import cell_len, set_cell_size  # 15 ms, and most cells fit without it

    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""
