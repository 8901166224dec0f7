"""Source: the files a session stands on, connected only while a query runs."""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from queries.errors import MappingError
from queries.source.catalogue import read_tables
from queries.source.exports import Exports, prepare
from queries.source.faults import translated
from queries.source.formats import is_database
from queries.source.hardening import Limits, connect_database, connect_files
from queries.source.values import frame, selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb
    import polars as pl

    from queries.source.table import Table


class Source:
    """One database, or several exports as tables beside each other. Made by `open_source`."""

    def __init__(self, paths: Sequence[str | Path], limits: Limits) -> None:
        self._given = tuple(paths)
        self._limits = limits
        self._lock = threading.Lock()
        self._running: set[duckdb.DuckDBPyConnection] = set()
        self.encrypted = False
        self.reload()

    def reload(self) -> None:
        """Look at the files again."""
        self.paths: tuple[Path, ...] = tuple(Path(path).resolve() for path in self._given)
        self.kind: Literal["database", "files"] = "database" if is_database(self.paths[0]) else "files"
        self._identity = self.identity()
        self._exports = Exports() if self.kind == "database" else prepare(self.paths)
        self.notes: tuple[str, ...] = self._exports.notes
        with self.connect() as connection:
            self._tables = read_tables(connection, self.kind)

    @property
    def title(self) -> str:
        """What the status bar calls it."""
        return self.paths[0].name if len(self.paths) == 1 else f"{len(self.paths)} files"

    @property
    def modified(self) -> datetime:
        """When the newest file was last written (UTC, naive)."""
        newest = max(path.stat().st_mtime for path in self.paths)
        return datetime.fromtimestamp(newest, UTC).replace(tzinfo=None)

    def tables(self) -> tuple[Table, ...]:
        """Its tables, as of the last reload."""
        return self._tables

    def table(self, name: str) -> Table:
        """The table with this name."""
        for table in self._tables:
            if table.name == name:
                return table
        names = [table.name for table in self._tables]
        near = get_close_matches(name, names, n=1, cutoff=0.0)
        raise MappingError(
            f'{self.title} has no table "{name}".', f'The nearest is "{near[0]}".' if near else ""
        )

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A hardened connection for the length of the block."""
        with translated(self.paths):
            if self.kind == "database":
                connection = connect_database(self.paths[0], self._limits)
            else:
                connection = connect_files(self._exports.allowed, self._exports.views, self._limits)
            with self._lock:
                self._running.add(connection)
            try:
                yield connection
            finally:
                with self._lock:
                    self._running.discard(connection)
                connection.close()

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """Run one question and hold its rows."""
        with self.connect() as connection:
            return frame(connection.sql(sql, params=list(parameters) or None))

    def sample(self, table: str, rows: int = 1000) -> pl.DataFrame:
        """Some rows of a table, all columns."""
        found = self.table(table)
        columns = selection((column.name, column.type) for column in found.columns)
        return self.query(f"SELECT {columns} FROM {found.sql} LIMIT {rows}")

    def identity(self) -> str:
        """A digest of paths, sizes and modification times, write-ahead log included."""
        digest = hashlib.sha256()
        for path in self.paths:
            for file in (path, path.with_name(path.name + ".wal")):
                if file.exists():
                    state = file.stat()
                    digest.update(os.fsencode(file) + f"|{state.st_size}|{state.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def changed(self) -> bool:
        """Whether the files changed since they were opened or last reloaded."""
        return self.identity() != self._identity

    def interrupt(self) -> None:
        """Stop whatever this source runs now; may be called from any thread."""
        with self._lock:
            for connection in self._running:
                connection.interrupt()


def open_source(paths: Sequence[str | Path], limits: Limits = Limits()) -> Source:  # noqa: B008 (frozen)
    """Open one database, or one or several exports."""
    return Source(paths, limits)
