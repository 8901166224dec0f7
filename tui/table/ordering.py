"""Long tables sorted and searched away from the screen's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tui.table.pane import Tabled

if TYPE_CHECKING:
    from queries.cancel import Token
    from queries.catalogue import Column
    from tui.table.frame import FrameBackend
    from tui.table.widget import Table


@dataclass
class Ordered(Message):
    """The rows of a table in another order."""

    table: Table
    before: FrameBackend
    frame: FrameBackend


class Ordering(Tabled):
    """A screen whose tables can be sorted. A million rows take a second, which the screen does not wait for."""

    def action_sort(self, reverse: bool) -> None:
        """Sort by the column under the cursor: numbers downwards first, text upwards; again turns it round."""
        found = self.under_cursor()
        if found is None:
            return
        table, frame, column = found
        downwards = not _reads_upwards(column)
        if frame.sorted_by and frame.sorted_by[0] == column.name:
            downwards = not frame.sorted_by[1]
        elif reverse:
            downwards = not downwards

        def job(_token: Token) -> Message:
            ordered = frame.ordered(column.name, descending=downwards)
            ordered.measure()
            return Ordered(table, frame, ordered)

        self.home.desk.start("sort", self, job)

    @on(Ordered)
    def _ordered(self, message: Ordered) -> None:
        """Show them, unless the table shows something else by now."""
        if message.table.is_attached and message.table.frame is message.before:
            message.table.show(message.frame)


def _reads_upwards(column: Column) -> bool:
    """Whether the small comes first: names and dates."""
    from queries.catalogue import Unit

    return column.unit in (Unit.TEXT, Unit.NAME, Unit.DATE, Unit.TIME, Unit.FLAG)
