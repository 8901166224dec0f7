"""Finding text in a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import Input

from tui.dialogs.dialog import Field
from tui.lines.footer import Keys
from tui.table.pane import Tabled

if TYPE_CHECKING:
    from tui.table.frame import FrameBackend
    from tui.table.widget import Table


@dataclass
class Matched(Message):
    """The rows of a table that contain a text."""

    table: Table
    frame: FrameBackend
    text: str
    rows: list[int]


class Searching(Tabled):
    """A screen whose tables can be searched."""

    def action_search(self) -> None:
        """Ask for a text to find."""
        if self.filled() is None:
            return
        field = Field(id="search", placeholder="Search: text, then enter; esc leaves")
        self._searched = self.table()
        self.mount(field, before=self.query_one(Keys))
        field.focus()

    @on(Input.Submitted, "#search")
    def _search(self, event: Input.Submitted) -> None:
        """Go to the first match at or after the cursor."""
        event.stop()
        table, text = self._searched, event.value.strip()
        self.end_search()
        if table is None or table.frame is None or not text:
            return
        frame = table.frame
        self.home.desk.start("search", self, lambda _token: Matched(table, frame, text, frame.matches(text)))

    @on(Matched)
    def _matched(self, message: Matched) -> None:
        """The first match at or after the cursor, unless the table shows something else by now."""
        table = message.table
        if not table.is_attached or table.frame is not message.frame:
            return
        table.needle, table.found = message.text, message.rows
        if not table.found:
            self.tell(f"“{message.text}” is nowhere in this table.")
            return
        at = next((row for row in table.found if row >= table.cursor_row), table.found[0])
        table.move_cursor(row=at)
        self._count_match(table)

    def action_search_next(self, step: int) -> None:
        """Go to another match, around the ends."""
        table = self.table()
        if table is None or not table.needle:
            self.tell("Nothing is being searched for; / does.")
            return
        if not table.found:
            self.tell(f"“{table.needle}” is nowhere in this table.")
            return
        rows = table.found if step > 0 else table.found[::-1]
        beyond = (row for row in rows if (row > table.cursor_row if step > 0 else row < table.cursor_row))
        table.move_cursor(row=next(beyond, rows[0]))
        self._count_match(table)

    def _count_match(self, table: Table) -> None:
        place = table.found.index(table.cursor_row) + 1 if table.cursor_row in table.found else 0
        self.tell(f"“{table.needle}”: {place:,} of {len(table.found):,} rows (n, N)")

    def end_search(self) -> bool:
        """Leave the line one searches with; whether it was there."""
        fields = self.query("#search")
        if not fields:
            return False
        fields.remove()
        if self._searched is not None:
            self._searched.focus()
        return True
