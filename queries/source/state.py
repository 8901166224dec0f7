"""In which state files are: by name, size and time of the last change, write-ahead logs included."""

from __future__ import annotations

import glob
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from queries.home import from_home
from queries.source.paths import PATTERN_SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Committed rows can live in the log alone; the others appear while DuckDB folds it into the file.
_LOGS = (".wal", ".wal.checkpoint", ".wal.recovery")


def current_files(given: Sequence[str | Path]) -> tuple[Path, ...]:
    """The files behind what was named, as of now: a pattern may match more than it did."""
    files: list[Path] = []
    for name in given:
        path = from_home(name).absolute()
        if path.exists() or not PATTERN_SIGNS & set(str(name)):
            files.append(path)
        else:
            files += map(Path, sorted(glob.glob(str(path), recursive=True)))  # noqa: PTH207
    return tuple(files)


def identity_of(paths: Iterable[Path]) -> str:
    """A digest of names, sizes and times; a file that is gone counts as such."""
    digest = hashlib.sha256()
    for file in with_logs(paths):
        digest.update(os.fsencode(file) + b"\0")
        if state := _state(file):
            digest.update(f"{state.st_size} {state.st_mtime_ns} {state.st_ino}\0".encode())
    return digest.hexdigest()


def modified_of(paths: Iterable[Path]) -> datetime:
    """When the newest of the files was written, in UTC without a zone."""
    times = [state.st_mtime for file in with_logs(paths) if (state := _state(file))]
    return datetime.fromtimestamp(max(times, default=0.0), UTC).replace(tzinfo=None)


def with_logs(paths: Iterable[Path]) -> Iterable[Path]:
    """Files, and behind each the write-ahead logs that a database of that name would read, there or not."""
    for path in paths:
        yield path
        real = Path(os.path.realpath(path))  # DuckDB follows links before it looks for the log
        yield from (real.with_name(real.name + ending) for ending in _LOGS)


def _state(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
