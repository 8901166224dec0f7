"""What the screens share: the files, who answers questions, what is remembered, what may be seen.

A plain object: the application makes it and hands it to the screens, and they to their panes and dialogs.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from queries.errors import RegularsError
from queries.wording import say
from tui.state.hints import Hints
from tui.state.memory import Memory
from tui.state.places import places
from tui.state.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.catalogue import Metric
    from queries.question.question import Question
    from queries.session import Session
    from tui.charts.look import Look
    from tui.state.desk import Desk
    from tui.state.opening import Start
    from tui.state.saved import SavedViews
    from tui.text.formats import Marker
    from tui.text.style import CellStyle


class Workspace:
    """The open files and everything about them that more than one screen needs.

    Attributes:
        start: What the command line asked for.
        paths: The files.
        desk: Where work that takes time is done.
        memory: What was asked of these files before.
        hints: Which keys whoever is new has yet to be told; kept there, too.
        keymap: The user's own keys: command id → keys.
        session: The open files; from the moment they are looked at.
        metrics: The catalogue; empty until it is read.
        masked: Whether personal data are masked, on every screen, in what is copied and exported from it.
        folded: The groups of questions that are folded in the list, while the program runs.
        change_told: Whether it was said that the files changed since they were read.
        few_colours: Whether the terminal has sixteen colours only.
    """

    def __init__(
        self, start: Start, desk: Desk, *, memory: Memory | None = None, keymap: Mapping[str, str] | None = None
    ) -> None:
        self.start = start
        self.paths = start.paths
        self.desk = desk
        self.memory = memory or Memory()
        self.hints = Hints(self.memory.path.with_name("hints.json"))
        self.keymap = dict(keymap or {})
        self.session: Session | None = None
        self.metrics: Sequence[Metric] = ()
        self.masked = not start.unmask
        self.folded: set[str] = set()
        self.change_told = False
        self.few_colours = False
        self._seen: WeakKeyDictionary[Result, Result] = WeakKeyDictionary()
        self._said: WeakKeyDictionary[Result, Result] = WeakKeyDictionary()

    @cached_property
    def views(self) -> SavedViews:
        """The saved views; they are kept beside the memory, for all files."""
        from tui.state.saved import SavedViews

        return SavedViews(self.memory.path.with_name(places().views.name))

    # -- the files --------------------------------------------------------------------------------------------

    def open(self, paths: tuple[str, ...], *, demo: bool = False) -> None:
        """Other files, from here on."""
        self.paths = paths
        self.start = replace(self.start, paths=paths, demo=demo)

    @property
    def label(self) -> str:
        """What is open, for people."""
        if self.start.title:
            return self.start.title
        if len(self.paths) == 1:
            return Path(self.paths[0]).name
        from queries.formats.plurals import many

        return many(len(self.paths), "file")

    @property
    def runner(self) -> Runner | None:
        """Answers questions, once the log is built."""
        return getattr(self.session, "runner", None)

    def described(self) -> str:
        """What is open: file, events, customers, range; of these what there is."""
        from queries.catalogue import CUSTOMERS, HISTORY
        from queries.formats.numbers import count
        from queries.formats.plurals import many
        from tui.text.formats import long_date

        runner = self.runner
        if runner is None:
            return self.label
        log = runner.log
        has_history, has_people = log.has(HISTORY), log.has(CUSTOMERS)
        parts = (
            self.label,
            say("{count} events" if has_history else "{count} rows", count=count(log.rows)) if log.rows else "",
            many(log.size, "customer") if has_people else "",
            f"{long_date(log.first_day)} – {long_date(log.last_day)}" if has_history else say("no dates"),
            say("{rows_set_aside:,} set aside", rows_set_aside=log.rows_set_aside) if log.rows_set_aside else "",
        )
        return " · ".join(part for part in parts if part)

    def changed(self) -> bool:
        """Whether the files changed since they were read, the first time that is noticed; looking costs a few stats."""
        if self.session is None or self.runner is None or self.change_told:
            return False
        try:
            self.change_told = self.session.source.changed()
        except OSError:
            self.change_told = True
        return self.change_told

    # -- what may be seen -------------------------------------------------------------------------------------

    def seen(self, result: Result) -> Result:
        """An answer as it may be seen, tables and words; to be called where a long table may take its time."""
        from queries.answering.masked import masked_answer

        if not self.masked:
            return result
        if result not in self._seen:
            self._seen[result] = masked_answer(result)
        return self._seen[result]

    def said(self, result: Result) -> Result:
        """An answer whose words and question may be seen; its tables are as they are."""
        from queries.answering.masked import masked_words

        if not self.masked:
            return result
        if result not in self._said:
            self._said[result] = masked_words(result)
        return self._said[result]

    def seen_row(self, result: Result, row: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """A row of an answer as it may be seen."""
        from queries.privacy import mask_row

        if row is None:
            return None
        return mask_row(row, result.columns) if self.masked else dict(row)

    def seen_id(self, id: str) -> str:  # noqa: A002 - the word the files use
        """A customer's id as it may be seen."""
        from queries.privacy import mask

        kind = self.runner.log.personal.get("id") if self.runner and self.masked else None
        return str(mask(id, kind)) if self.masked else id

    # -- how it is written ------------------------------------------------------------------------------------

    @property
    def marker(self) -> Marker:
        """What charts and trends are drawn with."""
        return self.start.marker

    @property
    def look(self) -> Look:
        """How charts are drawn: in colour, unless somebody asked for none."""
        from tui.charts.look import Look

        return Look(self.marker, colour="NO_COLOR" not in os.environ, few=self.few_colours)

    def cell_style(self, result: Result) -> CellStyle:
        """How values of an answer are written."""
        from tui.text.style import CellStyle

        grain = str(result.scope.get("grain") or "") or None
        return CellStyle(result.currency, self.marker, grain, result.groups, self.look.colour, self.few_colours)

    def command(self, result: Result, *options: str) -> str:
        """The command line that repeats an answer, as it may be seen."""
        return self.said(result).question.command(self.paths, [*self._command_options(), *options])

    def _command_options(self) -> list[str]:
        """The options that the command line repeating a screen has to name."""
        options = [word for word in self.start.command_options if word != "--unmask"]
        return options if self.masked else [*options, "--unmask"]

    # -- what is remembered -----------------------------------------------------------------------------------

    def first_question(self) -> Question:
        """What the command line asks, else what was asked of these files last, else the overview."""
        from queries.question.question import Question

        view = View() if self.start.demo else self.memory.view(self.paths)
        try:
            if self.start.metric or not view.metric:
                return Question.of(self.start.metric or "overview", self.start.scope)
            question = view.question()
        except RegularsError:
            return Question.of("overview", self.start.scope)
        return question.over(self.start.scope) if self.start.scope else question

    def keep_answer(self, result: Result) -> None:
        """Remember the question for the next time these files are opened, and what their overview found."""
        if not self.start.demo:
            self.memory.keep(self.paths, View.of(result.question), self._finding(result))

    def _finding(self, result: Result) -> str | None:
        """What mattered most of all of the data and names nobody, masked or not; None of any other answer.

        Of encrypted data nothing is kept.
        """
        from queries.answering.masked import masked_words

        if result.metric.id != "overview" or not result.question.scope.is_everything:
            return None
        if self.session is None or self.session.source.encrypted:
            return ""
        told = zip(result.findings, masked_words(result).findings, strict=True)
        return next((str(finding) for finding, masked in told if finding == masked), "")

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
