"""What every pane is: a part of a screen with a title, which owns its keys, its jobs and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from tui.frame.title import PaneTitle
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.screen import ModalScreen

    from tui.commands.listed import Where
    from tui.state.workspace import Workspace


class Pane(Vertical):
    """A part of a screen; `z` lets it fill the screen, a number gives it the focus.

    It is handed what it needs, tells what happens in it by messages, and asks nobody beside or above it.
    """

    NAME: ClassVar[str] = ""
    """What it is called in the style sheet (`#NAME-pane`), and its command by the keymap (`pane.NAME`)."""
    HEADING: ClassVar[str] = ""
    HELP: ClassVar[str] = ""
    """What help says of the key that goes here."""
    PLACES: ClassVar[tuple[Where, ...]] = ("table", "page")
    """Whose keys the footer and the help tell first while the focus is here."""
    DOES: ClassVar[tuple[str, ...]] = ()
    """The commands that it does, by id."""
    MAIN: ClassVar[bool] = False
    """Whether it is what the screen is about: commands go here that no other pane does."""
    GIVES_WAY: ClassVar[bool] = False
    """Whether it may be out of sight where a screen has few lines."""
    ALLOW_MAXIMIZE = True

    @dataclass
    class Opens(Message):
        """A dialog is to be opened, and its outcome to be told."""

        dialog: ModalScreen[Any]
        then: Callable[[Any], None]

    def __init__(self, workspace: Workspace, heading: str | None = None) -> None:
        super().__init__(id=f"{self.NAME}-pane", classes="pane")
        self.workspace = workspace
        self.title = PaneTitle(self.HEADING if heading is None else heading)

    def compose(self) -> ComposeResult:
        """The title, and what is below it."""
        yield self.title
        yield from self.content()

    def content(self) -> Iterable[Widget]:
        """What is below the title."""
        return ()

    @property
    def target(self) -> Widget | None:
        """What takes the focus; None where there is nothing to do."""
        return next((node for node in self.walk_children(Widget) if node.can_focus and node.display), None)

    @property
    def places(self) -> tuple[Where, ...]:
        """Whose keys the footer and the help tell first, where the focus is just now."""
        return self.PLACES

    @property
    def is_personal(self) -> bool:
        """Whether personal data are seen in it, masked or not."""
        return False

    def show_masked(self) -> None:
        """Show again what is shown, with personal data masked or as they are."""

    def stop(self) -> bool:
        """Stop what runs for it; whether anything did."""
        return self.workspace.desk.stop(self)

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """A sentence in the corner; text from data is never read as markup."""
        self.notify(safe(words), markup=False, severity="warning" if wrong else "information", timeout=6)

    def on_unmount(self) -> None:
        """Nobody is there to hear what still runs."""
        self.workspace.desk.stop(self)
