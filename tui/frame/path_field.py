"""A line to type a path into: tab completes it, as a shell does; enter waits for that."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message

from queries.home import from_home
from queries.wording import say
from tui.frame.field import Field
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.widgets import Input

    from queries.cancel import Token
    from tui.state.desk import Desk

MOST_NAMED = 12
"""So many names that a path could go on with are told."""


class PathField(Field):
    """A line for a path; folders are read in a thread, since some are on machines far away."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    @dataclass
    class Completed(Message):
        """A path was completed as far as it is certain.

        Attributes:
            typed: What was completed.
            path: What it became.
            names: What it could become further; none where it is whole, or nothing begins so.
        """

        typed: str
        path: str
        names: tuple[str, ...]

    @dataclass
    class Entered(Message):
        """Enter, once nothing is being completed any more."""

        path: str

    def __init__(self, desk: Desk, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(value, id=id, placeholder=placeholder)
        self._desk = desk
        self._entered = False

    def action_complete(self) -> None:
        """Complete what was typed."""
        typed = self.value

        def job(_token: Token) -> Message:
            return self.Completed(typed, *completed(typed))

        self._desk.start(self, job)

    def on_path_field_completed(self, message: Completed) -> None:
        """Take it, unless more was typed meanwhile; who pressed enter meanwhile meant the path as it is now."""
        if self.value == message.typed:
            self.value = message.path
            self.cursor_position = len(message.path)
        if self._entered:
            self._entered = False
            self.post_message(self.Entered(self.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter; while a folder is being read the path is still to come."""
        event.stop()
        if self._desk.runs(self):
            self._entered = True
        else:
            self.post_message(self.Entered(self.value))

    def on_unmount(self) -> None:
        """Nobody is there to read what is still looked for."""
        self._desk.stop(self)


def begun_so(typed: str) -> tuple[str, ...]:
    """The names in its folder that a path could go on with, as far as they are typed included.

    Names that a terminal could not show as they are, and those that begin with a dot unless it was typed, are left out.
    A folder that cannot be read has none.
    """
    before, sign, begun = typed.rpartition("/")
    try:
        with os.scandir(from_home(before + sign or ".")) as entries:
            names = sorted(
                f"{entry.name}/" if entry.is_dir() else entry.name
                for entry in entries
                if entry.name.startswith(begun) and (begun or entry.name[0] != ".") and safe(entry.name) == entry.name
            )
    except (OSError, ValueError):  # not there, not allowed; no path at all
        return ()
    return tuple(names) if names != [begun] else ()


def completed(typed: str) -> tuple[str, tuple[str, ...]]:
    """A path as far as there is only one way on, and the names that it could go on with, where these are several."""
    if typed == "~":
        return "~/", ()
    before, sign, begun = typed.rpartition("/")
    names = begun_so(typed)
    common = os.path.commonprefix(names)  # noqa: RUF071 - letter by letter is what is wanted
    return before + sign + (common or begun), names if len(names) > 1 else ()


def in_words(names: Sequence[str]) -> str:
    """Names that a path could go on with, in one line: the first ones, and how many more there are."""
    more = say(" and {names:,} more", names=len(names) - MOST_NAMED) if len(names) > MOST_NAMED else ""
    return "  ".join(names[:MOST_NAMED]) + more
