"""Exports: Parquet, text and JSON files as views of an in-memory database."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.source.faults import translated
from queries.source.folders import PrivateFolder
from queries.source.headers import named
from queries.source.naming import names_of
from queries.source.paths import Group, reachable
from queries.source.reader import Input, Recognised
from queries.source.readers import DATABASE
from queries.source.recognising import recognise
from queries.source.scans import together
from queries.source.table import quoted
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from threading import Event

    import duckdb

    from queries.source.scans import Scan

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
    allowed = tuple(readable.values())
    found: list[tuple[str, tuple[Scan, ...]]] = []
    with connect(allowed, folder.path) as connection:
        for name, files in recognised:
            scanned = []
            for file in files:
                given = Input(file, readable[file.path], folder.path / f"converted-{next(number)}", stop)
                with translated([file.path]):
                    scanned.append(file.reader.scans(connection, given))
            found += _tables(name, scanned)
    notes += [note for _, scans in found for scan in scans for note in scan.notes]
    names = named([name for name, _ in found])
    tables = [(name, scans) for name, (_, scans) in zip(names, found, strict=True)]
    views = tuple(f"CREATE VIEW {quoted(name)} AS {together(scans)}" for name, scans in tables)
    return Exports(
        folder, allowed, views, {name: sum(scan.rows for scan in scans) for name, scans in tables}, tuple(notes)
    )


def _tables(name: str, scanned: Sequence[tuple[Scan, ...]]) -> list[tuple[str, tuple[Scan, ...]]]:
    """The tables of a group of files with their scans: one, or where a file holds several one of each name in them."""
    if all(len(scans) == 1 for scans in scanned):
        return [(name, tuple(scan for scans in scanned for scan in scans))]
    parts: dict[str, list[Scan]] = {}
    for scans in scanned:
        for scan in scans:
            parts.setdefault(scan.part, []).append(scan)
    return [(f"{name}_{part}", tuple(scans)) for part, scans in parts.items()]


def _recognised(group: Group, notes: list[str]) -> list[Recognised]:
    """What each file of a group is; empty files that only a pattern named are passed over."""
    files = []
    for path in group.files:
        with translated([path]):
            if group.pattern and path.stat().st_size == 0:
                notes.append(say("{name} is empty and was left out.", name=path.name))
                continue
            file = recognise(path)
        if file.reader is DATABASE:
            raise SourceError(
                say("{name} is a database and cannot be opened together with other files.", name=path.name),
                say("Open it alone."),
            )
        files.append(file)
    if not files:
        raise SourceError(
            say("Every file that matches {pattern} is empty.", pattern=group.pattern),
            say("Check how they were written."),
        )
    return files
