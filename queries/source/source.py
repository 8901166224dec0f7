"""Source: the files a session stands on, connected only while a query runs."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from queries.errors import MappingError, SourceError
from queries.formats.plurals import many
from queries.source.catalogue import database_tables, file_tables
from queries.source.exports import Exports, prepare
from queries.source.faults import translated, translated_questions
from queries.source.hardening import Limits, connect_database, connect_files
from queries.source.paths import find, refuse_unreachable
from queries.source.readers import DATABASE
from queries.source.recognising import recognise
from queries.source.sampling import sample_query
from queries.source.state import current_files, identity_of, modified_of
from queries.source.values import frame
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager as Connecting
    from datetime import datetime
    from pathlib import Path

    import duckdb
    import polars as pl

    from queries.source.paths import Group
    from queries.source.table import Table


class Source:
    """One database, or several exports as tables beside each other. Made by `open_source`.

    Attributes:
        paths: The files, as they were named.
        kind: A database, or exports.
        modified: When the newest of the files was written (UTC, naive), as of the last reload.
        encrypted: Whether the data are encrypted on disk, so that nothing of them is cached.
        notes: What was found out while reading, such as lines that were left out.
    """

    paths: tuple[Path, ...]
    kind: Literal["database", "files"]
    modified: datetime
    encrypted: bool = False
    notes: tuple[str, ...]

    def __init__(self, paths: Sequence[str | Path], limits: Limits) -> None:
        self._given = tuple(paths)
        self._limits = limits
        self._guard = threading.Lock()
        self._running: set[duckdb.DuckDBPyConnection] = set()
        self._stop = threading.Event()
        groups = find(self._given)
        self.kind = _kind(groups)
        self._load(groups)

    def reload(self) -> None:
        """Look at the files again; where that fails, the source stays as it was."""
        self._load(find(self._given))

    def _load(self, groups: Sequence[Group]) -> None:
        self._stop.clear()
        paths = tuple(path for group in groups for path in group.files)
        with translated(paths):
            identity, modified = identity_of(paths), modified_of(paths)
        if self.kind == "database":
            exports: Exports | None = None
            with self._tracked(paths, lambda: self._open(paths, None)) as connection:
                tables = database_tables(connection)
        else:
            exports = prepare(groups, self._checking, self._stop)
            with self._tracked(paths, lambda: self._open(paths, exports)) as connection:
                tables = file_tables(connection, exports.rows)
        refuse_unusable(paths[0].name, tables)
        self.paths, self.modified = paths, modified
        self.notes = exports.notes if exports else ()
        self._identity, self._tables, self._exports = identity, tables, exports

    @property
    def title(self) -> str:
        """What the status bar calls it."""
        return self.paths[0].name if len(self.paths) == 1 else many(len(self.paths), "file")

    def tables(self) -> tuple[Table, ...]:
        """Its tables, as of the last reload."""
        return self._tables

    def table(self, name: str) -> Table:
        """The table with this name; in another case too, where that is no other table."""
        alike = [table for table in self._tables if table.name.lower() == name.lower()]
        if alike:
            return alike[0]
        near = get_close_matches(name, [table.name for table in self._tables], n=1, cutoff=0.0)
        raise MappingError(
            say('{title} has no table "{name}".', title=self.title, name=name),
            say('The nearest is "{near}".', near=near[0]) if near else "",
        )

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A hardened connection for the length of the block; what goes wrong inside is translated.

        `interrupt` reaches this connection, not cursors made from it: nest `connect` for a second scan.
        """
        paths, exports = self.paths, self._exports
        with self._tracked(paths, lambda: self._open(paths, exports)) as connection:
            yield connection

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """Run one question and hold its rows; values that Polars cannot take come as text."""
        with self.connect() as connection:
            return frame(connection.sql(sql, params=list(parameters) or None))

    def sample(self, table: str, rows: int = 1000) -> pl.DataFrame:
        """Some rows, the same ones each time, from all over the table where that is cheap; all columns."""
        sampled = self.table(table)
        if sampled.problem:
            raise SourceError(sampled.problem, say("Choose another table, or copy its data into one."))
        return self.query(sample_query(sampled, rows))

    def identity(self) -> str:
        """A digest of paths, sizes and modification times as they are now: a key for caches."""
        return identity_of(current_files(self._given))

    def changed(self) -> bool:
        """Whether the files are others than when they were opened or last reloaded."""
        return self.identity() != self._identity

    @property
    def memory(self) -> int:
        """How much memory, in bytes, whoever reads this source may use."""
        return self._limits.bytes

    def interrupt(self) -> None:
        """Stop whatever this source runs now; may be called from any thread."""
        self._stop.set()
        with self._guard:
            for connection in self._running:
                connection.interrupt()

    def _open(self, paths: Sequence[Path], exports: Exports | None) -> duckdb.DuckDBPyConnection:
        if exports is None:
            return connect_database(paths[0], self._limits)
        return connect_files(exports.allowed, exports.folder.path, exports.views, self._limits)

    def _checking(self, allowed: Sequence[Path], folder: Path) -> Connecting[duckdb.DuckDBPyConnection]:
        return self._tracked(allowed, lambda: connect_files(allowed, folder, (), self._limits))

    @contextmanager
    def _tracked(
        self, paths: Sequence[Path], open_: Callable[[], duckdb.DuckDBPyConnection]
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a connection that `interrupt` knows of, and close it at the end."""
        with translated(paths):
            connection = open_()
        with self._guard:
            self._running.add(connection)
        try:
            with translated_questions(paths):
                yield connection
        finally:
            with self._guard:
                self._running.discard(connection)
            connection.close()


def open_source(paths: Sequence[str | Path], limits: Limits = Limits()) -> Source:  # noqa: B008 (frozen)
    """Open one database, or one or several exports; raises SourceError with what to do about it."""
    return Source(paths, limits)


def _kind(groups: Sequence[Group]) -> Literal["database", "files"]:
    """What a source is. Looked up once, at the start: closing a database file that DuckDB has open in
    this process would take away DuckDB's lock on it."""
    if len(groups) > 1 or len(groups[0].files) > 1:
        return "files"
    with translated(groups[0].files):
        file = recognise(groups[0].files[0])
    if file.reader is not DATABASE:
        return "files"
    refuse_unreachable(file.path)
    return "database"


def refuse_unusable(name: str, tables: Sequence[Table]) -> None:
    """Refuse a file without a table, or without one that can be read."""
    if not tables:
        raise SourceError(say("{name} holds no table.", name=name), say("Check that it is the right file."))
    if all(table.problem for table in tables):
        raise SourceError(
            say("No table of {name} can be read: {problem}", name=name, problem=tables[0].problem),
            say("Copy the data into tables of the file."),
        )
