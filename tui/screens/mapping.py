"""What means what: the guess, to be corrected, saved and used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from queries.wording import say
from tui.commands.listed import named
from tui.frame.footer import Keys
from tui.frame.status import Line
from tui.panes.mapping import MappingPane
from tui.screens.page import Page
from tui.state.messages import Left, Settled

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from queries.session import Session
    from tui.state.workspace import Workspace


class MappingScreen(Page):
    """The mapping of the open files; settled, they are read by it."""

    def __init__(self, workspace: Workspace, session: Session) -> None:
        super().__init__(workspace)
        self._session = session
        self._done = False

    def compose(self) -> ComposeResult:
        """What has to be confirmed, the lines, what would be read."""
        yield Line(self.workspace.label, id="title", name="regulars")
        yield Line(
            say("What the data mean. Enter decides a line otherwise; w saves and opens."),
            id="scope",
            name=say("Mapping"),
        )
        yield MappingPane(self.workspace, self._session)
        yield Keys(self.workspace.keymap, named("mapping"))

    @on(Settled)
    def _settled(self) -> None:
        """The application reads the files by it; here nothing is left to do, once what was opened above is left."""
        self._done = True
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Leave when all is done here."""
        if self._done and self.is_current:
            self.dismiss(None)

    def leave(self) -> None:
        """Without a log there is nothing to go back to."""
        if self.workspace.runner is None:
            self.post_message(Left())
        else:
            self.dismiss(None)
