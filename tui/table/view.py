"""A pane that shows a table, or words in its place: what is waited for, why there is nothing, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.message import Message
from textual.widgets import Static

from queries.wording import say
from tui.frame.pane import Pane
from tui.frame.quiet import QuietFocus
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from queries.answering.result import Result
    from queries.catalogue import Column
    from tui.state.workspace import Workspace
    from tui.table.backend import FrameBackend
    from tui.table.widget import Table


class Told(QuietFocus, Static, can_focus=True):
    """Words in the place of a table; the keys of the pane work here as they do there."""


class TableView(Pane):
    """A title, a table, and in the table's place words where there is none.

    What happens when the cursor rests on a row or a row is opened its subclass says.
    """

    MAIN = True
    WAITING: ClassVar[str | None] = None
    """What is said until there is a table; None shows the bare table at once."""
    LATE: ClassVar[bool] = False
    """Whether the table is made when it is asked for: the first screen is painted before anything heavy is imported."""

    class Shown(Message):
        """Other rows or columns are on the screen."""

    def __init__(self, workspace: Workspace, heading: str | None = None) -> None:
        super().__init__(workspace, heading)
        self.table: Table | None = None
        self._words = Told(Text(safe(say(self.WAITING or ""))), classes="words")
        self.set_class(self.WAITING is not None, "-in-words")

    def content(self) -> Iterable[Widget]:
        """What is above the table, the words in its place, what is below it."""
        yield from self.above()
        yield self._words
        yield from self.below()

    def above(self) -> Iterable[Widget]:
        """What stands above the table."""
        return ()

    def below(self) -> Iterable[Widget]:
        """What stands below it."""
        return ()

    async def on_mount(self) -> None:
        """Make the table."""
        if not self.LATE:
            await self.make_table()

    async def make_table(self) -> None:
        """Make the table, unless it is there."""
        from tui.table.widget import Table

        if self.table is None:
            self.table = Table(id=f"{self.NAME}-table")
            await self.mount(self.table, after=self._words)

    # -- what is shown ----------------------------------------------------------------------------------------

    def say(self, words: str | Text) -> None:
        """Words in the place of the table: what is waited for, why there is nothing, what went wrong."""
        self._words.update(words if isinstance(words, Text) else Text("\n".join(map(safe, words.split("\n")))))
        self._put_in_words(True)
        if self.is_attached:
            self.post_message(self.Shown())

    def _put_in_words(self, in_words: bool) -> None:
        """Words or the table are seen; the keys go from the one to the other."""
        self.set_class(in_words, "-in-words")
        seen, other = (self._words, self.table) if in_words else (self.table, self._words)
        if self.is_attached and other is not None and other.has_focus and seen is not None:
            self.screen.set_focus(seen, scroll_visible=False)

    def show(self, frame: FrameBackend, *, row: int = 0, column: int | None = None, rest: bool = True) -> None:
        """Show rows; the cursor goes to `row` and, unless told, stays in its column."""
        if self.table is not None:
            self._put_in_words(False)
            self.table.show(frame.behind(masked=self.workspace.masked), row=row, column=column, rest=rest)
            self.post_message(self.Shown())

    def show_masked(self) -> None:
        """The same rows with personal data masked or as they are."""
        if self.table is not None and self.table.frame is not None:
            in_words = self.has_class("-in-words")
            self.show(self.table.frame, row=self.table.cursor_row, rest=False)
            self._put_in_words(in_words)

    @property
    def is_personal(self) -> bool:
        """Whether a column that is seen holds personal data."""
        frame = self.frame
        return frame is not None and not self.has_class("-in-words") and frame.is_personal

    @property
    def frame(self) -> FrameBackend | None:
        """What the table shows; None while there is nothing."""
        return self.table.frame if self.table is not None else None

    @property
    def values(self) -> dict[str, Any] | None:
        """The values of the row under the cursor."""
        return self.table.row if self.table is not None else None

    @property
    def at(self) -> int:
        """The row the cursor is on."""
        return self.table.cursor_row if self.table is not None else 0

    def answered(self) -> Result | None:
        """The answer whose table it is, which can be exported and repeated."""
        return None

    def part_of(self, result: Result) -> str | None:  # noqa: ARG002 - an answer among several says which
        """The name of the further table that is shown, in the answer it belongs to."""
        return None

    def move_to(self, row: int) -> None:
        """Put the cursor on a row."""
        if self.table is not None and self.table.is_attached:
            self.table.move_cursor(row=row)

    @property
    def target(self) -> Widget | None:
        """The table, or the words in its place."""
        return self._words if self.has_class("-in-words") else self.table

    def take_focus(self) -> None:
        """The keys go to the table, or to the words in its place."""
        if self.target is not None:
            self.target.focus()

    def filled(self) -> tuple[Table, FrameBackend] | None:
        """The table and what it shows; it is told where there is none."""
        if self.table is None or self.table.frame is None or self.has_class("-in-words"):
            self.tell(say("There is no table here."))
            return None
        return self.table, self.table.frame

    def under_cursor(self) -> tuple[int, FrameBackend, Column] | None:
        """The row, what the table shows, and the column the cursor is in."""
        filled = self.filled()
        if filled is None:
            return None
        table, frame = filled
        return table.cursor_row, frame, frame.shown[min(table.cursor_column, len(frame.shown) - 1)]

    # -- the cursor -------------------------------------------------------------------------------------------

    def rested(self) -> None:
        """The cursor rested on a row."""

    def opened(self) -> None:
        """A row was opened."""

    def on_table_rested(self, message: Message) -> None:
        """The cursor rested on a row."""
        message.stop()
        self.rested()

    def on_data_table_row_selected(self, message: Message) -> None:
        """Enter on a row."""
        message.stop()
        if self.table is not None and self.table.row is not None:
            self.opened()
