"""A file that appears whole or not at all, and never in the place of a file that was given, or of a database."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from queries.errors import QuestionError, UsageError
from queries.source.readers import DATABASE, SQLITE
from queries.source.state import with_logs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SUFFIXES = (*DATABASE.suffixes, ".sqlite", ".sqlite3", ".db3")
_DATABASES = tuple(f"{suffix}{log}" for suffix in _SUFFIXES for log in ("", ".wal", "-wal", "-journal", "-shm"))
"""How files end that a database is, or reads beside itself."""


@contextmanager
def replacing(path: Path, sources: Iterable[Path] = ()) -> Iterator[BinaryIO]:
    """A stream whose bytes take the file's place when the block ends well; a device is written directly.

    Args:
        path: The file; what was there is replaced.
        sources: Files that are never replaced, and beside which nothing is written that a database would read.

    Raises:
        UsageError: The file cannot be there, is one of the sources, or is a database or named like one.
        QuestionError: The system refused to write it.
    """
    try:
        place = path.resolve()
        _refuse(path, place, sources)
        if place.exists() and not place.is_file():
            with place.open("wb") as device:
                yield device
            return
        side = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            with side.open("xb") as file:
                yield file
            side.replace(place)
        finally:
            side.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise QuestionError(
            f"{path} could not be written: {error.strerror or error}.", "Choose another place."
        ) from error


def _refuse(path: Path, place: Path, sources: Iterable[Path]) -> None:
    """Say why a file cannot be there."""
    if not place.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} to write {path.name} into.", "Make it, or choose another.")
    if place.is_dir():
        raise UsageError(f"{path} is a folder.", "Name a file in it.")
    if any(_is_same(place, file) for file in with_logs(sources)):
        raise UsageError(
            f"{path} holds the data this answer was read from, their mapping or a list.", "Choose another file."
        )
    if place.name.lower().endswith(_DATABASES) or _is_database(place):
        raise UsageError(
            f"{path} is a database or is named like one; answers are no databases.", "Choose another name."
        )


def _is_same(place: Path, file: Path) -> bool:
    """Whether two paths are one file, by whatever name, or would be if both were there, in any case."""
    if place.exists() and file.exists():
        return place.samefile(file)
    file = file.resolve()
    return place.parent == file.parent and place.name.casefold() == file.name.casefold()


def _is_database(place: Path) -> bool:
    """Whether there is a file that begins as databases do, whatever it is called."""
    if not place.is_file():
        return False
    with place.open("rb") as file:
        head = file.read(DATABASE.offset + len(DATABASE.signature) + len(SQLITE.signature))
    return DATABASE.signed(head) or SQLITE.signed(head)
