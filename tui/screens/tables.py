"""The tables of the file as they are: to be read while the log is built, or to check what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tui.commands.listed import named
from tui.frame.footer import Keys
from tui.frame.status import Line
from tui.panes.tables import TablesPane
from tui.screens.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from queries.source import Source
    from tui.state.workspace import Workspace


class TablesScreen(Page):
    """The list of tables, or (named) some rows of one."""

    def __init__(self, workspace: Workspace, source: Source, name: str | None = None) -> None:
        super().__init__(workspace)
        self._source = source
        self._pane = TablesPane(workspace, source, name)

    def compose(self) -> ComposeResult:
        """The way here, the table, the keys."""
        yield Line(self.workspace.label, id="title", name="regulars")
        yield self._pane
        yield Keys(self.workspace.keymap, named("table"))

    @on(TablesPane.Opened)
    def _open(self, message: TablesPane.Opened) -> None:
        self.app.push_screen(TablesScreen(self.workspace, self._source, message.name))

    def stop(self) -> bool:
        """Stop reading."""
        return self._pane.stop()
