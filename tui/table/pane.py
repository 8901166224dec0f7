"""A pane with a table: search, order, columns, whole cells, what columns mean, and copies, for every table there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.message import Message

from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import MOVES, named
from tui.frame.search import Hits, Searchable, SearchLine
from tui.state.desk import Failed
from tui.state.listed import CustomerOpened, Listed
from tui.table.copies import cell_text, row_text, table_text
from tui.table.view import TableView

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.binding import BindingType

    from queries.answering.result import Result
    from queries.cancel import Token
    from tui.table.backend import FrameBackend


class TablePane(Searchable, TableView):
    """A table, and what can be done with every table there is."""

    DOES = named("table")
    BINDINGS: ClassVar[list[BindingType]] = bindings(name for name in DOES if name not in MOVES)

    @dataclass
    class Copies(Message):
        """A text is to be copied, and what it is told."""

        text: str
        what: str

    @dataclass
    class Ordered(Message):
        """The rows of the table in another order."""

        before: FrameBackend
        frame: FrameBackend

    @dataclass
    class Matched(Message):
        """The rows of the table that hold a text."""

        frame: FrameBackend
        hits: Hits

    def show(self, frame: FrameBackend, *, row: int = 0, column: int | None = None, rest: bool = True) -> None:
        """Show rows; what was found in those before is forgotten."""
        self.hits = Hits()
        super().show(frame, row=row, column=column, rest=rest)

    # -- search -----------------------------------------------------------------------------------------------

    @property
    def place(self) -> int:
        """The row the cursor is on."""
        return self.at

    def go_to(self, line: int) -> None:
        """To a row."""
        self.move_to(line)

    def go_to_column(self, place: int) -> None:
        """The cursor to a column, and the keys to the table."""
        if self.table is not None:
            self.table.move_cursor(column=place)
        self.take_focus()

    def go_in(self, answer: Result, trail: str) -> None:
        """To the customer under the cursor, where rows are customers; from there on to the others of the list."""
        if self.frame is not None and "id" in self.frame.data.columns:
            ids = self.frame.data.get_column("id").cast(str)
            self.post_message(CustomerOpened(Listed(ids, self.at, answer, trail, self.move_to)))

    def hold(self, line: SearchLine) -> None:
        """At the foot of the pane."""
        self.mount(line)

    def search(self, text: str) -> None:
        """Find the rows, away from the screen's thread."""
        frame = self.frame
        if frame is None:
            self.found(Hits(text, what="rows"))
            return

        def job(_token: Token) -> Message:
            return self.Matched(frame, Hits(text, frame.matches(text), "rows"))

        self.workspace.desk.start(self, job, "search")

    @on(Matched)
    def _matched(self, message: Matched) -> None:
        """To the first match at or after the cursor, unless the table shows something else by now."""
        if self.frame is message.frame:
            self.found(message.hits)

    # -- order and columns ------------------------------------------------------------------------------------

    def action_sort(self, reverse: bool) -> None:
        """Sort by the column under the cursor: numbers downwards first, text upwards; again turns it round."""
        place = self.under_cursor()
        if place is None:
            return
        _, frame, column = place
        downwards = frame.reads_downwards(column)
        if frame.sorted_by and frame.sorted_by[0] == column.name:
            downwards = not frame.sorted_by[1]
        elif reverse:
            downwards = not downwards

        def job(_token: Token) -> Message:
            # A million rows take a second, which the screen does not wait for.
            ordered = frame.ordered(column.name, descending=downwards)
            ordered.measure()
            return self.Ordered(frame, ordered)

        self.workspace.desk.start(self, job, "sort")

    @on(Ordered)
    def _ordered(self, message: Ordered) -> None:
        """Show them, unless the table shows something else by now."""
        if self.frame is message.before:
            self.show(message.frame)

    def action_columns(self) -> None:
        """Choose which columns are shown."""
        filled = self.filled()
        if filled is None:
            return
        table, frame = filled
        from tui.dialogs.columns import Columns

        def chosen(hidden: frozenset[str] | None) -> None:
            if hidden is not None:
                self.show(frame.without(hidden), row=table.cursor_row)

        self.post_message(self.Opens(Columns(frame.choosable, frame.hidden), chosen))

    # -- looking closer ---------------------------------------------------------------------------------------

    def action_cell(self) -> None:
        """Show the whole cell."""
        place = self.under_cursor()
        if place is None:
            return
        from tui.text.formats import exact

        at, frame, column = place
        row = frame.seen(at)
        self.explain(column.heading, Text(exact(row[column.name], column, row=row, currency=frame.style.currency)))

    def action_details(self) -> None:
        """Say what the column under the cursor means, then the others, and what the answer's notes are."""
        place = self.under_cursor()
        if place is None:
            return
        from tui.dialogs.details import details

        at, frame, column = place
        result = self.answered()
        said = self.workspace.said(result) if result is not None else None
        words = details(column, frame.seen(at), frame.style.currency, said, frame.choosable)
        self.explain(column.heading, words)

    def explain(self, heading: str, words: RenderableType) -> None:
        """Words in a dialog of their own."""
        from tui.dialogs.dialog import Words

        self.post_message(self.Opens(Words(heading, words), _nothing))

    # -- copies -----------------------------------------------------------------------------------------------

    def action_copy_cell(self) -> None:
        """Copy the cell under the cursor."""
        place = self.under_cursor()
        if place is not None:
            at, frame, column = place
            text = cell_text(frame, at, column)
            self.post_message(self.Copies(text, f"“{text[:40]}{'…' if len(text) > 40 else ''}”"))

    def action_copy_row(self) -> None:
        """Copy the row under the cursor, tab-separated."""
        filled = self.filled()
        if filled is not None:
            table, frame = filled
            self.post_message(self.Copies(row_text(frame, table.cursor_row), say("the row")))

    def action_copy_table(self) -> None:
        """Copy the whole table, tab-separated, with its heading."""
        filled = self.filled()
        if filled is not None:
            _, frame = filled

            def job(_token: Token) -> Message:
                return self.Copies(table_text(frame), say("the table, {row_count:,} rows", row_count=frame.row_count))

            self.workspace.desk.start(self, job, "copy")

    # -- messages ---------------------------------------------------------------------------------------------

    def on_table_heading_opened(self, message: Message) -> None:
        """A heading was clicked twice."""
        message.stop()
        self.action_sort(reverse=False)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """A search or a sort could not be done; what else is asked for its subclass tells."""
        if message.kind in ("search", "sort", "copy"):
            message.stop()
            self.tell(str(message.error), wrong=True)


def _nothing(_outcome: object) -> None:
    """What follows from words that were read."""
