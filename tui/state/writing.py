"""The file in which unforeseen errors are written down: the user's alone, and never another file."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path


def opened_log(path: Path) -> TextIOWrapper:
    """Open the log to write at its end; raises OSError, and does so where it is a link.

    A traceback may hold what stands in the data: nobody else may read it (0600).
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A pipe in its place would wait for a reader; O_NONBLOCK makes it fail.
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
    number = os.open(path, flags, 0o600)
    os.fchmod(number, 0o600)  # an older one may be open to others
    return os.fdopen(number, "a", encoding="utf-8", errors="backslashreplace")


class PrivateLog(logging.FileHandler):
    """Writes to that file from the first error on; what cannot be written down is passed over."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._path = path

    def _open(self) -> TextIOWrapper:
        return opened_log(self._path)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, where the file can be opened."""
        with suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Nothing is said on the terminal, which is the screen."""
