"""Standard streams that whoever started the program has closed."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from queries.errors import RegularsError

if TYPE_CHECKING:
    from typing import Any


class Closed(io.TextIOBase):
    """Standard output where there is none: only what is written to it fails, for an answer may go to a file."""

    @property
    def buffer(self) -> NoReturn:
        """What takes bytes: there is none."""
        raise _closed()

    def write(self, text: Any, /) -> NoReturn:  # noqa: ARG002 - it goes nowhere
        """Say that there is nowhere to write to."""
        raise _closed()


def _closed() -> RegularsError:
    return RegularsError(
        "Standard output is closed: the answer has nowhere to go.", "Name a file with -o, or leave it open."
    )


def complete() -> None:
    """Put something in the place of streams that are closed.

    A file would be opened under the number of one otherwise, and get what libraries write to it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stdout is None:
        sys.stdout = Closed()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process
