"""Reads details from the files, once, and keeps them beside the log in its cache."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import polars as pl

from queries.cancel import reached_by
from queries.errors import QuestionError
from queries.eventlog.details.columns import read_columns
from queries.eventlog.details.deals import has_deals, read_deals
from queries.eventlog.details.exposures import has_exposures, read_exposures
from queries.eventlog.details.feedback import has_feedback, read_feedback
from queries.eventlog.details.items import has_items, read_items
from queries.eventlog.details.keeping import fetch, store
from queries.eventlog.details.model import COLUMNS, TABLES, Details
from queries.eventlog.details.optional import mapped_columns
from queries.eventlog.details.rows import Asked
from queries.eventlog.details.texts import has_texts, read_texts
from queries.eventlog.details.tickets import has_messages, has_tickets, read_tickets
from queries.eventlog.reading import readings
from queries.mapping.model import Meaning
from queries.source.whole import DamagedError
from queries.text.reading import FORM as FORM_OF_TEXTS
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading
    from queries.source import Source


class Table(NamedTuple):
    """A table of details: whether a mapping knows of it, and how it is read with the columns of `TABLES`.

    `form` is counted up whenever its columns or their meaning change. One that is `made_of` another is made of the
    rows of that, while no file is connected.
    """

    is_mapped: Callable[[Sequence[Reading], EventLog], bool]
    read: Callable[[Asked], pl.DataFrame] | None
    form: int
    made_of: str = ""
    make: Callable[[pl.DataFrame], pl.DataFrame] | None = None


READ = {
    "items": Table(has_items, read_items, 2),
    "feedback": Table(has_feedback, read_feedback, 3),
    "exposures": Table(has_exposures, read_exposures, 5),
    "deals": Table(has_deals, read_deals, 1),
    "tickets": Table(has_tickets, read_tickets, 2),
    "texts": Table(has_texts, None, FORM_OF_TEXTS, made_of="feedback", make=read_texts),
}

COLUMNS_FORM = f"3-{duckdb.__version__}"
"""Counted up whenever the optional columns or their meaning change; events that are alike are told apart by hashes,
which another DuckDB may make otherwise."""


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
        self._guard = threading.RLock()  # a table that is made of another asks for it

    def has(self, name: str) -> bool:
        """Whether the mapping knows of a table or an optional column."""
        if name in READ:
            return READ[name].is_mapped(self._readings, self._log)
        if name == "wave":
            return any(Meaning.WAVE in reading.entry.fields for reading in self._readings)
        if name == "messages":
            return has_messages(self._readings)
        return name in mapped_columns(self._readings)

    def table(self, name: str) -> pl.LazyFrame:
        """A table of details.

        Raises:
            QuestionError: The files are no longer those the log was built from.
            CancelledError: The token of the question was cancelled.
        """
        if not self.has(name):
            return super().table(name)
        with self._guard:
            if name not in self._held:
                form, schema = READ[name].form, TABLES[name]
                frame = self._fetched(f"{name}-{form}", schema)
                if frame is None:
                    frame = self._made(READ[name])
                    self._keep(f"{name}-{form}", frame)
                self._held[name] = frame.with_columns(pl.col("customer").set_sorted()).lazy()
            return self._held[name]

    def columns(self, *names: str) -> pl.LazyFrame:
        """Optional columns, a row an event of the log; raises what `table` raises. Those missing are read together."""
        with self._guard:
            missing = []
            for name in (name for name in names if name not in self._held):
                frame = self._fetched(f"{name}-{COLUMNS_FORM}", {name: COLUMNS[name]})
                if frame is None or len(frame) != self._log.rows:
                    missing.append(name)
                else:
                    self._held[name] = frame.lazy()
            if missing:
                together = self._read(lambda asked: read_columns(asked, missing))
                for name in missing:
                    self._keep(f"{name}-{COLUMNS_FORM}", together.select(name))
                    self._held[name] = together.select(name).lazy()
            return super().columns(*names)

    def _made(self, table: Table) -> pl.DataFrame:
        """A table that is not kept: read from the files, or made of another."""
        if table.make is not None:
            return table.make(self.table(table.made_of).collect())
        assert table.read is not None, "a table is read or made"
        return self._read(table.read)

    def _fetched(self, name: str, schema: dict[str, pl.DataType]) -> pl.DataFrame | None:
        """What was kept and is whole; what is damaged is made anew, in a sentence."""
        try:
            return fetch(self._kept / f"{name}.arrow", schema) if self._kept else None
        except DamagedError:
            table = name.partition("-")[0].replace("_", " ")
            self.notes.append(
                say(
                    "The kept {table} of {title} were damaged, and were made anew.",
                    table=table,
                    title=self._source.title,
                )
            )
            return None

    def _keep(self, name: str, frame: pl.DataFrame) -> None:
        if self._kept:
            store(self._kept / f"{name}.arrow", frame)

    def _read(self, read: Callable[[Asked], pl.DataFrame]) -> pl.DataFrame:
        """Connect for as long as it takes; stopped when the question is."""
        source = self._source
        if source.identity() != self._identity:
            raise QuestionError(
                say(
                    "{title} has changed since it was read: its order lines and answers no longer belong to "
                    "what is shown.",
                    title=source.title,
                ),
                say("Read it again (r)."),
            )
        codes = self._log.customers.select("id", code="customer").collect().to_arrow()
        with reached_by(source.interrupt), source.connect() as connection:
            connection.register("customer_codes", codes)
            return read(Asked(connection, source, self._readings, self._log, source.modified))
