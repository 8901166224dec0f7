"""The customers behind a row, on a screen of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.widgets import Static

from tui.dialogs.freeze import Freezing
from tui.lines.footer import Keys
from tui.lines.status import Line
from tui.lines.title import Pane, PaneTitle
from tui.screens.following import Peopled
from tui.screens.page import Page
from tui.state.desk import Failed, Stopped
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from queries.answering.result import Result
    from queries.catalogue import Column
    from tui.table.widget import Table

FEW = ("id", "days_since_last", "usual_gap", "orders", "revenue", "interactions", "last_seen")
"""What the narrow pane shows of each customer, the most telling first."""


class People(Page, Freezing):
    """A list of customers: enter opens one, escape goes back to the row one came from."""

    def __init__(self, result: Result, row: Mapping[str, Any], trail: str) -> None:
        super().__init__()
        self._result = result
        self._row = dict(row)
        self._trail = trail
        self._people: Result | None = None

    def compose(self) -> ComposeResult:
        """The way here, the table, the keys."""
        yield Line(self.home.described(), id="title", name="regulars")
        yield Line(self.home.said(self._result).scope_words, id="scope", name="Scope")
        with Pane(id="people-pane", classes="pane"):
            yield PaneTitle(self._trail, id="people-title")
            yield Static("Finding them …", id="words", markup=False)
        yield Keys(self.home.keymap, ("table", "page"))

    def on_mount(self) -> None:
        """Find them."""
        question, row, runner = self._result.question, self._row, self.home.runner
        if runner is not None:
            self.home.desk.start(
                "people", self, lambda token: Peopled("", question, runner.behind(question, row, token))
            )

    def show_masked(self) -> None:
        """The list and the scope with personal data masked or as they are."""
        super().show_masked()
        self.query_one("#scope", Line).left = self.home.said(self._result).scope_words

    def main_table(self) -> Table | None:
        """The customers."""
        return next(iter(self.query("#people-table")), None)  # type: ignore[return-value]

    def answered(self) -> Result | None:
        """The list, as it can be exported and, where it is a segment's, repeated."""
        return self._people

    @on(Peopled)
    async def _found(self, message: Peopled) -> None:
        """Show them, or say that there is nobody."""
        from tui.table.frame import FrameBackend, Look
        from tui.table.widget import Table

        self._people = people = message.people
        count = people.frame.height
        self.query_one("#people-title", PaneTitle).aside = f"{count:,} customer{'' if count == 1 else 's'}"
        words = self.query_one("#words", Static)
        if not count:
            words.update("Nobody is behind this row. esc goes back.")
            return
        words.display = False
        table = Table(id="people-table")
        await self.query_one("#people-pane").mount(table)
        look = Look(people.currency, self.home.start.marker, str(people.scope.get("grain") or "") or None)
        table.show(FrameBackend(people.frame, people.columns, look), column=0)
        table.focus()
        self.follow_focus()

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.query_one("#words", Static).update(Text(safe(str(message.error))))

    @on(Stopped)
    def _stopped(self) -> None:
        self.query_one("#words", Static).update("Stopped. esc goes back.")

    def on_data_table_row_selected(self, event: Any) -> None:
        """Enter: the customer under the cursor."""
        event.stop()
        table = self.main_table()
        if table is not None and table.frame is not None:
            ids = table.frame.data.get_column("id").cast(str)
            self.home.open_portrait(ids, table.cursor_row, self._result, self._trail, table)

    def action_freeze(self) -> None:
        """Keep them as a frozen segment."""
        if self._people is not None:
            self.freeze(self._people, self._trail)

    def stop(self) -> bool:
        """Stop looking for them."""
        stopped = self.home.desk.stop("people")
        if stopped:
            self._stopped()
        return stopped


def telling_first(columns: Sequence[Column]) -> list[Column]:
    """The columns for a narrow pane: id, silence and habit first, the rest as the pane has room."""
    every = {column.name: column for column in columns}
    return [every[name] for name in FEW if name in every] + [c for n, c in every.items() if n not in FEW]
