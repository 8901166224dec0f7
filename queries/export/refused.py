"""Where no answer is written: over a file that was given, beside a database where its log would be, over a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import UsageError
from queries.source.readers import DATABASE, SQLITE
from queries.source.state import with_logs
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SUFFIXES = (*DATABASE.suffixes, ".sqlite", ".sqlite3", ".db3")
_DATABASES = tuple(f"{suffix}{log}" for suffix in _SUFFIXES for log in ("", ".wal", "-wal", "-journal", "-shm"))
"""How files end that a database is, or reads beside itself."""


def refuse(path: Path, place: Path, sources: Iterable[Path]) -> None:
    """Raise a UsageError where a file cannot be there.

    Args:
        path: The file as it was named.
        place: Where that is, links followed.
        sources: Files that are never replaced, nor the logs beside them that a database reads.
    """
    if not place.parent.is_dir():
        raise UsageError(
            say("There is no folder {parent} to write {name} into.", parent=path.parent, name=path.name),
            say("Make it, or choose another."),
        )
    if place.is_dir():
        raise UsageError(say("{path} is a folder.", path=path), say("Name a file in it."))
    if any(_is_same(place, file) for file in with_logs(sources)):
        raise UsageError(
            say("{path} holds the data this answer was read from, their mapping or a list.", path=path),
            say("Choose another file."),
        )
    if place.name.lower().endswith(_DATABASES) or _is_database(place):
        raise UsageError(
            say("{path} is a database or is named like one; answers are no databases.", path=path),
            say("Choose another name."),
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
