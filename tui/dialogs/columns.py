"""Hide and show columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.widgets import SelectionList, Static
from textual.widgets.selection_list import Selection

from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.choices import Ticks
from tui.frame.search import leave_search
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult

    from queries.catalogue import Column


class Columns(Dialog[frozenset[str]]):
    """A list of columns to tick; leaving takes what is ticked."""

    def __init__(self, columns: Sequence[Column], hidden: Iterable[str]) -> None:
        super().__init__(say("Columns"))
        self._columns = columns
        self._hidden = frozenset(hidden)

    def content(self) -> ComposeResult:
        """One line a column."""
        yield Ticks[str](
            *(
                Selection(
                    Text(f"{safe(column.heading)}  ") + Text(safe(column.meaning), style="dim"),
                    column.name,
                    column.name not in self._hidden,
                )
                for column in self._columns
            )
        )
        yield Static(Text(say("space or enter shows or hides, esc takes it")), classes="hint")

    @on(SelectionList.SelectedChanged)
    def _keep_one(self, event: SelectionList.SelectedChanged[str]) -> None:
        """A table without columns is no table: the last one stays."""
        if not event.selection_list.selected:
            event.selection_list.select(self._columns[0].name)

    def action_escape(self) -> None:
        """Leave the search, else take what is ticked."""
        if not leave_search(self):
            self.action_back()

    def action_back(self) -> None:
        """Take what is ticked."""
        ticked = set(self.query_one(SelectionList).selected)
        self.dismiss(frozenset(column.name for column in self._columns if column.name not in ticked))
