"""Frames kept beside a log in the cache, each in a file of its own that only the user can read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from queries.eventlog.tidying import SIDE, make_room
from queries.source.folders import side_folder
from queries.source.whole import table, write_table

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def fetch(place: Path, schema: dict[str, pl.DataType]) -> pl.DataFrame | None:
    """What was kept; None where nothing is, or it has other columns.

    Raises:
        DamagedError: It is not as it was written.
    """
    try:
        frame = table(place)
    except OSError:
        return None
    return frame if _kinds(dict(frame.schema)) == _kinds(schema) else None


def store(place: Path, frame: pl.DataFrame) -> None:
    """Keep a frame; a full or forbidden disk only costs the next reading.

    Written to the side and renamed, so that nobody ever reads half of it.
    """
    with suppress(OSError):
        make_room(place.parent.parent)
        with side_folder(place.parent, SIDE) as side:
            write_table(side / place.name, frame)
            (side / place.name).replace(place)


def _kinds(schema: dict[str, pl.DataType]) -> dict[str, type]:
    """The kinds of the types: an Enum may have any names."""
    return {name: type(dtype) for name, dtype in schema.items()}
