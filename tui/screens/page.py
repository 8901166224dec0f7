"""What every screen is: its lines, its panes, where the focus is, and how it is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.reactive import Reactive
from textual.screen import Screen

from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import at, named
from tui.frame.answered import ScopeLine
from tui.frame.footer import Keys
from tui.frame.pane import Pane
from tui.frame.search import leave_search
from tui.frame.status import Line
from tui.panes.panes import Panes
from tui.table.pane import TablePane
from tui.table.parts import PartedPane
from tui.table.view import TableView
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from queries.answering.result import Result
    from tui.commands.listed import Command, Where
    from tui.dialogs.export import Rows
    from tui.state.workspace import Workspace

EVERY_PAGE = ("mask", "tables", "pane.zoom", *named("everywhere"))
"""What every screen does."""


class Page(Screen[None]):
    """A screen with panes on it. What is asked of the data, and what follows from it, its subclass says."""

    CSS_PATH = str(Path(__file__).with_suffix(".tcss"))
    DOES: ClassVar[tuple[str, ...]] = EVERY_PAGE
    """The commands that it does beside its panes, by id."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERY_PAGE)

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual repaints the whole screen when the focus moves; titles and cursors say it here."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._last: Pane | None = None

    # -- panes ------------------------------------------------------------------------------------------------

    @property
    def pane_in_focus(self) -> Pane | None:
        """The pane the keys go to."""
        inside = self.focused.ancestors_with_self if self.focused is not None else ()
        return next((node for node in inside if isinstance(node, Pane)), None)

    @property
    def _in_focus(self) -> Pane | ScopeLine | None:
        """Whose keys come first: those of the pane in focus, or of the line of the scope."""
        return self.focused if isinstance(self.focused, ScopeLine) else self.pane_in_focus

    @property
    def main_pane(self) -> Pane | None:
        """The pane that commands are about when none in focus does them."""
        return next((pane for pane in self.query(Pane) if pane.MAIN), None)

    @property
    def places(self) -> tuple[Where, ...]:
        """Whose keys the footer and the help tell first."""
        node = self._in_focus or self.main_pane
        return node.places if node is not None else ("everywhere",)

    @property
    def _doers(self) -> list[Pane | ScopeLine | Page]:
        """Who does the commands of this screen, whoever is asked first coming first."""
        return [node for node in (self._in_focus, self.main_pane, self) if node is not None]

    def doer(self, id: str) -> Pane | ScopeLine | Page | None:  # noqa: A002 - the word of the keymap
        """Who on this screen does a command: the pane in focus, else the main one, else the screen."""
        return next((node for node in self._doers if id in node.DOES), None)

    def offers(self, id: str) -> bool:  # noqa: A002 - the word of the keymap
        """Whether a command leads anywhere just now; the footer is silent about the others."""
        return self.doer(id) is not None

    def pane_commands(self) -> list[Command]:
        """The commands that go to the panes of this screen."""
        return [entry for panes in self.query(Panes) for entry in panes.commands()]

    def answered(self) -> Result | None:
        """The answer that can be exported and repeated."""
        pane = self.main_pane
        return pane.answered() if isinstance(pane, TableView) else None

    def parted(self) -> PartedPane | None:
        """The pane whose answer may have further tables."""
        return next(iter(self.query(PartedPane)), None)

    # -- where the focus is -----------------------------------------------------------------------------------

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """The footer and the titles follow the focus."""
        self.follow_focus()

    def show_keys(self) -> None:
        """The footer offers what can be done here and now."""
        for keys in self.query(Keys):
            keys.ids = tuple(entry.id for place in self.places for entry in at(place) if self.offers(entry.id))

    def follow_focus(self) -> None:
        """Show where the focus is."""
        self.show_keys()
        self._last = self.pane_in_focus or self._last
        for pane in self.query(Pane):
            pane.title.active = pane is self.pane_in_focus

    def watch_focused(self, focused: Widget | None) -> None:
        """What had the focus may be out of sight by now, or gone."""
        if focused is None:
            self.call_after_refresh(self.keep_focus)

    def keep_focus(self) -> None:
        """Keys have somewhere to go: the pane they went to, where it is seen, else the main one, else any that is."""
        if self.focused is not None or not self.app.app_focus:
            return
        panes = [pane for pane in (self._last, self.main_pane, *self.query(Pane)) if pane is not None and pane.region]
        target = next((target for pane in panes if (target := pane.target) is not None), None)
        if target is not None:
            self.set_focus(target, scroll_visible=False)

    def on_resize(self) -> None:
        """Another size may have room for fewer panes: the one in use stays in sight. Chosen before all is laid out."""
        for panes in self.query(Panes):
            if self._last in panes.all and self._last.region:
                panes.show(self._last)
            panes.place()
        self.call_after_refresh(self.keep_focus)

    def action_pane(self, index: int) -> None:
        """Give a pane the focus."""
        for panes in self.query(Panes):
            panes.go(index)

    def action_next_pane(self, step: int) -> None:
        """Give the next pane the focus."""
        for panes in self.query(Panes):
            panes.step(step)

    def action_zoom(self) -> None:
        """The pane in focus fills the screen, or everything is as before."""
        pane = self.pane_in_focus
        if self.maximized is not None:
            self.minimize()
        elif pane is not None:
            self.maximize(pane, container=False)

    # -- personal data ----------------------------------------------------------------------------------------

    def show_masked(self) -> None:
        """Show again what is shown, with personal data masked or as they are."""
        for pane in self.query(Pane):
            pane.show_masked()
        for line in self.query(ScopeLine):
            line.show_masked()
        self.say_masked()

    @on(TableView.Shown)
    def say_masked(self) -> None:
        """Say in a word whether personal data are masked, where there are any."""
        personal = any(pane.is_personal for pane in self.query(Pane))
        word = say("masked" if self.workspace.masked else "unmasked") if personal else ""
        for line in self.query("#title").results(Line):
            line.word = word

    # -- what panes ask for -----------------------------------------------------------------------------------

    @on(Pane.Opens)
    def _open_dialog(self, message: Pane.Opens) -> None:
        message.stop()
        self.app.push_screen(message.dialog, message.then)

    @on(TablePane.Copies)
    def _copy_text(self, message: TablePane.Copies) -> None:
        message.stop()
        self.copy(message.text, message.what)

    def copy(self, text: str, what: str) -> None:
        """Send text to the terminal's clipboard; a file holds it too, for terminals that refuse."""
        self.app.copy_to_clipboard(text)
        path = self.workspace.keep_copy(text)
        self.tell(say("Copied {what}.", what=what) + (say(" It is also in {path}.", path=path) if path else ""))

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """A sentence in the corner; text from data is never read as markup."""
        self.notify(safe(words), markup=False, severity="warning" if wrong else "information", timeout=6)

    # -- the answer -------------------------------------------------------------------------------------------

    def offered(self, result: Result) -> list[Rows]:
        """What can be written to a file, the likeliest first."""
        from tui.dialogs.export import rows_of

        return rows_of(result, self._part_of(result))

    def action_export(self) -> None:
        """Ask what is to be written, and where to."""
        result = self.answered()
        if result is None:
            self.tell(say("There is no answer to export yet."))
            return
        from tui.dialogs.export import Export

        self.app.push_screen(Export(self.workspace, self.offered(result)))

    def action_copy_command(self) -> None:
        """Copy the command line that repeats this screen."""
        result = self.answered()
        if result is None:
            self.tell(say("There is no answer to repeat yet."))
            return
        if result.row:
            self.tell(say("No command line repeats the customers behind a single row; e writes them to a file."))
            return
        part = self._part_of(result)
        line = self.workspace.command(result, *(["--part", part] if part else []))
        self.copy(line, line)

    def action_next_part(self) -> None:
        """The next table of the answer; after the last the answer itself again."""
        pane = self.parted()
        if pane is not None:
            pane.next_part()

    def _part_of(self, result: Result) -> str | None:
        pane = self.main_pane
        return pane.part_of(result) if isinstance(pane, TableView) else None

    # -- leaving ----------------------------------------------------------------------------------------------

    def action_escape(self) -> None:
        """Close the search, stop what runs, back from a further table, back: the first of these that applies."""
        if self.maximized is not None:
            self.minimize()
        elif not (leave_search(self) or self.stop() or self._leave_part()):
            self.retreat()

    def action_back(self) -> None:
        """Back from a further table, else back."""
        if not self._leave_part():
            self.leave()

    def _leave_part(self) -> bool:
        pane = self.parted()
        return pane is not None and pane.leave_part()

    def stop(self) -> bool:
        """Stop what runs for this screen; whether anything did."""
        return False

    def retreat(self) -> None:
        """Go back, as escape does."""
        self.leave()

    def leave(self) -> None:
        """Go back to the screen before."""
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Nobody is there to hear what still runs."""
        self.workspace.desk.stop(self)
