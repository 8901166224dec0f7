"""A glance at files: what is in them, as far as that can be told without reading them."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

import duckdb

from queries.errors import SourceError
from queries.source.catalogue import listed_tables
from queries.source.faults import translated
from queries.source.folders import PrivateFolder
from queries.source.hardening import connect_database, connect_files
from queries.source.naming import names_of
from queries.source.paths import find, reachable, refuse_unreachable
from queries.source.reader import HEAD, Input
from queries.source.readers import DATABASE, READERS, TEXT
from queries.source.recognising import recognise
from queries.source.scans import Scan, described
from queries.source.source import refuse_unusable
from queries.source.table import Table
from queries.source.text_tables import beginning
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from queries.cancel import Token
    from queries.source.hardening import Limits
    from queries.source.paths import Group
    from queries.source.reader import Recognised
    from queries.source.table import Column


@dataclass(frozen=True)
class Glance:
    """What can be told of files at once.

    Attributes:
        kind: What they are, in words: "DuckDB database"; of several kinds each.
        files: How many there are.
        size: How many bytes they have together.
        tables: What is in them. Rows are None where they would have to be counted; none of a large workbook.
    """

    kind: str
    files: int
    size: int
    tables: tuple[Table, ...]


def size_of(paths: Sequence[str | Path]) -> int | None:
    """How many bytes files, or what patterns match, have together; None where one of them is not there.

    What is there and cannot be opened for another reason counts nothing: opening it tells.
    """
    try:
        return sum(path.stat().st_size for group in find(paths) for path in group.files)
    except SourceError:
        return 0 if all(map(os.path.lexists, paths)) else None
    except OSError:
        return None


def glance(paths: Sequence[str | Path], limits: Limits, token: Token) -> Glance:
    """Look at what would be opened together: the catalogue of a database, the footer of a Parquet file, the first
    lines of a text. Of a pattern the first file that holds something stands for all.

    Args:
        paths: Files, or patterns.
        limits: Those with which the files would be opened: DuckDB has one configuration for a file.
        token: Stops it.

    Raises:
        SourceError: They could not be opened.
        CancelledError: Somebody stopped it.
    """
    groups = find(paths)
    files = [path for group in groups for path in group.files]
    kinds: list[str] = []
    tables: list[Table] = []
    with translated(files):
        size = sum(path.stat().st_size for path in files)
        for name, group in zip(names_of(groups), groups, strict=True):
            token.check()
            file = recognise(next((path for path in group.files if path.stat().st_size), group.files[0]))
            kinds.append(say(file.reader.title) + (say(", gzipped") if file.gzipped else ""))
            if file.reader is DATABASE:
                tables += _database(file.path, limits, token)
            else:
                tables += _export(name, file, group, limits, token)
    return Glance(say(", ").join(dict.fromkeys(kinds)), len(files), size, tuple(tables))


def _database(path: Path, limits: Limits, token: Token) -> tuple[Table, ...]:
    """What the catalogue of a database lists; no view is asked."""
    refuse_unreachable(path)
    with translated([path]), closing(connect_database(path, limits)) as connection, token.telling(connection.interrupt):
        token.check()
        tables = listed_tables(connection)
    refuse_unusable(path.name, tables)
    return tables


def _export(name: str, file: Recognised, group: Group, limits: Limits, token: Token) -> list[Table]:
    """The tables of an export, or of several alike."""
    folder = PrivateFolder()
    given = Input(file, reachable(file.path, folder.path), folder.path / "converted", Event())
    with (
        translated([file.path]),
        closing(connect_files([given.readable], folder.path, (), limits)) as connection,
        token.telling(connection.interrupt),
    ):
        token.check()
        found = _found(connection, given)
    names = [f"{name}_{part}" if len(found) > 1 else name for part, _, _ in found]
    return [
        Table(called, "file", columns, rows if len(group.files) == 1 else None, "")
        for called, (_, columns, rows) in zip(names, found, strict=True)
    ]


def _found(connection: duckdb.DuckDBPyConnection, given: Input) -> list[tuple[str, tuple[Column, ...], int | None]]:
    """The tables of a file: part, columns, and rows where reading it to the end costs nothing."""
    file = given.file
    if file.reader is READERS["parquet"] or len(file.head) < HEAD:
        return [(scan.part, scan.columns, scan.rows) for scan in file.reader.scans(connection, given)]
    if file.reader is TEXT:
        return [("", beginning(file).columns, None)]
    if file.reader is READERS["json"]:
        with suppress(duckdb.InvalidInputException):  # another encoding, or a broken line: these are dealt with later
            scan = Scan("read_json", "", (given.readable,))
            return [("", described(connection, scan.sql(), file.path.name), None)]
    return []
