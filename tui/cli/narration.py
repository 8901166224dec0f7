"""What is said beside the data, on standard error: errors, notes, progress."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from queries.safe import safe
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.progress import Progress

PAUSE = 0.5
"""Progress is written at most every so many seconds, and not at all for what takes less."""


def complain(what: str, todo: str = "", mistakes: Iterable[str] = ()) -> None:
    """Say what went wrong and what to do, in one line; below it, several mistakes that are told at once."""
    click.echo(f"regulars: {safe(what)} {safe(todo)}".rstrip(), err=True)
    for mistake in mistakes:
        for line in mistake.splitlines():
            click.echo(f"  {safe(line)}".rstrip(), err=True)


def remark(notes: Iterable[str]) -> None:
    """Say what a reader of the data has to know."""
    for note in notes:
        click.echo(say("Note: {note}", note=safe(note)), err=True)


class ProgressLine:
    """One line on a terminal's standard error that says what is being done; gone at the end.

    The worker says what it does with `tell` and `report`; whoever waits for it calls `show`.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._started = time.monotonic()
        self._text = ""
        self._width = 0

    def tell(self, text: str) -> None:
        """What is being done now."""
        self._text = text

    def report(self, progress: Progress) -> None:
        """How far the log is built, or the texts of a question are read."""
        self._text = progress.words

    def show(self) -> None:
        """Write the line anew."""
        if self._terminal and self._text:
            self._write(f"{safe(self._text, 70)} · {time.monotonic() - self._started:.0f} s")

    def clear(self) -> None:
        """Leave nothing of the line behind."""
        if self._width:
            self._write("")
            sys.stderr.write("\r")
            sys.stderr.flush()
            self._width = 0

    def _write(self, text: str) -> None:
        # Noted first: a signal may come as soon as something is written, and the line is then cleared.
        self._width = max(self._width, len(text))
        sys.stderr.write(f"\r{text.ljust(self._width)}")
        sys.stderr.flush()
