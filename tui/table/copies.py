"""Cells, rows and tables as text that other programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queries.catalogue import Column
    from tui.table.backend import FrameBackend


def cell_text(frame: FrameBackend, row: int, column: Column) -> str:
    """The cell, as it may be seen."""
    return _plain(frame.seen(row)[column.name])


def row_text(frame: FrameBackend, row: int) -> str:
    """The row, tab-separated."""
    values = frame.seen(row)
    return "\t".join(_plain(values[column.name]) for column in frame.shown)


def table_text(frame: FrameBackend) -> str:
    """All rows, tab-separated, below their heading."""
    lines = ["\t".join(column.name for column in frame.shown)]
    lines += ["\t".join(map(_plain, row)) for row in frame.seen_data().iter_rows()]
    return "\n".join(lines)


def _plain(value: Any) -> str:
    """A value as other programs read it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(_plain, value))
    return str(value).replace("\t", " ").replace("\n", " ")
