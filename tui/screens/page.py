"""What every screen that shows an answer can do with its tables: search, sort, look closer, copy, export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, on
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input

from tui.formats import exact
from tui.keymap import bindings
from tui.panes.footer import Keys
from tui.panes.title import PaneTitle
from tui.safe import safe
from tui.screens.dialog import Field, Words

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.widget import Widget

    from queries.metric import Column
    from queries.result import Result
    from tui.app import RegularsApp
    from tui.commands import Where
    from tui.panes.backend import FrameBackend
    from tui.panes.table import Table


class Page(Screen[None]):
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

    # -- which table ------------------------------------------------------------------------------------------

    def table(self) -> Table | None:
        """The table the commands are about: the one in focus, else the main one."""
        focused = self.focused
        if focused is not None and hasattr(focused, "frame") and hasattr(focused, "found"):
            return focused  # type: ignore[return-value]
        return self.main_table()

    def _filled(self) -> tuple[Table, FrameBackend] | None:
        table = self.table()
        if table is None or table.frame is None:
            self.tell("There is no table here.")
            return None
        return table, table.frame

    def _under_cursor(self) -> tuple[Table, FrameBackend, Column] | None:
        filled = self._filled()
        if filled is None:
            return None
        table, frame = filled
        return table, frame, frame.shown[min(table.cursor_column, len(frame.shown) - 1)]

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

    # -- search -----------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Ask for a text to find."""
        if self._filled() is None:
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
        self._end_search()
        if table is None or table.frame is None or not text:
            return
        table.needle, table.found = text, table.frame.matches(text)
        if not table.found:
            self.tell(f"“{text}” is nowhere in this table.")
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

    def _end_search(self) -> bool:
        fields = self.query("#search")
        if not fields:
            return False
        fields.remove()
        if self._searched is not None:
            self._searched.focus()
        return True

    # -- columns and cells ------------------------------------------------------------------------------------

    def action_sort(self, reverse: bool) -> None:
        """Sort by the column under the cursor: numbers downwards first, text upwards; again turns it round."""
        found = self._under_cursor()
        if found is None:
            return
        table, frame, column = found
        downwards = not _reads_upwards(column)
        if frame.sorted_by and frame.sorted_by[0] == column.name:
            downwards = not frame.sorted_by[1]
        elif reverse:
            downwards = not downwards
        table.show(frame.ordered(column.name, descending=downwards))

    def action_columns(self) -> None:
        """Choose which columns are shown."""
        filled = self._filled()
        if filled is None:
            return
        table, frame = filled
        from tui.screens.columns import Columns

        def chosen(hidden: frozenset[str] | None) -> None:
            if hidden is not None:
                table.show(frame.without(hidden), row=table.cursor_row)

        self.app.push_screen(Columns(frame.choosable, frame.hidden), chosen)

    def action_cell(self) -> None:
        """Show the whole cell."""
        found = self._under_cursor()
        if found is None:
            return
        table, frame, column = found
        row = frame.row(table.cursor_row)
        words = Text(exact(row[column.name], column, row=row, currency=frame.look.currency))
        self.app.push_screen(Words(column.heading, words))

    def action_details(self) -> None:
        """Say what the column under the cursor means, and what the answer's notes are."""
        found = self._under_cursor()
        if found is None:
            return
        from tui.screens.details import details

        table, frame, column = found
        row = frame.row(table.cursor_row)
        result = self.answered() if table is self.main_table() else None
        self.app.push_screen(Words(column.heading, details(column, row, frame.look.currency, result)))

    # -- copying ----------------------------------------------------------------------------------------------

    def action_copy_cell(self) -> None:
        """Copy the cell under the cursor."""
        found = self._under_cursor()
        if found is not None:
            table, frame, column = found
            text = _plain(frame.row(table.cursor_row)[column.name])
            self.copy(text, f"“{text[:40]}{'…' if len(text) > 40 else ''}”")

    def action_copy_row(self) -> None:
        """Copy the row under the cursor, tab-separated."""
        filled = self._filled()
        if filled is not None:
            table, frame = filled
            row = frame.row(table.cursor_row)
            self.copy("\t".join(_plain(row[column.name]) for column in frame.shown), "the row")

    def action_copy_table(self) -> None:
        """Copy the whole table, tab-separated, with its heading."""
        filled = self._filled()
        if filled is not None:
            _, frame = filled
            names = [column.name for column in frame.shown]
            lines = ["\t".join(names)]
            lines += ["\t".join(map(_plain, row)) for row in frame.data.select(names).iter_rows()]
            self.copy("\n".join(lines), f"the table, {frame.row_count:,} rows")

    def action_copy_command(self) -> None:
        """Copy the command line that repeats this screen."""
        result = self.answered()
        if result is None:
            self.tell("There is no answer to repeat yet.")
            return
        start = self.home.start
        part = ["--part", self.part] if self.part else []
        command = result.question.command(self.home.paths, [*start.command_options, *part])
        self.copy(command, command)

    def copy(self, text: str, what: str) -> None:
        """Send text to the terminal's clipboard; a file holds it too, for terminals that refuse."""
        self.app.copy_to_clipboard(text)
        path = self.home.keep_copy(text)
        self.tell(f"Copied {what}." + (f" It is also in {path}." if path else ""))

    # -- export -----------------------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Ask where to, and write all rows."""
        result = self.answered()
        if result is None:
            self.tell("There is no answer to export yet.")
            return
        from tui.screens.export import Export

        self.app.push_screen(Export(result, self.part))

    # -- leaving ----------------------------------------------------------------------------------------------

    def action_escape(self) -> None:
        """Close the search, stop what runs, go back: the first of these that applies."""
        if self.maximized is not None:
            self.minimize()
        elif not self._end_search() and not self.stop():
            self.leave()

    def action_back(self) -> None:
        """Go back."""
        self.leave()

    def stop(self) -> bool:
        """Stop what runs for this screen; whether anything did."""
        return False

    def leave(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)


def _plain(value: Any) -> str:
    """A value as other programs read it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(_plain, value))
    return str(value).replace("\t", " ").replace("\n", " ")


def _reads_upwards(column: Column) -> bool:
    """Whether the small comes first: names and dates."""
    from queries.metric import Unit

    return column.unit in (Unit.TEXT, Unit.DATE, Unit.TIME, Unit.FLAG)
