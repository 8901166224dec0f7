"""What is in files before they are opened: their kind, their size, and their tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget

from queries.formats.numbers import count, file_size
from queries.formats.plurals import many
from queries.home import from_home
from queries.wording import mark, say
from tui.frame.pane import Pane
from tui.frame.resting import Resting
from tui.frame.status import BETWEEN
from tui.state.desk import Failed
from tui.text.aligned import aligned
from tui.text.formats import fitted
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.cancel import Token
    from queries.source.glance import Glance
    from queries.source.table import Table
    from tui.state.workspace import Workspace

ROOM_FOR_NAMES = 60
"""So many cells and more have room for the names of columns."""


class Content(Widget):
    """A sentence, or the tables of a glance: as many as there is room for."""

    shown: Reactive[Glance | str] = Reactive("")

    def render(self) -> Text:
        """What is in the files."""
        if isinstance(self.shown, str):
            return Text("\n".join(map(safe, self.shown.split("\n"))))
        width, glance = self.size.width, self.shown
        lines = [Text(_about(glance)), *_listed(glance.tables, width, self.size.height - 1)]
        for line in lines:
            line.truncate(width, overflow="ellipsis")
        return Text("\n").join(lines)


def _about(glance: Glance) -> str:
    """Kind, size, and how many files and tables there are."""
    files = many(glance.files, "file") if glance.files > 1 else ""
    tables = many(len(glance.tables), "table") if len(glance.tables) > 1 else ""
    return BETWEEN.join(filter(None, (safe(glance.kind), files, file_size(glance.size), tables)))


def _listed(tables: Sequence[Table], width: int, room: int) -> list[Text]:
    """Tables: name, rows where they are known, columns; what these are called where there is room beside or below."""
    if not tables:
        return [Text(say("What is in it is told once it is open."), style="dim")]
    beside, below = width >= ROOM_FOR_NAMES, 2 * len(tables) <= room
    rows = [
        (fitted(safe(table.name), max(12, width // 3)), _rows(table), many(len(table.columns), "column"))
        for table in tables
    ]
    lines = []
    for table, words in zip(tables, aligned(rows, right=(1, 2)), strict=True):
        names = safe(", ".join(column.name for column in table.columns))
        line = Text(words)
        if beside:
            line.append(f"  {names}", style="dim")
        lines += [line, Text(f"  {names}", style="dim")] if below and not beside else [line]
    kept = lines if len(lines) <= room else lines[: max(1, room - 1)]
    more = [Text(say("and {tables} more", tables=len(lines) - len(kept)), style="dim")] if kept is not lines else []
    return [*kept, *more]


def _rows(table: Table) -> str:
    """So many rows, in few digits; nothing where they were not counted."""
    if table.rows is None:
        return ""
    return many(table.rows, "row") if table.rows < 10**6 else say("{count} rows", count=count(table.rows))


class PreviewPane(Pane):
    """What is in the files under the cursor, or at the path that is typed; looked for once the keys rest.

    Looking is cheap and done in a thread: who goes on stops it, and what is wrong stands in the place of the tables.
    """

    NAME, HEADING, HELP = "preview", mark("What is in it"), mark("What is in the file.")
    ALLOW_MAXIMIZE = False

    @dataclass
    class Seen(Message):
        """What is in the files; None where nothing is there to look at."""

        name: str
        glance: Glance | None

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._resting = Resting(self)
        self._asked: tuple[str, ...] = ()
        self._content = Content(id="content")

    def content(self) -> Iterable[Widget]:
        """The place for it."""
        yield self._content

    def say(self, words: str, name: str = "") -> None:
        """A sentence in the place of what is in files."""
        self._forget(())
        self._tell(words, name)

    def look(self, paths: tuple[str, ...], *, typed: bool = False) -> None:
        """Look into files once the keys rest; into a path that is being `typed` only where it names a file."""
        if paths != self._asked:
            self._forget(paths)
            self._resting.then(lambda: self._look(paths, typed))

    def _forget(self, asked: tuple[str, ...]) -> None:
        """What was asked for before is not waited for any more."""
        self._asked = asked
        self._resting.stop()
        self.workspace.desk.stop(self)

    def _look(self, paths: tuple[str, ...], typed: bool) -> None:
        name = self._called
        options = self.workspace.start.options

        def job(token: Token) -> Message:
            if typed and not from_home(paths[0]).is_file():
                return self.Seen("", None)
            from queries.source import Limits
            from queries.source.glance import glance

            return self.Seen(name, glance(paths, Limits(options.get("memory"), options.get("threads")), token))

        if not typed:
            self._tell(say("Looking into {name} …", name=name), name)
        self.workspace.desk.start(self, job)

    @property
    def _called(self) -> str:
        """What was asked for, for people."""
        return Path(self._asked[0]).name if len(self._asked) == 1 else many(len(self._asked), "file")

    @on(Seen)
    def _seen(self, message: Seen) -> None:
        self._tell(message.glance or "", message.name)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        message.stop()
        self._tell(message.error.in_lines(), self._called)

    def _tell(self, what: Glance | str, name: str | None = None) -> None:
        if name is not None:
            self.title.heading = say("What is in {name}", name=name) if name else self.HEADING
        self._content.shown = what
