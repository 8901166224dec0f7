"""What all dialogs share: keys, search, and how they are left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import Static

from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.scrolled import Scrolled
from tui.frame.search import leave_search
from tui.text.safe import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.state.desk import Desk, Job

Outcome = TypeVar("Outcome")


class Dialog(ModalScreen[Outcome], Generic[Outcome]):
    """A box above the screen: escape leaves it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(named("everywhere"))
    AUTO_FOCUS = "Input, OptionList, SelectionList, #box"
    SCROLLS = False
    """Whether the box itself takes the keys that scroll."""

    def __init__(self, title: str, desk: Desk | None = None) -> None:
        """A dialog; one that has work done needs a desk for it."""
        super().__init__()
        self.heading = title
        self._desk = desk
        self._outcome: tuple[Outcome | None] | None = None

    def compose(self) -> ComposeResult:
        """The box with its heading, and what the dialog puts in it."""
        with Scrolled(id="box") as box:
            box.can_focus = self.SCROLLS
            box.border_title = Text(f" {safe(self.heading)} ")
            yield from self.content()

    def content(self) -> ComposeResult:
        """What is in the box."""
        yield from ()

    def action_escape(self) -> None:
        """Leave the search, else leave, nothing changed."""
        if not leave_search(self):
            self.dismiss(None)

    def action_back(self) -> None:
        """Leave, nothing changed."""
        self.dismiss(None)

    def dismiss(self, result: Outcome | None = None) -> AwaitComplete:
        """Leave with an outcome, once what was opened above is left.

        Textual takes the screen on top away, whoever says that it is done: what is worked out for a dialog may be done
        when help was opened above it, or when it was left already.
        """
        if self.is_current:
            return super().dismiss(result)
        self._outcome = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """What was opened above is left."""
        if self._outcome is not None:
            self.dismiss(*self._outcome)

    def start(self, job: Job, kind: str = "") -> None:
        """Have something worked out; who leaves the dialog stops it, and the next of its kind does."""
        if self._desk is not None:
            self._desk.start(self, job, kind)

    def on_unmount(self) -> None:
        """Nobody is there to hear what still runs."""
        if self._desk is not None:
            self._desk.stop(self)

    def say(self, words: str) -> None:
        """A sentence at the foot of the dialog: what is wrong with what was typed.

        Where the box is higher than the screen it is scrolled there.
        """
        said = self.query_one("#said", Static)
        said.update(Text(safe(words)))
        if words:
            self.call_after_refresh(said.scroll_visible, animate=False)


class Words(Dialog[Any]):
    """A dialog that only tells something; any of the leaving keys closes it."""

    SCROLLS = True

    def __init__(self, title: str, words: RenderableType) -> None:
        super().__init__(title)
        self._words = words

    def content(self) -> ComposeResult:
        """The words, scrolled with the arrow keys."""
        yield Static(self._words)
        yield Static(Text(say("esc closes")), classes="hint")
