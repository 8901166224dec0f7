"""A line for the path of another file, and below it what it could become, or why it cannot be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import Input, Static

from queries.wording import mark, say
from tui.frame.pane import Pane
from tui.frame.path_field import PathField, begun_so, in_words
from tui.frame.resting import Resting
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from queries.cancel import Token
    from tui.state.workspace import Workspace


class AnotherPane(Pane):
    """The line. What begins as typed is listed once the keys rest, tab completes, enter opens."""

    NAME, HEADING, HELP = "another", mark("Another file"), mark("To the path of another file.")
    PLACES = ("everywhere",)
    ALLOW_MAXIMIZE = False

    @dataclass
    class Rested(Message):
        """So much is typed, and the keys rest."""

        path: str

    @dataclass
    class Listed(Message):
        """What the path could go on with."""

        typed: str
        names: tuple[str, ...]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._resting = Resting(self)
        self._field = PathField(
            workspace.desk,
            id="path",
            placeholder=say("path of a DuckDB file, or of a CSV, Parquet, JSON, Excel export"),
        )
        self._said = Static(id="said", markup=False)

    def content(self) -> Iterable[Widget]:
        """The line, and what is said of it."""
        yield self._field
        yield self._said

    def say(self, words: str) -> None:
        """A sentence below the line."""
        self._said.update(Text(safe(words)))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._resting.then(self._rest)

    def _rest(self) -> None:
        typed = self._field.value
        self.post_message(self.Rested(typed.strip()))

        def job(_token: Token) -> Message:
            return self.Listed(typed, begun_so(typed))

        if typed:
            self.workspace.desk.start(self, job)

    @on(Listed)
    def _listed(self, message: Listed) -> None:
        """List it, unless more was typed meanwhile."""
        if message.typed == self._field.value:
            self.say(in_words(message.names))

    @on(PathField.Entered)
    def _entered(self) -> None:
        """What comes of it is said here: what else the path could become is not waited for any more."""
        self._resting.stop()
        self.workspace.desk.stop(self)

    @on(PathField.Completed)
    def _completed(self, message: PathField.Completed) -> None:
        message.stop()
        self.say(in_words(message.names))
