"""Exports: Parquet, CSV and JSON files as views of an in-memory database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.source.table import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Exports:
    """The files that may be read, the views over them, and what has to be said about them."""

    allowed: tuple[Path, ...] = ()
    views: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def prepare(paths: Sequence[Path]) -> Exports:
    """Make a view for every file."""
    views = []
    for path in paths:
        name = literal(str(path))
        if path.suffix in (".parquet", ".pq"):
            read = f"read_parquet({name})"
        elif path.suffix in (".json", ".jsonl", ".ndjson"):
            read = f"read_json({name})"
        else:
            read = f"read_csv({name}, all_varchar = true)"
        views.append(f"CREATE VIEW {quoted(path.name.split('.')[0])} AS SELECT * FROM {read}")
    return Exports(tuple(paths), tuple(views))
