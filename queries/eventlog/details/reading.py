"""Reads order lines and answers from the files, once, and keeps them beside the log in its cache."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from queries.cancel import reached_by
from queries.errors import QuestionError
from queries.eventlog import cache
from queries.eventlog.details.feedback import feedback_rows, feedback_tables
from queries.eventlog.details.fetch import fetched_feedback, fetched_items
from queries.eventlog.details.items import item_rows, item_tables, names_of_items, order_tables
from queries.eventlog.details.model import FEEDBACK, ITEMS, Details
from queries.eventlog.details.rows import Asked
from queries.eventlog.reading import readings

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog
    from queries.source import Source

FORM = 1
"""Counted up whenever the columns of the details or their meaning change."""


class DetailsOnDemand(Details):
    """The details of one log, read from its files the first time somebody asks for them.

    May be asked from several threads; the second waits for the first. Who asks may be stopped by the token of
    the question (`queries.cancel`).
    """

    def __init__(self, source: Source, log: EventLog, kept: Path | None = None) -> None:
        """Know where to read.

        Args:
            source: The files the log was built from.
            log: The log.
            kept: The folder of the log in the cache; None keeps what is read in memory only.
        """
        super().__init__()
        self._source, self._log, self._kept = source, log, kept
        self._identity = source.identity()
        self._readings = readings(source, log.mapping)
        self._guard = threading.Lock()

    @property
    def has_items(self) -> bool:
        """Whether the mapping knows of order lines."""
        return bool(order_tables(self._readings, self._log) or item_tables(self._readings, self._log))

    @property
    def has_feedback(self) -> bool:
        """Whether the mapping knows of scores or texts."""
        return bool(feedback_tables(self._readings))

    def items(self) -> pl.LazyFrame:
        """The order lines.

        Raises:
            QuestionError: The files are no longer those the log was built from.
            CancelledError: The token of the question was cancelled.
        """
        if not self.has_items:
            return super().items()
        with self._guard:
            if self._items is None:
                self._items = self._kept_or_read("items", ITEMS, self._read_items)
            return self._items

    def feedback(self) -> pl.LazyFrame:
        """The answers; raises what `items` raises."""
        if not self.has_feedback:
            return super().feedback()
        with self._guard:
            if self._feedback is None:
                self._feedback = self._kept_or_read("feedback", FEEDBACK, self._read_feedback)
            return self._feedback

    def _kept_or_read(
        self, name: str, schema: dict[str, pl.DataType], read: Callable[[Asked], pl.DataFrame]
    ) -> pl.LazyFrame:
        """The frame from the cache, else from the files, which are then kept."""
        place = self._kept and self._kept / f"{name}-{FORM}.arrow"
        frame = _fetch(place, schema) if place else None
        if frame is None:
            frame = self._read(read)
            if place:
                _store(place, frame)
        return frame.with_columns(pl.col("customer").set_sorted()).lazy()

    def _read(self, read: Callable[[Asked], pl.DataFrame]) -> pl.DataFrame:
        """Connect for as long as it takes; stopped when the question is."""
        source = self._source
        if source.identity() != self._identity:
            raise QuestionError(
                f"{source.title} has changed since it was read: its order lines and answers no longer belong to what "
                "is shown.",
                "Read it again (r).",
            )
        codes = self._log.customers.select("id", code="customer").collect().to_arrow()
        with reached_by(source.interrupt), source.connect() as connection:
            connection.register("customer_codes", codes)
            return read(Asked(connection, self._log, source.modified))

    def _read_items(self, asked: Asked) -> pl.DataFrame:
        rows = item_rows(asked, self._source, self._readings)
        return fetched_items(asked, rows, names_of_items(asked, self._source))

    def _read_feedback(self, asked: Asked) -> pl.DataFrame:
        return fetched_feedback(asked, feedback_rows(asked, self._readings))


def _fetch(place: Path, schema: dict[str, pl.DataType]) -> pl.DataFrame | None:
    """What was kept, memory-mapped; None where nothing is, or it is damaged."""
    try:
        frame = cache.mapped(place)
    except (OSError, ValueError, pa.ArrowException):
        return None
    return frame if {name: type(dtype) for name, dtype in frame.schema.items()} == _kinds(schema) else None


def _kinds(schema: dict[str, pl.DataType]) -> dict[str, type]:
    return {name: type(dtype) for name, dtype in schema.items()}


def _store(place: Path, frame: pl.DataFrame) -> None:
    """Keep a frame, readable by the user alone; a full or forbidden disk only costs the next reading.

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
