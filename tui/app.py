"""The application: opens files, shows screens, ends cleanly. Imports nothing heavy."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, on
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import Binding

from queries.wording import LANGUAGES, current, say, speak
from tui.commands.keymap import bindings, read_keymap
from tui.commands.listed import COMMANDS, named
from tui.dialogs.changing import TOO_SOON
from tui.keyboard import Keyboard
from tui.looks import DARK, LIGHT, suited
from tui.painting import Changes, Painting
from tui.screens.beginning import BeginningScreen
from tui.state.desk import Desk, Failed, unforeseen
from tui.state.listed import CustomerOpened
from tui.state.messages import Left, PartEdited, Settled
from tui.state.opening import Chosen, Loaded, Looked, Start, loading, looking
from tui.state.places import places
from tui.state.watching import EVERY, Noticed, Watch, Watched, difference, noticing
from tui.state.workspace import Workspace
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.screen import Screen

    from queries.errors import RegularsError
    from queries.question.question import Question
    from queries.question.scope import Scope
    from queries.session import Session
    from tui.dialogs.find import Find
    from tui.screens.main import MainScreen
    from tui.state.memory import Memory
    from tui.state.scoped import Part

__all__ = ["RegularsApp", "Start"]


class RegularsApp(App[int]):
    """Who the regular customers are.

    Attributes:
        workspace: What the screens share.
        desk: Where work that takes time is done.
        keyboard: Where keys wait for their turn.
        failure: Why the files could not be opened; told after the screen is gone.
    """

    CSS_PATH = "app.tcss"
    TITLE = "regulars"
    COMMANDS: ClassVar[set[Any]] = set()
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(named("everywhere")), Binding("ctrl+c", "no", show=False)]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (80, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-low"), (30, "-tall")]  # noqa: RUF012
    ENABLE_SELECT_AUTO_SCROLL = False

    def __init__(
        self,
        start: Start,
        *,
        memory: Memory | None = None,
        keymap: Path | None = None,
        terminal: type[Driver] | None = None,
    ) -> None:
        super().__init__(terminal)
        keys, self._wrong = read_keymap(keymap or places().config)
        self.desk = Desk(self)
        self.keyboard = Keyboard(self, super().on_event)
        self.workspace = Workspace(start, self.desk, memory=memory, keymap=keys)
        self.failure: RegularsError | None = None
        self._painting = Painting()
        self._chosen = False
        self._watch = Watch()
        self._findings: tuple[str, ...] | None = None
        self.animation_level = "none"
        self.set_keymap(keys)
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self._choose_theme()

    def _choose_theme(self) -> None:
        """The theme asked for, else one that suits the terminal."""
        few = self.workspace.few_colours = self.console.color_system == "standard"
        name = self.workspace.start.theme or os.environ.get("TEXTUAL_THEME") or suited(os.environ, few=few)
        if name not in self.available_themes:
            self._wrong.append(say("There is no theme “{name}”; the palette lists them.", name=name))
            name = DARK.name
        self.theme = name

    def get_default_screen(self) -> Screen[Any]:
        """What is painted first, and stays below all others."""
        return BeginningScreen(self.workspace.label if self.workspace.paths else "")

    def on_mount(self) -> None:
        """Open the files once something is on the terminal: what shows them takes longer to import than to be drawn."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())
        for sentence in self._wrong:
            self.notify(safe(sentence), markup=False, severity="warning")
        self.call_after_refresh(self._begin)
        if self.workspace.start.watch:
            self.set_interval(EVERY, self._look_for_changes)

    def _begin(self) -> None:
        """The screen of the files that are named, else the one where some are chosen."""
        if self.workspace.paths:
            self._show_main()
            self.call_after_refresh(self.look)
        else:
            self.action_files()

    def _show_main(self, asked: Question | None = None) -> MainScreen:
        """A main screen, made anew, in place of all that was shown."""
        from tui.screens.main import MainScreen

        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(main := MainScreen(self.workspace, asked))
        return main

    def on_resize(self, event: events.Resize) -> None:
        """A terminal that was smaller for a moment has lost what stood there, though it is as large as before."""
        self._painting.forget()
        if self.screen_stack and event.size == self.screen.size:
            self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send what looks different."""
        if isinstance(renderable, CompositorUpdate):
            renderable = Changes(self._painting, renderable)
        super()._display(screen, renderable)

    def action_redraw(self) -> None:
        """Paint everything anew: another program wrote over it, or the terminal lost it."""
        self._painting.forget()
        self.screen.refresh(layout=True)

    def notify(self, message: str, **more: Any) -> None:
        """Say it in a corner; what stands there already is not said twice."""
        for told in [told for told in self._notifications if told.message == message]:
            self._unnotify(told, refresh=False)
        super().notify(message, **more)

    async def on_event(self, event: events.Event) -> None:
        """Keys wait for their turn, but for the one that ends the program whatever there is."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif not self.screen_stack:
            return
        elif not (isinstance(event, events.Key) and await self._check_bindings(event.key, priority=True)):
            await self.keyboard.take(event)

    # -- opening ----------------------------------------------------------------------------------------------

    def main(self) -> MainScreen | None:
        """The main screen of the files that are open, which may be below others."""
        from tui.screens.main import MainScreen

        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, MainScreen)), None)

    @on(Chosen)
    def _open_chosen(self, message: Chosen) -> None:
        """Open files from the start screen, or in place of those that are open."""
        self.desk.stop_all()
        self._findings, self._chosen = None, True
        self.workspace.open(message.paths, demo=message.demo)
        self.workspace.session, self.workspace.change_told = None, False
        self._show_main()
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """Open the files and find out what their tables mean."""
        self.workspace.session = None
        main = self.main()
        if main is not None:
            main.work(say("Opening {label} …", label=self.workspace.label))
            self.desk.start(main, looking(self.workspace.paths, self.workspace.start.options), "open")

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        """Go on with a certain mapping; ask about an uncertain one."""
        self.workspace.session, self.workspace.metrics = message.session, message.metrics
        main = self.main()
        if main is not None:
            main.metrics = message.metrics
        if message.session.certain:
            self.load(message.session)
        else:
            self.action_mapping()

    def load(self, session: Session, *, again: bool = False) -> None:
        """Build the log; the main screen is told how far it is."""
        main = self.main()
        if main is not None:
            self.workspace.session = session
            main.work(say("Reading {label} …", label=self.workspace.label))
            self.desk.start(main, loading(session, main, again=again), "open")

    @on(Settled)
    def _settled(self, message: Settled) -> None:
        """Read the files by the mapping that was settled."""
        self.load(message.session)

    def action_reload(self) -> None:
        """Read the files again, or try again what was stopped; what was stopped before it was opened begins anew."""
        self.workspace.change_told = False
        session, main = self.workspace.session, self.main()
        if session is None:
            self.look()
        elif main is not None and not any(self.desk.runs(main, kind) for kind in ("open", "again")):
            self.load(session, again=self.workspace.runner is not None)

    # -- watching ---------------------------------------------------------------------------------------------

    def _look_for_changes(self) -> None:
        """Look at the files in a thread, unless they are being read."""
        session, main = self.workspace.session, self.main()
        reading = main is None or any(self.desk.runs(main, kind) for kind in ("open", "again"))
        if session is not None and self.workspace.runner is not None and not reading:
            self.desk.start(self, self._watch.looking(session.source), "watch")

    @on(Watched)
    def _watched(self, message: Watched) -> None:
        """Read files that changed again; until that is done the answer before stays, and so it does where it fails."""
        session, main = self.workspace.session, self.main()
        if message.changed and session is not None and main is not None:
            main.busy("open")
            self.desk.start(main, loading(session, self, again=True), "again")

    @on(Loaded)
    def _notice(self) -> None:
        """Find out what the overview says now."""
        job = noticing(self.workspace) if self.workspace.start.watch else None
        if job is not None:
            self.desk.start(self, job, "findings")

    @on(Noticed)
    def _noticed(self, message: Noticed) -> None:
        """Say which findings are others since; of the first there are none before."""
        before, self._findings = self._findings, message.findings
        if before is not None:
            told = difference(before, message.findings) or [say("The findings of the overview are the same.")]
            words = "\n".join([say("{label} changed and was read again.", label=self.workspace.label), *told])
            self.notify("\n".join(map(safe, words.split("\n"))), markup=False, timeout=20)

    @on(Failed)
    def _could_not_open(self, message: Failed) -> None:
        """What the command line names ends the program; else it is told where the answer would be."""
        main, error = self.main(), message.error
        if message.kind != "open":
            return
        if self.workspace.session is None and not self._chosen:
            self.failure = error
            self.end(error.exit_code)
        elif main is not None:
            main.stand(error.in_lines())

    # -- screens ----------------------------------------------------------------------------------------------

    def ask(self, id: str) -> None:  # noqa: A002 - the catalogue's word
        """Ask a question from anywhere: back to the main screen first."""
        if main := self._back_to_main():
            main.ask_metric(id)

    def open_view(self, name: str) -> None:
        """Open a saved view from anywhere."""
        if main := self._back_to_main():
            main.open_view(name)

    def change_scope(self, change: Callable[[Scope], Scope]) -> None:
        """Ask the same of another scope from anywhere."""
        if main := self._back_to_main():
            main.change_scope(change)

    def _back_to_main(self) -> MainScreen | None:
        """The main screen, with nothing above it."""
        main = self.main()
        while main is not None and self.screen is not main and len(self.screen_stack) > 1:
            self.pop_screen()
        return main

    def explain(self, word: str, meaning: str) -> None:
        """Tell what a word means."""
        from tui.dialogs.dialog import Words

        self.push_screen(Words(word, Text(meaning)))

    def open_files(self, paths: tuple[str, ...]) -> None:
        """Other files in place of these."""
        self.post_message(Chosen(paths))

    @on(CustomerOpened)
    def _open_portrait(self, message: CustomerOpened) -> None:
        """One customer of a list."""
        from tui.screens.portrait import PortraitScreen

        self.push_screen(PortraitScreen(self.workspace, message.listed))

    def action_files(self) -> None:
        """Open other files: recent ones, the demo, or any path."""
        from tui.screens.start import StartScreen

        if not isinstance(self.screen, StartScreen):
            self.push_screen(StartScreen(self.workspace))

    def action_mapping(self) -> None:
        """See and correct what means what."""
        from tui.screens.mapping import MappingScreen

        if self.workspace.session is not None:
            self.push_screen(MappingScreen(self.workspace, self.workspace.session))

    def action_tables(self) -> None:
        """The tables of the file as they are."""
        from tui.screens.tables import TablesScreen

        if self.workspace.session is not None:
            self.push_screen(TablesScreen(self.workspace, self.workspace.session.source))

    def action_mask(self) -> None:
        """Show personal data as they are, or mask them again; nothing is asked anew."""
        from tui.screens.page import Page

        self.workspace.masked = not self.workspace.masked
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.show_masked()

    def action_keys_help(self) -> None:
        """Help for the pane in focus, and all keys."""
        from tui.commands.help import help_words
        from tui.dialogs.dialog import Words
        from tui.screens.page import Page

        page, keymap = self.screen, self.workspace.keymap
        self.workspace.hints.use("help")
        if self._back_to(Words):
            return
        if not isinstance(page, Page):
            self.push_screen(Words(say("Help"), help_words(("everywhere",), keymap, None)))
            return
        result = page.answered()
        said = self.workspace.said(result) if result is not None else None
        self.push_screen(Words(say("Help"), help_words(page.places, keymap, said, page.pane_commands())))

    def action_command_palette(self) -> None:
        """Find anything by name: commands, questions, customers, segments, terms, files."""
        from tui.finding.everything import Ways, everything_box

        main = self.main()
        answer = main.answer if main else None
        self.workspace.hints.use("palette")
        ways = Ways(self.ask, self.open_view, self.change_scope, self.explain, self.open_files, answer)
        self._find(everything_box(self, self.workspace, ways))

    def action_scope(self, typed: str = "") -> None:
        """Pick a part of the scope, change one, or drop one; with something `typed` already."""
        from tui.finding.scope import Ends, scope_box

        main, runner = self.main(), self.workspace.runner
        if main is None or main.asked is None or runner is None:
            self.notify(say(TOO_SOON["scope"]), markup=False)
            return
        self.workspace.hints.use("scope")
        ends = Ends(self.change_scope, main.drop_part, self._change_part, partial(main.action_choose, "scope"))
        self._find(scope_box(self.workspace, runner, main.asked.scope, main.narrowing, ends, typed))

    @on(PartEdited)
    def _edit_part(self, message: PartEdited) -> None:
        """A part of the line is to be another one."""
        self._change_part(message.part)

    def _change_part(self, part: Part) -> None:
        """What is compared with in its form, anything else picked from those of its kind."""
        main = self.main()
        if main is not None and part.kind == "compare":
            main.action_choose("compare")
        else:
            self.action_scope(part.finds)

    def action_change_theme(self) -> None:
        """Choose other colours by name."""
        from tui.dialogs.find import Find, Source
        from tui.dialogs.hits import Hit

        names = [Hit(name, "", partial(setattr, self, "theme", name)) for name in sorted(self.available_themes)]
        self._find(Find(say("Theme"), [Source(lambda _: names)], say("Search for themes …")))

    def action_change_language(self) -> None:
        """Speak the next language: the same question is asked again in it, on a screen made anew."""
        languages = [*LANGUAGES]
        speak(languages[(languages.index(current()) + 1) % len(languages)])
        main, session = self.main(), self.workspace.session
        self.desk.stop_all()
        if main is None:
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self.action_files()
            return
        anew = self._show_main(main.asked)
        anew.metrics = self.workspace.metrics
        if session is None or self.workspace.runner is None:
            self.call_after_refresh(self.look)
        else:
            session.forget_words()
            anew.call_after_refresh(anew.post_message, Loaded(session))

    def _find(self, box: Find) -> None:
        """Open a box that finds; what is picked is done once it is closed."""
        if not self._back_to(type(box)):
            self.push_screen(box, lambda hit: hit and hit.run())

    def _back_to(self, kind: type[Screen[Any]]) -> bool:
        """Whether a box of a kind is open: then what lies above it is left, and boxes do not pile up."""
        at = next((at for at, screen in enumerate(self.screen_stack) if isinstance(screen, kind)), None)
        for _ in self.screen_stack[at + 1 :] if at is not None else ():
            self.pop_screen()
        return at is not None

    # -- ending -----------------------------------------------------------------------------------------------

    def action_no(self) -> None:
        """ctrl+c: say how to leave."""
        self.notify(say("ctrl+q quits."), markup=False)

    def _fatal_error(self) -> None:
        """Something nobody foresaw on the screen's own side: written down, told in a sentence after the end."""
        self._exit_renderables.clear()
        self.failure = unforeseen(self._exception or Exception())
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """End at once, whatever runs."""
        self.end(0)

    @on(Left)
    def _left(self) -> None:
        """The first screen is to be left: asked once, since one `q` too many is soon typed."""
        from tui.dialogs.leave import Leave

        self.push_screen(Leave(), lambda leaves: self.end(0) if leaves else None)

    def end(self, code: int) -> None:
        """End with an exit code; what runs is told to stop and not waited for."""
        self.desk.stop_all()
        self.exit(code, return_code=code)


assert len({entry.id for entry in COMMANDS}) == len(COMMANDS), "two commands share an id"
