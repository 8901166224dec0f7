"""The start screen: files opened lately, what is in them, the demo, and a line for another path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from queries.home import from_home
from queries.wording import say
from tui.frame.footer import Keys
from tui.frame.path_field import PathField
from tui.frame.status import Line
from tui.panes.another import AnotherPane
from tui.panes.preview import PreviewPane
from tui.panes.recent import RecentPane, at_home
from tui.screens.page import Page
from tui.state.desk import Failed, Stopped
from tui.state.messages import Left
from tui.state.opening import Chosen, Made, making_demo

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from queries.cancel import Token
    from tui.state.workspace import Workspace


@dataclass
class Gone(Message):
    """Files that were opened lately are not there any more."""

    paths: tuple[str, ...]


class StartScreen(Page):
    """Shown when no file is named, and where another one is to be opened."""

    AUTO_FOCUS = "#recent"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    """Where `-normal` begins, the preview has room beside the list."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._recent = RecentPane(workspace)
        self._another = AnotherPane(workspace)
        self._preview = PreviewPane(workspace)
        self._keys = Keys(workspace.keymap)
        self._on_files = False

    def compose(self) -> ComposeResult:
        """The list and the line, beside or above what is in the file."""
        yield Line(
            say("who the regular customers are, how often they come, who is about to leave"),
            id="title",
            name="regulars",
        )
        with Horizontal(id="start"):
            with Vertical():
                yield self._recent
                yield self._another
            yield self._preview
        yield Static(say("This needs 40 columns and 12 lines."), id="too-small")
        yield self._keys

    # -- looking ----------------------------------------------------------------------------------------------

    @on(RecentPane.Rested)
    def _look(self, message: RecentPane.Rested) -> None:
        """Say what is in the files under the cursor."""
        self._on_files = bool(message.paths)
        self.show_keys()
        if message.paths:
            self._preview.look(message.paths)
        else:
            self._preview.say(
                say("A shop of 3,000 customers over two years, made on this machine; it is gone when you leave."),
                say("the demo"),
            )

    @on(AnotherPane.Rested)
    def _look_there(self, message: AnotherPane.Rested) -> None:
        """Say what is in the file that is typed."""
        if message.path:
            self._preview.look((message.path,), typed=True)

    def offers(self, id: str) -> bool:  # noqa: A002 - the word of the keymap
        """The demo was never opened, so there is nothing to forget of it."""
        return (self._on_files or id != "recent.forget") and super().offers(id)

    @on(RecentPane.Elsewhere)
    def _go_to_path(self) -> None:
        """The keys to the line."""
        if self._another.target is not None:
            self.set_focus(self._another.target)

    def follow_focus(self) -> None:
        """In the line letters are letters: the keys that do something there are told instead."""
        super().follow_focus()
        typing = self.pane_in_focus is self._another
        self._keys.instead = say("enter opens · tab completes · esc back to the list") if typing else ""

    # -- opening ----------------------------------------------------------------------------------------------

    @on(RecentPane.Picked)
    def _picked(self, message: RecentPane.Picked) -> None:
        if message.paths:
            self._open(message.paths)
        else:
            self._another.say(say("Making a shop with 3,000 customers … (esc stops)"))
            self.workspace.desk.start(self, making_demo())

    @on(PathField.Entered)
    def _typed(self, message: PathField.Entered) -> None:
        path = message.path.strip()
        if path:
            self._open((str(from_home(path)),), typed=True)

    def _open(self, paths: tuple[str, ...], *, typed: bool = False) -> None:
        """Open files that are there; looked for in a thread, since they may be on a machine far away."""

        def job(_token: Token) -> Message:
            from queries.source.glance import size_of
            from queries.source.paths import find

            if not typed and size_of(paths) is None:
                return Gone(paths)
            find(paths)
            return Chosen(paths)

        self.workspace.desk.start(self, job)

    @on(Gone)
    def _gone(self, message: Gone) -> None:
        """Say so, and forget them."""
        self._another.say(
            say("{path} is no longer there; it was taken off the list.", path=at_home(Path(message.paths[0])))
        )
        self._recent.forget(message.paths)

    @on(Made)
    def _made(self, message: Made) -> None:
        self.post_message(Chosen((message.path,), demo=True))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self._another.say(str(message.error))

    @on(Stopped)
    def _stopped(self) -> None:
        self._another.say(say("Stopped."))

    # -- leaving ----------------------------------------------------------------------------------------------

    def stop(self) -> bool:
        """Stop making the demo, or looking for files."""
        stopped = self.workspace.desk.stop(self)
        if stopped:
            self._stopped()
        return stopped

    def retreat(self) -> None:
        """From the line back to the list; there escape has nowhere to go, unless files are open below."""
        if self.pane_in_focus is self._another and self._recent.target is not None:
            self._another.say("")
            self.set_focus(self._recent.target)
        elif self.workspace.runner is not None:
            self.dismiss(None)
        else:
            self.tell(say("q quits."))

    def leave(self) -> None:
        """Back to the files that are open; else nothing is before this screen."""
        if self.workspace.runner is not None:
            self.dismiss(None)
        else:
            self.post_message(Left())
