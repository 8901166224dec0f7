"""Which cells of a text are others than before: a far terminal gets these alone."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.text import Text

    Cell = tuple[str, Style]

BLANK = (" ", Style())


def changed(before: Text, after: Text, console: Console) -> Iterator[Region]:
    """Of each line that differs the cells from the first to the last that does, from the upper left of the text.

    One stretch a line: Textual begins each at the left of its widget.
    """
    for line, (old, new) in enumerate(zip_longest(before.split("\n"), after.split("\n"))):
        pairs = zip_longest(_cells(old, console), _cells(new, console), fillvalue=BLANK)
        others = [at for at, (ours, theirs) in enumerate(pairs) if ours != theirs]
        if others:
            yield Region(others[0], line, others[-1] - others[0] + 1, 1)


def _cells(line: Text | None, console: Console) -> list[Cell]:
    """The cells of a line, a sign of two cells with an empty one behind it; none of a line that is not there."""
    cells: list[Cell] = []
    for segment in line.render(console) if line is not None else ():
        for sign in segment.text:
            style = segment.style or Style()
            cells += [(sign, style), ("", style)][: max(1, cell_len(sign))]
    return cells
