"""Frames kept beside a log in the cache, each in a file of its own that only the user can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from queries.eventlog import cache

if TYPE_CHECKING:
    import polars as pl


def fetch(place: Path, schema: dict[str, pl.DataType]) -> pl.DataFrame | None:
    """What was kept, memory-mapped; None where nothing is, it is damaged, or it has other columns."""
    try:
        frame = cache.mapped(place)
    except (OSError, ValueError, pa.ArrowException):
        return None
    return frame if _kinds(dict(frame.schema)) == _kinds(schema) else None


def store(place: Path, frame: pl.DataFrame) -> None:
    """Keep a frame; a full or forbidden disk only costs the next reading.

    Written to the side and renamed, so that nobody ever reads half of it.
    """
    try:
        cache.make_room(place.parent.parent)
        number, name = tempfile.mkstemp(prefix=".new-", dir=place.parent)
        os.close(number)
        side = Path(name)
        try:
            frame.write_ipc(side)
            side.replace(place)
        finally:
            side.unlink(missing_ok=True)
    except OSError:
        return


def _kinds(schema: dict[str, pl.DataType]) -> dict[str, type]:
    """The kinds of the types: an Enum may have any names."""
    return {name: type(dtype) for name, dtype in schema.items()}
