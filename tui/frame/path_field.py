"""A line to type a path into: tab completes it, as a shell does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message

from tui.frame.field import Field
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.binding import BindingType

    from queries.cancel import Token
    from tui.state.desk import Desk


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

    def __init__(self, desk: Desk, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(value, id=id, placeholder=placeholder)
        self._desk = desk

    def action_complete(self) -> None:
        """Complete what was typed."""
        typed = self.value

        def job(_token: Token) -> Message:
            return self.Completed(typed, *completed(typed))

        self._desk.start(self, job)

    @property
    def is_completing(self) -> bool:
        """Whether the folder is still being read."""
        return self._desk.runs(self)

    def on_path_field_completed(self, message: Completed) -> None:
        """Take it, unless more was typed meanwhile."""
        if self.value == message.typed:
            self.value = message.path
            self.cursor_position = len(message.path)

    def on_unmount(self) -> None:
        """Nobody is there to read what is still looked for."""
        self._desk.stop(self)


def completed(typed: str) -> tuple[str, tuple[str, ...]]:
    """A path as far as there is only one way on, and the names that it could go on with.

    Names that a terminal could not show as they are, and those that begin with a dot unless it was typed, are left out.
    A folder that cannot be read has none.
    """
    if typed == "~":
        return "~/", ()
    before, sign, begun = typed.rpartition("/")
    try:
        with os.scandir(Path(before + sign or ".").expanduser()) as entries:
            names = sorted(
                f"{entry.name}/" if entry.is_dir() else entry.name
                for entry in entries
                if entry.name.startswith(begun) and (begun or entry.name[0] != ".") and safe(entry.name) == entry.name
            )
    except (OSError, RuntimeError, ValueError):  # not there, not allowed; nobody is called so; no path at all
        return typed, ()
    common = os.path.commonprefix(names)  # noqa: RUF071 - letter by letter is what is wanted
    return before + sign + (common or begun), tuple(names) if len(names) > 1 else ()
