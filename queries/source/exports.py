"""Exports: Parquet, text and JSON files as views of an in-memory database."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.source.faults import translated
from queries.source.folders import PrivateFolder
from queries.source.naming import names_of
from queries.source.paths import Group, reachable
from queries.source.reader import Input, Recognised
from queries.source.readers import DATABASE
from queries.source.recognising import recognise
from queries.source.scans import together
from queries.source.table import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from threading import Event

    import duckdb

    Connect = Callable[[Sequence[Path], Path], AbstractContextManager[duckdb.DuckDBPyConnection]]


@dataclass(frozen=True)
class Exports:
    """The files that may be read, the views over them, their rows, and what has to be said about them.

    `folder` holds what had to be converted, for as long as this object lives.
    """

    folder: PrivateFolder
    allowed: tuple[Path, ...]
    views: tuple[str, ...]
    rows: dict[str, int]
    notes: tuple[str, ...]


def prepare(groups: Sequence[Group], connect: Connect, stop: Event) -> Exports:
    """Look into every file and make a view for each group; convert what DuckDB cannot read as it is."""
    folder = PrivateFolder()
    notes: list[str] = []
    recognised = [(name, _recognised(group, notes)) for name, group in zip(names_of(groups), groups, strict=True)]
    paths = [file.path for _, files in recognised for file in files]
    number = count()
    readable = {path: reachable(path, folder.path) for path in paths}
    allowed, views, rows = tuple(readable.values()), [], {}
    with connect(allowed, folder.path) as connection:
        for name, files in recognised:
            scans = []
            for file in files:
                given = Input(file, readable[file.path], folder.path / f"converted-{next(number)}", stop)
                with translated([file.path]):
                    scan = file.reader.scan(connection, given)
                scans.append(scan)
                notes += scan.notes
            views.append(f"CREATE VIEW {quoted(name)} AS {together(scans)}")
            rows[name] = sum(scan.rows for scan in scans)
    return Exports(folder, allowed, tuple(views), rows, tuple(notes))


def _recognised(group: Group, notes: list[str]) -> list[Recognised]:
    """What each file of a group is; empty files that only a pattern named are passed over."""
    files = []
    for path in group.files:
        with translated([path]):
            if group.pattern and path.stat().st_size == 0:
                notes.append(f"{path.name} is empty and was left out.")
                continue
            file = recognise(path)
        if file.reader is DATABASE:
            raise SourceError(
                f"{path.name} is a database and cannot be opened together with other files.", "Open it alone."
            )
        files.append(file)
    if not files:
        raise SourceError(f"Every file that matches {group.pattern} is empty.", "Check how they were written.")
    return files
