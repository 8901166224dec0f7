"""The saved views: one is named, chosen, renamed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from queries.errors import RegularsError
from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.choices import Choices
from tui.frame.field import Field
from tui.state.saved import usable
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.state.saved import SavedView
    from tui.state.workspace import Workspace


class Naming(Dialog[str]):
    """A name for a view: for a new one, or another for one that is there; leaves with it once it is kept."""

    def __init__(self, workspace: Workspace, view: SavedView, *, renames: bool = False) -> None:
        super().__init__(say("Rename the view") if renames else say("Save this view"))
        self._views = workspace.views
        self._view = view
        self._renames = renames
        self._taken = ""

    def content(self) -> ComposeResult:
        """The name, and what is kept under it."""
        with Horizontal(classes="row"):
            yield Label(say("Name"), classes="name")
            yield Field(self._view.name, id="name")
        yield Static(Text(safe(self._view.words)), classes="available whole")
        yield Static(id="said", markup=False)
        yield Static(Text(say("enter saves · typing replaces the name · esc leaves")), classes="hint")

    def on_mount(self) -> None:
        """What is typed takes the place of what is proposed."""
        self.query_one(Field).select_all()

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        """Keep it; a name that is taken is asked about first, and never taken from another by renaming."""
        event.stop()
        try:
            name = usable(event.value)
            if self._renames:
                self._views.rename(self._view.name, name)
            elif self._views.has(name) and self._taken != name:
                self._taken = name
                self.say(say("There is a view “{name}” already. enter again replaces it.", name=name))
                return
            else:
                self._views.save(self._view.called(name))
        except RegularsError as error:
            self.say(str(error))
            return
        self.dismiss(name)


class Views(Dialog[str]):
    """The saved views by number; leaves with the name of the one to open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"open({digit})", show=False) for digit in range(1, 10)),
        Binding("R", "rename", show=False),
        Binding("D,delete", "remove", show=False),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(say("Saved views"))
        self._workspace = workspace
        self._views: list[SavedView] = []
        self._leaving = ""

    def content(self) -> ComposeResult:
        """A line each."""
        yield Choices(id="views", markup=False)
        yield Static(id="said", markup=False)
        yield Static(Text(say("a digit or enter opens · R renames · D removes · esc leaves")), classes="hint")

    def on_mount(self) -> None:
        """As they are kept."""
        self._list()

    def _list(self) -> None:
        """Show them, the cursor where it was; without any there is nothing to choose."""
        choices = self.query_one(Choices)
        at, self._views = choices.highlighted or 0, self._workspace.views.all()
        choices.clear_options()
        choices.add_options(map(_line, range(1, len(self._views) + 1), self._views))
        choices.highlighted = min(at, len(self._views) - 1) if self._views else None
        if not self._views:
            self.dismiss(None)

    @property
    def _here(self) -> SavedView:
        return self._views[self.query_one(Choices).highlighted or 0]

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_open(event.option_index + 1)

    def action_open(self, number: int) -> None:
        """Open the view of a number."""
        if number <= len(self._views):
            self.dismiss(self._views[number - 1].name)

    def action_rename(self) -> None:
        """Give the view under the cursor another name."""
        self.app.push_screen(Naming(self._workspace, self._here, renames=True), lambda _: self._list())

    def action_remove(self) -> None:
        """Forget the view under the cursor, once that was said twice."""
        name = self._here.name
        if self._leaving != name:
            self._leaving = name
            self.say(say("D again removes “{name}”.", name=name))
            return
        self.say("")
        try:
            self._workspace.views.remove(name)
        except RegularsError as error:
            self.say(str(error))
        self._list()


def _line(number: int, view: SavedView) -> Option:
    """A view in one line."""
    text = Text(f"{number:>2}  {safe(view.name)}", no_wrap=True, overflow="ellipsis")
    return Option(text if view.words == view.name else text.append(f"  {safe(view.words)}", style="dim"))
