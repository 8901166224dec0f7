"""What every screen that shows an answer can do with its tables: look closer, sort, export; and how it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tui.formats import exact
from tui.screens.copying import Copying
from tui.screens.dialog import Words
from tui.screens.searching import Searching

if TYPE_CHECKING:
    from queries.metric import Column


class Page(Searching, Copying):
    """A screen with tables on it, and what can be done with them."""

    # -- columns and cells ------------------------------------------------------------------------------------

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
        table.show(frame.ordered(column.name, descending=downwards))

    def action_columns(self) -> None:
        """Choose which columns are shown."""
        filled = self.filled()
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
        found = self.under_cursor()
        if found is None:
            return
        table, frame, column = found
        row = frame.row(table.cursor_row)
        words = Text(exact(row[column.name], column, row=row, currency=frame.look.currency))
        self.app.push_screen(Words(column.heading, words))

    def action_details(self) -> None:
        """Say what the column under the cursor means, and what the answer's notes are."""
        found = self.under_cursor()
        if found is None:
            return
        from tui.screens.details import details

        table, frame, column = found
        row = frame.row(table.cursor_row)
        result = self.answered() if table is self.main_table() else None
        self.app.push_screen(Words(column.heading, details(column, row, frame.look.currency, result)))

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


def _reads_upwards(column: Column) -> bool:
    """Whether the small comes first: names and dates."""
    from queries.metric import Unit

    return column.unit in (Unit.TEXT, Unit.DATE, Unit.TIME, Unit.FLAG)
