"""The application: opens files, holds what the screens share, ends cleanly. Imports nothing heavy."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding
from textual.command import CommandPalette
from textual.widgets import Input

from queries.errors import RegularsError
from tui.commands.keymap import bindings, read_keymap
from tui.commands.listed import COMMANDS
from tui.commands.palette import Everything
from tui.looks import QUIET, THEME
from tui.process import run
from tui.screens.main import MainScreen
from tui.state.desk import Desk, unforeseen
from tui.state.masking import Masking
from tui.state.memory import Memory, View, scope_from, scope_values
from tui.state.opening import Looked, Start, loading, looking
from tui.state.places import places
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from textual.binding import BindingType
    from textual.screen import Screen

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.catalogue import Metric
    from queries.question.question import Question
    from queries.session import Session
    from tui.table.widget import Table

__all__ = ["RegularsApp", "Start", "run"]


class RegularsApp(Masking):
    """Who the regular customers are.

    Attributes:
        start: What the command line asked for.
        session: The open files; from the moment they are looked at.
        metrics: The catalogue; empty until it is read.
        desk: Where work that takes time is done.
        failure: Why the files could not be opened; told after the screen is gone.
    """

    CSS_PATH = "app.tcss"
    TITLE = "regulars"
    COMMANDS: ClassVar[set[Any]] = {Everything}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere"), Binding("ctrl+c", "no", show=False)]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (80, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (12, "-low"), (30, "-tall")]  # noqa: RUF012
    ENABLE_SELECT_AUTO_SCROLL = False

    def __init__(self, start: Start, *, memory: Memory | None = None, keymap: Path | None = None) -> None:
        super().__init__()
        self.start = start
        self.paths = start.paths
        self.session: Session | None = None
        self.metrics: Sequence[Metric] = ()
        self.failure: RegularsError | None = None
        self.masked = not start.unmask
        self.desk = Desk(self)
        self.memory = memory or Memory()
        self.keymap, self._wrong = read_keymap(keymap or places().config)
        self.animation_level = "none"
        self.set_keymap(self.keymap)
        self.register_theme(QUIET)
        self._choose_theme()

    def _choose_theme(self) -> None:
        """The theme asked for; over SSH the terminal's own colours, else a quiet one."""
        remote = "ansi-dark" if os.environ.get("SSH_CONNECTION") else THEME
        wanted = self.start.theme or os.environ.get("TEXTUAL_THEME") or remote
        if wanted not in self.available_themes:
            self._wrong.append(f"There is no theme “{wanted}”; the palette lists them.")
            wanted = THEME
        self.theme = wanted

    def get_default_screen(self) -> Screen[Any]:
        """The frame is the first thing painted."""
        if self.paths:
            return MainScreen()
        from tui.screens.start import StartScreen

        return StartScreen()

    def on_mount(self) -> None:
        """Open the files once the frame is on the terminal."""
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        for sentence in self._wrong:
            self.notify(safe(sentence), markup=False, severity="warning")
        if self.paths:
            self.call_after_refresh(self.look)

    # -- opening ----------------------------------------------------------------------------------------------

    @property
    def label(self) -> str:
        """What is open, for people."""
        if self.start.title:
            return self.start.title
        return Path(self.paths[0]).name if len(self.paths) == 1 else f"{len(self.paths)} files"

    @property
    def runner(self) -> Runner | None:
        """Answers questions, once the log is built."""
        return getattr(self.session, "runner", None)

    def main(self) -> MainScreen | None:
        """The main screen, which may be below others."""
        return next((screen for screen in self.screen_stack if isinstance(screen, MainScreen)), None)

    def open_files(self, paths: tuple[str, ...], *, demo: bool = False) -> None:
        """Open files from the start screen."""
        self.paths = paths
        self.start = replace(self.start, paths=paths, demo=demo)
        self.push_screen(MainScreen())
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """Open the files and find out what their tables mean."""
        self.session = None
        self.desk.start("open", self.main() or self, looking(self.paths, self.start.options))

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        """Go on with a certain mapping; ask about an uncertain one."""
        self.session, self.metrics = message.session, message.metrics
        main = self.main()
        if main is not None:
            main.learn(message.metrics)
        if message.session.certain:
            self.load(message.session)
        else:
            self.open_mapping()

    def load(self, session: Session, *, again: bool = False) -> None:
        """Build the log; the main screen is told how far it is."""
        main = self.main()
        if main is not None:
            self.session = session
            main.busy("open")
            main.show_words(f"Reading {self.label} …")
            self.desk.start("open", main, loading(session, main, again=again))

    def reload(self) -> None:
        """Read the files again; what was stopped before it was opened begins anew."""
        if self.session is None:
            self.look()
        elif self.desk.running.get("open") is None:
            self.load(self.session, again=self.runner is not None)

    def could_not_open(self, error: RegularsError) -> None:
        """A file that never opened ends the program; one that was open stays on the screen."""
        main = self.main()
        if self.runner is None and self.session is None:
            self.failure = error
            self.end(error.exit_code)
        elif main is not None:
            main.show_words(f"{error} (: Mapping corrects what the columns mean, r tries again, q quits.)")

    def open_mapping(self) -> None:
        """The mapping screen."""
        from tui.screens.mapping import MappingScreen

        if self.session is not None:
            self.push_screen(MappingScreen(self.session))

    def described(self) -> str:
        """What is open: file, events, customers, range."""
        from queries.formats.numbers import count
        from tui.text.formats import long_date

        runner = self.runner
        if runner is None:
            return self.label
        log = runner.log
        aside = f" · {log.rows_set_aside:,} set aside" if log.rows_set_aside else ""
        return (
            f"{self.label} · {count(log.rows)} events · {log.size:,} customers · "
            f"{long_date(log.first_day)} – {long_date(log.last_day)}{aside}"
        )

    # -- questions --------------------------------------------------------------------------------------------

    def ask(self, id: str) -> None:  # noqa: A002 - the catalogue's word
        """Ask a question from anywhere: back to the main screen first."""
        main = self.main()
        if main is not None:
            while self.screen is not main and len(self.screen_stack) > 1:
                self.pop_screen()
            main.ask_metric(id)

    def first_question(self) -> Question:
        """What the command line asks, else what was asked of these files last, else the overview."""
        from queries.question.comparison import Comparison
        from queries.question.question import Question
        from queries.question.scope import Scope

        view = View() if self.start.demo else self.memory.view(self.paths)
        metric = self.start.metric or view.metric or "overview"
        scope = self.start.scope or (scope_from(view.scope) if view.scope else Scope())
        remembered = not self.start.metric and bool(view.metric)
        try:
            if remembered:
                compare = Comparison.parse(view.compare) if view.compare else None
                return Question.of(metric, scope, view.split, compare, **view.parameters)
            return Question.of(metric, scope)
        except RegularsError:
            return Question.of("overview", self.start.scope)

    def keep_view(self, question: Question) -> None:
        """Remember the question for the next time these files are opened."""
        if not self.start.demo:
            compare = str(question.compare) if question.compare else None
            scope = scope_values(question.scope)
            view = View(question.metric, dict(question.parameters), question.split, scope, compare)
            self.memory.keep(self.paths, view)

    def open_portrait(
        self, ids: Sequence[str] | pl.Series, at: int, result: Result, trail: str, came_from: Table | None = None
    ) -> None:
        """One customer of a list."""
        from tui.screens.portrait import Portrait

        self.push_screen(Portrait(ids, at, result, trail, came_from))

    # -- commands ---------------------------------------------------------------------------------------------

    def action_keys_help(self) -> None:
        """Help for the pane in focus, and all keys."""
        from tui.commands.help import help_words
        from tui.dialogs.dialog import Words
        from tui.screens.page import Page

        page = self.screen if isinstance(self.screen, Page) else None
        if isinstance(self.screen, Words):
            return
        places = page.places if page else ("everywhere",)
        result = page.answered() if page else None
        said = self.said(result) if result is not None else None
        self.push_screen(Words("Help", help_words(places, self.keymap, said)))

    def action_tables(self) -> None:
        """The tables of the file as they are."""
        from tui.screens.tables import Tables

        if self.session is not None:
            self.push_screen(Tables(self.session.source))

    def action_command_palette(self) -> None:
        """The palette, its cursor not blinking."""
        if not isinstance(self.screen, CommandPalette):
            palette = CommandPalette(id="--command-palette")
            self.push_screen(palette)
            palette.call_after_refresh(self._calm, palette)

    @staticmethod
    def _calm(screen: Screen[Any]) -> None:
        for field in screen.query(Input):
            field.cursor_blink = False

    def action_no(self) -> None:
        """ctrl+c: say how to leave."""
        self.notify("ctrl+q quits.", markup=False)

    def _fatal_error(self) -> None:
        """Something nobody foresaw on the screen's own side: written down, told in a sentence after the end."""
        self._exit_renderables.clear()
        self.failure = unforeseen(self._exception or Exception())
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """End at once, whatever runs."""
        self.end(0)

    def end(self, code: int) -> None:
        """End with an exit code; what runs is told to stop and not waited for."""
        self.desk.stop_all()
        self.exit(code, return_code=code)

    def keep_copy(self, text: str) -> str:
        """Write what was copied to a file of the user's own; its path, or nothing where that failed."""
        path = places().state / "copied.txt"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(text, "utf-8")
        except OSError:
            return ""
        return str(path)


assert len({entry.id for entry in COMMANDS}) == len(COMMANDS), "two commands share an id"
