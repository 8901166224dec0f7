"""A file that appears whole or not at all, and never in the place of the data."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from queries.errors import QuestionError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path, sources: Iterable[Path] = ()) -> Iterator[BinaryIO]:
    """A stream whose bytes take the file's place when the block ends well; a device is written directly.

    Args:
        path: The file; what was there is replaced.
        sources: Files that are never replaced.

    Raises:
        UsageError: The file cannot be there, or is one of the sources.
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
    for source in sources:
        beside = place == source.resolve().with_name(f"{source.name}.wal")
        if beside or (place.exists() and source.exists() and place.samefile(source)):
            raise UsageError(f"{path} holds the data this answer was read from.", "Choose another file.")
