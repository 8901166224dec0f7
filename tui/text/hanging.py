"""Names and what is said of each: where a text takes several lines, all of them stand beside the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDEST_NAME = 24


def hanging(told: Iterable[tuple[str, str]]) -> Table:
    """Two columns without lines between, as wide as there is room; nothing for both leaves a line empty."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(style="dim", max_width=WIDEST_NAME, overflow="fold")
    table.add_column(ratio=1, overflow="fold")  # Rich cuts lines of wide signs off where they end in a blank
    for name, text in told:
        table.add_row(Text(safe(name)), Text(safe(text)))
    return table
