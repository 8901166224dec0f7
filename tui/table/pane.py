"""A screen with tables on it: which one commands are about, where the focus is, what is told in the corner."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.reactive import Reactive
from textual.screen import Screen

from tui.commands.keymap import bindings
from tui.lines.footer import Keys
from tui.lines.title import PaneTitle
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from queries.answering.result import Result
    from queries.catalogue import Column
    from tui.app import RegularsApp
    from tui.commands.listed import Where
    from tui.table.frame import FrameBackend
    from tui.table.widget import Table


class Tabled(Screen[None]):
    """A screen with tables on it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("page", "everywhere")

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual repaints the whole screen when the focus moves; titles and cursors say it here."""

    part: str | None = None
    """The further table of the answer that is shown; None is the answer itself."""

    @property
    def home(self) -> RegularsApp:
        """The application."""
        return self.app  # type: ignore[return-value]

    # -- what the screens of this kind fill in ------------------------------------------------------------

    @property
    def places(self) -> tuple[Where, ...]:
        """Where the focus is, for the footer and the help."""
        from_table: tuple[Where, ...] = ("table", "page")
        return from_table

    def main_table(self) -> Table | None:
        """The table that commands are about when no table has the focus."""
        return None

    def answered(self) -> Result | None:
        """The answer that can be exported and repeated."""
        return None

    def part_of(self, result: Result) -> str | None:  # noqa: ARG002 - an answer among several says which
        """The name of the table that is shown, in the answer it belongs to."""
        return self.part

    # -- which table ------------------------------------------------------------------------------------------

    def table(self) -> Table | None:
        """The table the commands are about: the one in focus, else the main one."""
        focused = self.focused
        if focused is not None and hasattr(focused, "frame") and hasattr(focused, "found"):
            return focused  # type: ignore[return-value]
        return self.main_table()

    def filled(self) -> tuple[Table, FrameBackend] | None:
        """The table and what it shows; it is told where there is none."""
        table = self.table()
        if table is None or table.frame is None:
            self.tell("There is no table here.")
            return None
        return table, table.frame

    def under_cursor(self) -> tuple[Table, FrameBackend, Column] | None:
        """The table, what it shows, and the column the cursor is in."""
        filled = self.filled()
        if filled is None:
            return None
        table, frame = filled
        return table, frame, frame.shown[min(table.cursor_column, len(frame.shown) - 1)]

    # -- personal data ----------------------------------------------------------------------------------------

    def show_masked(self) -> None:
        """Show again what is shown, with personal data masked or as they are, as the application now wants it."""
        for table in self.query("Table"):
            frame = getattr(table, "frame", None)
            if frame is not None:
                table.show(frame, row=table.cursor_row, rest=False)  # type: ignore[attr-defined]
        self.say_masked()

    def on_table_shown(self) -> None:
        """Other columns are on the screen."""
        self.say_masked()

    def has_personal(self) -> bool:
        """Whether personal data are on the screen, masked or not."""
        frames = (getattr(table, "frame", None) for table in self.query("Table") if table.display)
        return any(frame is not None and frame.is_personal for frame in frames)

    def say_masked(self) -> None:
        """Say in a word whether personal data are masked, where there are any."""
        from tui.lines.status import Line

        word = ("masked" if self.home.masked else "unmasked") if self.has_personal() else ""
        for line in self.query("#title").results(Line):
            line.word = word

    # -- words ------------------------------------------------------------------------------------------------

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """A sentence in the corner; text from data is never read as markup."""
        self.notify(safe(words), markup=False, severity="warning" if wrong else "information", timeout=6)

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """The footer and the titles follow the focus."""
        self.follow_focus()

    def follow_focus(self) -> None:
        """Show where the focus is."""
        for keys in self.query(Keys):
            keys.places = self.places
        for title in self.query(PaneTitle):
            title.active = title.parent is not None and self.focused in title.parent.walk_children()
