"""A file that appears whole or not at all, and never in the place of a file that was given, or of a database."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from queries.errors import QuestionError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


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
    from queries.export.refused import refuse  # it knows databases: --help does not wait for their library

    try:
        place = path.resolve()
        refuse(path, place, sources)
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
            say("{path} could not be written: {value}.", path=path, value=error.strerror or error),
            say("Choose another place."),
        ) from error
