"""What every screen that shows an answer can do with its tables: look closer, sort, export; and how it is left."""

from __future__ import annotations

from rich.text import Text

from tui.dialogs.dialog import Words
from tui.lines.title import Pane
from tui.table.copying import Copying
from tui.table.ordering import Ordering
from tui.table.searching import Searching
from tui.text.formats import exact


class Page(Searching, Ordering, Copying):
    """A screen with tables on it, and what can be done with them."""

    # -- columns and cells ------------------------------------------------------------------------------------

    def action_columns(self) -> None:
        """Choose which columns are shown."""
        filled = self.filled()
        if filled is None:
            return
        table, frame = filled
        from tui.dialogs.columns import Columns

        def chosen(hidden: frozenset[str] | None) -> None:
            if hidden is not None:
                table.show(frame.without(hidden), row=table.cursor_row)

        self.app.push_screen(Columns(frame.choosable, frame.hidden), chosen)

    def action_cell(self) -> None:
        """Show the whole cell."""
        found = self.under_cursor()
        if found is None:
            return
        table, frame, column = found
        row = frame.seen(table.cursor_row)
        words = Text(exact(row[column.name], column, row=row, currency=frame.look.currency))
        self.app.push_screen(Words(column.heading, words))

    def action_details(self) -> None:
        """Say what the column under the cursor means, and what the answer's notes are."""
        found = self.under_cursor()
        if found is None:
            return
        from tui.dialogs.details import details

        table, frame, column = found
        row = frame.seen(table.cursor_row)
        result = self.answered() if table is self.main_table() else None
        result = self.home.said(result) if result is not None else None
        self.app.push_screen(Words(column.heading, details(column, row, frame.look.currency, result)))

    # -- export -----------------------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Ask where to, and write all rows."""
        result = self.answered()
        if result is None:
            self.tell("There is no answer to export yet.")
            return
        from tui.dialogs.export import Export

        self.app.push_screen(Export(result, self.part_of(result)))

    # -- panes ------------------------------------------------------------------------------------------------

    def action_zoom(self) -> None:
        """The pane in focus fills the screen, or everything is as before."""
        inside = self.focused.ancestors_with_self if self.focused else []
        pane = next((node for node in inside if isinstance(node, Pane)), None)
        if self.maximized is not None:
            self.minimize()
        elif pane is not None:
            self.maximize(pane, container=False)

    # -- leaving ----------------------------------------------------------------------------------------------

    def action_escape(self) -> None:
        """Close the search, stop what runs, go back: the first of these that applies."""
        if self.maximized is not None:
            self.minimize()
        elif not self.end_search() and not self.stop():
            self.retreat()

    def action_back(self) -> None:
        """Go back."""
        self.leave()

    def stop(self) -> bool:
        """Stop what runs for this screen; whether anything did."""
        return False

    def retreat(self) -> None:
        """Go back, as escape does."""
        self.leave()

    def leave(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)
