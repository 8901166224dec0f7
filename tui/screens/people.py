"""The customers behind a row, on a screen of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.answered import ScopeLine
from tui.frame.footer import Keys
from tui.frame.status import Line
from tui.panes.people import PeoplePane
from tui.screens.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.result import Result
    from tui.dialogs.export import Rows
    from tui.state.row import Row
    from tui.state.workspace import Workspace

OF_ANSWERS = ("export", "copy.command")


class PeopleScreen(Page):
    """A list of customers: enter opens one, escape goes back to the row one came from."""

    DOES = (*Page.DOES, *OF_ANSWERS)
    BINDINGS: ClassVar[list[BindingType]] = bindings((*OF_ANSWERS, "segment.freeze"))

    def __init__(self, workspace: Workspace, row: Row) -> None:
        super().__init__(workspace)
        self._row = row
        self._pane = PeoplePane(workspace, row)

    def compose(self) -> ComposeResult:
        """The way here, the table, the keys."""
        yield Line(self.workspace.described(), id="title", name="regulars")
        yield ScopeLine(self.workspace, self._row.answer)
        yield self._pane
        yield Keys(self.workspace.keymap, named("table"))

    def action_freeze(self) -> None:
        """Keep them as a frozen segment."""
        self._pane.action_freeze()

    def offered(self, result: Result) -> list[Rows]:
        """The customers, under the name of the row they are behind."""
        from tui.dialogs.export import file_name, rows_of

        return rows_of(result, name=file_name(self.workspace, self._row))

    def stop(self) -> bool:
        """Stop looking for them."""
        return self._pane.stop()
