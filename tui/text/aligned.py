"""Texts beside each other, a line each row: every column as wide as its widest text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

GAP = "  "


def aligned(rows: Sequence[Sequence[str]], right: Collection[int]) -> list[str]:
    """The lines; texts of the columns in `right` stand to the right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        GAP.join(_padded(text, width, at in right) for at, (text, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
