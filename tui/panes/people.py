"""The customers behind a row, alone on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from queries.formats.plurals import many
from queries.wording import mark, say
from tui.panes.customers import CustomerList, finding
from tui.state.desk import Failed, Stopped
from tui.state.messages import Peopled

if TYPE_CHECKING:
    from queries.answering.result import Result
    from tui.state.row import Row
    from tui.state.workspace import Workspace


class PeoplePane(CustomerList):
    """The customers behind a row, all that is known of them."""

    NAME, HELP = "people", mark("To the customers.")
    WAITING = mark("Finding them …")
    DOES = (*CustomerList.DOES, "segment.freeze")

    def __init__(self, workspace: Workspace, row: Row) -> None:
        self._row = row
        self._trail = row.trail_to(workspace)
        super().__init__(workspace, self._trail)
        self._people: Result | None = None

    async def on_mount(self) -> None:
        """Find them."""
        if self.workspace.runner is not None:
            self.workspace.desk.start(self, finding(self.workspace.runner, self._row))

    def answered(self) -> Result | None:
        """The list, as it can be exported and, where it is a segment's, repeated."""
        return self._people

    @on(Peopled)
    def _found(self, message: Peopled) -> None:
        """Show them, or say that there is nobody."""
        self._people = people = message.people
        count = people.frame.height
        self.title.aside = many(count, "customer")
        if not count:
            self.say(say("Nobody is behind this row. esc goes back."))
            return
        from tui.table.backend import FrameBackend

        self.show(FrameBackend(people.frame, people.columns, self.workspace.cell_style(people)), column=0)
        self.take_focus()

    @on(Failed)
    def _could_not(self, message: Failed) -> None:
        if message.kind == "":
            message.stop()
            self.say(str(message.error))

    @on(Stopped)
    def _stopped(self) -> None:
        self.say(say("Stopped. esc goes back."))

    def stop(self) -> bool:
        """Stop looking for them."""
        stopped = self.workspace.desk.stop(self, "")
        if stopped:
            self._stopped()
        return stopped

    def opened(self) -> None:
        """Enter: the customer under the cursor."""
        self.go_in(self._row.answer, self._trail)

    def action_freeze(self) -> None:
        """Keep them as a frozen segment."""
        if self._people is not None:
            self.keep(self._people, self._trail)
