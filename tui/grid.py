"""Plain tables for the command line: columns as wide as they need, cut or set below each other to fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from tui.formats import fitted

GAP = "  "
NARROWEST = 16
"""A text column is not cut below this."""


@dataclass(frozen=True)
class GridColumn:
    """A column of a printed table.

    Attributes:
        heading: What stands above it.
        right: Whether its cells stand to the right.
        key: Whether it names the row: it is repeated where the columns do not fit beside each other.
        cut: Whether its cells may be shortened.
        width: How many terminal cells it takes.
    """

    heading: str
    right: bool = False
    key: bool = False
    cut: bool = False
    width: int = 0


Rows = Callable[[], Iterable[Sequence[str]]]
"""The rows, as often as they are asked for: once to measure, once to print."""


def grid(columns: Sequence[GridColumn], rows: Rows, room: int) -> Iterator[str]:
    """The lines of a table at most `room` cells wide, wherever its key columns leave room for one more."""
    measured = _squeezed(_measured(columns, rows), room)
    for at, block in enumerate(_blocks(measured, room)):
        if at:
            yield ""
        yield _line(measured, block, [column.heading for column in measured])
        yield GAP.join("─" * measured[place].width for place in block)
        for row in rows():
            yield _line(measured, block, row)


def _measured(columns: Sequence[GridColumn], rows: Rows) -> list[GridColumn]:
    """The columns with the width of their widest cell."""
    widths = [cell_len(column.heading) for column in columns]
    for row in rows():
        for at, text in enumerate(row):
            # Most cells are ASCII and narrower than what was seen: measuring them is the whole cost.
            if len(text) > widths[at] or not text.isascii():
                widths[at] = max(widths[at], cell_len(text))
    return [replace(column, width=width) for column, width in zip(columns, widths, strict=True)]


def _squeezed(columns: list[GridColumn], room: int) -> list[GridColumn]:
    """Text columns made narrower, the widest first, until the table fits or none can give more."""
    result = list(columns)
    missing = sum(column.width for column in result) + len(GAP) * (len(result) - 1) - room
    while missing > 0:
        at = max(
            range(len(result)), key=lambda place: result[place].width if result[place].cut else -1, default=-1
        )
        if at < 0 or not result[at].cut or result[at].width <= NARROWEST:
            return result
        others = [c.width for place, c in enumerate(result) if c.cut and place != at]
        floor = max(NARROWEST, min(max(others, default=NARROWEST), result[at].width - 1))
        taken = min(missing, result[at].width - floor)
        result[at] = replace(result[at], width=result[at].width - taken)
        missing -= taken
    return result


def _blocks(columns: Sequence[GridColumn], room: int) -> list[list[int]]:
    """Which columns stand beside each other; the keys begin every block."""
    keys = [place for place, column in enumerate(columns) if column.key]
    base = sum(columns[place].width + len(GAP) for place in keys)
    blocks: list[list[int]] = []
    used = 0
    for place, column in enumerate(columns):
        if column.key:
            continue
        if not blocks or used + column.width > room:
            blocks.append(list(keys))
            used = base
        blocks[-1].append(place)
        used += column.width + len(GAP)
    return [sorted(block) if len(blocks) == 1 else block for block in blocks] or [keys]


def _line(columns: Sequence[GridColumn], block: Sequence[int], cells: Sequence[str]) -> str:
    """One line: each cell cut or padded to its column."""
    return GAP.join(_padded(cells[place], columns[place]) for place in block).rstrip()


def _padded(text: str, column: GridColumn) -> str:
    shown = fitted(text, column.width)
    space = " " * (column.width - (len(shown) if shown.isascii() else cell_len(shown)))
    return space + shown if column.right else shown + space
