"""Plain tables for the command line: columns as wide as they need, made to fit without losing anything.

What is too wide is helped in this order: headings on several lines, texts cut, columns below each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rich.cells import cell_len

from tui.text.formats import fitted
from tui.text.wrapping import wrapped

GAP = "  "
NARROWEST = 12
"""A text is not cut below this."""
WIDEST = 60
"""A text is cut to this where the columns stand below each other anyway."""


@dataclass(frozen=True)
class GridColumn:
    """A column of a printed table.

    Attributes:
        heading: What stands above it.
        right: Whether its cells stand to the right.
        key: Whether it names the row: it is repeated where the columns do not fit beside each other.
        cut: Whether its cells may be shortened.
        width: How many terminal cells it takes.
        need: How many of them its widest cell and the longest word of its heading take.
    """

    heading: str
    right: bool = False
    key: bool = False
    cut: bool = False
    width: int = 0
    need: int = 0


Rows = Callable[[], Iterable[Sequence[str]]]
"""The rows, as often as they are asked for: once to measure, once a block to print."""


def grid(columns: Sequence[GridColumn], rows: Rows, room: int) -> Iterator[str]:
    """The lines of a table at most `room` cells wide, wherever its key columns leave room for one more."""
    measured = _made_to_fit(_measured(columns, rows), room)
    for at, block in enumerate(_blocks(measured, room)):
        if at:
            yield ""
        yield from _headings(measured, block)
        yield GAP.join("─" * measured[place].width for place in block)
        for row in rows():
            yield _line(measured, block, row)


def listing(headings: Sequence[str], rows: Iterable[Sequence[str]], room: int, indent: str = "") -> Iterator[str]:
    """Rows whose last column is wrapped below itself, for sentences."""
    lines = [headings, *rows]
    widths = [max(cell_len(line[at]) for line in lines) for at in range(len(headings) - 1)]
    before = cell_len(indent) + sum(widths) + len(GAP) * len(widths)
    for line in lines:
        start = [text + " " * (width - cell_len(text)) for text, width in zip(line, widths, strict=False)]
        first, *others = wrapped(line[-1], max(room - before, 30)) or [""]
        yield indent + GAP.join([*start, first]).rstrip()
        yield from (" " * before + text for text in others)


def _measured(columns: Sequence[GridColumn], rows: Rows) -> list[GridColumn]:
    """The columns with their widths."""
    widths = [max(map(cell_len, column.heading.split()), default=0) for column in columns]
    for row in rows():
        for at, text in enumerate(row):
            # Most cells are ASCII and narrower than what was seen: measuring them is the whole cost.
            if len(text) > widths[at] or not text.isascii():
                widths[at] = max(widths[at], cell_len(text))
    return [
        replace(column, need=width, width=max(width, cell_len(column.heading)))
        for column, width in zip(columns, widths, strict=True)
    ]


def _made_to_fit(columns: list[GridColumn], room: int) -> list[GridColumn]:
    """The columns narrow enough to stand beside each other, if they can be."""
    if _total(columns) <= room:
        return columns
    narrow = [replace(column, width=column.need) for column in columns]
    squeezed = _squeezed(narrow, room)
    if _total(squeezed) <= room:
        return squeezed
    return [replace(column, width=min(column.width, WIDEST) if column.cut else column.width) for column in narrow]


def _total(columns: Sequence[GridColumn]) -> int:
    """How wide the columns are beside each other."""
    return sum(column.width for column in columns) + len(GAP) * (len(columns) - 1)


def _squeezed(columns: list[GridColumn], room: int) -> list[GridColumn]:
    """Texts cut, always the widest by one, until the table fits or none can give more."""
    widths = {place: column.width for place, column in enumerate(columns) if column.cut}
    for _ in range(_total(columns) - room):
        widest = max(widths, key=widths.__getitem__, default=-1)
        if widest < 0 or widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
    return [replace(column, width=widths.get(place, column.width)) for place, column in enumerate(columns)]


def _blocks(columns: Sequence[GridColumn], room: int) -> list[list[int]]:
    """Which columns stand beside each other; where there are several blocks, the keys begin each."""
    if _total(columns) <= room:
        return [list(range(len(columns)))]
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
    return blocks or [keys]


def _headings(columns: Sequence[GridColumn], block: Sequence[int]) -> Iterator[str]:
    """The headings, on as many lines as the narrowest column needs, standing on the rule below."""
    wrapped = [_words(columns[place]) for place in block]
    for cells in reversed(list(zip_longest(*(reversed(lines) for lines in wrapped), fillvalue=""))):
        yield _joined(columns, block, cells)


def _words(column: GridColumn) -> list[str]:
    """A heading in lines no wider than its column."""
    if cell_len(column.heading) <= column.width:
        return [column.heading]
    lines = [""]
    for word in column.heading.split():
        longer = f"{lines[-1]} {word}".strip()
        if cell_len(longer) <= column.width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _line(columns: Sequence[GridColumn], block: Sequence[int], row: Sequence[str]) -> str:
    """One row's cells of a block."""
    return _joined(columns, block, [row[place] for place in block])


def _joined(columns: Sequence[GridColumn], block: Sequence[int], cells: Sequence[str]) -> str:
    """Cells beside each other, each cut or padded to its column."""
    padded = (_padded(text, columns[place]) for place, text in zip(block, cells, strict=True))
    return GAP.join(padded).rstrip()


def _padded(text: str, column: GridColumn) -> str:
    shown = fitted(text, column.width)
    space = " " * (column.width - (len(shown) if shown.isascii() else cell_len(shown)))
    return space + shown if column.right else shown + space
