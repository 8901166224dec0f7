"""Finding text in a table: the line one types it into, and the rows that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.dialogs.dialog import Field

if TYPE_CHECKING:
    from collections.abc import Sequence


class SearchLine(Field):
    """The line at the foot of a table one searches."""

    def __init__(self) -> None:
        super().__init__(id="search", placeholder="Search: text, then enter; esc leaves")


@dataclass(frozen=True)
class Hits:
    """The rows of a table that hold a text.

    Attributes:
        text: What was searched for; empty where nothing was.
        rows: The rows, in order.
    """

    text: str = ""
    rows: Sequence[int] = ()

    def first_from(self, row: int) -> int:
        """The first hit at or below a row, else the first of all."""
        return next((hit for hit in self.rows if hit >= row), self.rows[0])

    def next_from(self, row: int, step: int) -> int:
        """The next hit below a row (or above it), around the ends."""
        rows = self.rows if step > 0 else self.rows[::-1]
        beyond = (hit for hit in rows if (hit > row if step > 0 else hit < row))
        return next(beyond, rows[0])

    def words(self, row: int) -> str:
        """Which of the hits a row is."""
        if not self.text:
            return "Nothing is being searched for; / does."
        if not self.rows:
            return f"“{self.text}” is nowhere in this table."
        place = self.rows.index(row) + 1 if row in self.rows else 0
        return f"“{self.text}”: {place:,} of {len(self.rows):,} rows (n, N)"
