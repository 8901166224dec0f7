"""Why a database file cannot be opened, told from DuckDB's messages and the file itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from queries.errors import SourceError
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.*?) \(PID (?P<pid>\d+)\)")
_VERSIONS = re.compile(r"storage version number (\d+), but we can only read storage versions between (\d+) and (\d+)")

# What DuckDB says of Parquet files of which some bytes are others; there is no one error for it.
_PARQUET = re.compile(
    r"TProtocol|TType|what type|Footer length|outside file|parquet|compress|GZIP|Snappy|ZSTD|unicode|encoding|Corrupt",
    re.IGNORECASE,
)
_ASKED = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.ConversionException)
"""What is raised over a question: the file is not to blame."""

COPY_AGAIN = mark("Copy or download it again.")

# A part of DuckDB's message; what happened; what to do.
_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        "Permission denied",
        mark("You may not read {}."),
        mark("Ask its owner for permission (chmod +r), or for a copy."),
    ),
    ("without a key", mark("{} is encrypted."), mark("Open a copy without encryption.")),
    (
        "not a valid DuckDB database",
        mark("{} is not a DuckDB database."),
        mark("Check that it is the right file."),
    ),
    ("database does not exist", mark("{} is not there any more."), mark("Check whether it was moved.")),
    ("Could not read enough bytes", mark("{} is cut off."), COPY_AGAIN),
    ("Unexpected end of GZIP", mark("{} is cut off."), COPY_AGAIN),
    ("No magic bytes found at end", mark("{} is cut off, or not a Parquet file."), COPY_AGAIN),
    ("too small to be a Parquet", mark("{} is cut off, or not a Parquet file."), COPY_AGAIN),
    (
        "replaying WAL",
        mark("The write-ahead log of {} is damaged, and what was written last stands in it alone."),
        mark("Copy both files again, or restore a backup."),
    ),
    (
        "Corrupt database file",
        mark("{} is damaged: a checksum does not fit."),
        mark("Copy it again, or restore a backup."),
    ),
    (
        "No space left",
        mark("There is no room left to read {}."),
        mark("Make room, or set TMPDIR to a larger disk."),
    ),
    ("different configuration", mark("{} is open with other limits."), mark("Use the same limits for both.")),
)


def database_fault(name: str, paths: Sequence[Path], error: duckdb.Error) -> SourceError | None:
    """The fault of a file behind a DuckDB error; None where the file is not to blame."""
    text = str(error)
    if "Could not set lock" in text:
        return _locked(name, text)
    if versions := _VERSIONS.search(text):
        return _version(name, paths, *map(int, versions.groups()))
    for part, what, todo in _KNOWN:
        if part in text:
            return SourceError(say(what).format(name), todo)
    if _PARQUET.search(text) and not isinstance(error, _ASKED) and any(map(_is_parquet, paths)):
        return SourceError(say("{name} is damaged: bytes of it are others than were written.", name=name), COPY_AGAIN)
    if isinstance(error, duckdb.IOException | duckdb.SerializationException):
        return SourceError(
            say("{name} could not be read: {splitlines}.", name=name, splitlines=text.splitlines()[0]),
            say("Check that the copy is whole."),
        )
    return None


def _is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does; one that is gone does not."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False


def _locked(name: str, text: str) -> SourceError:
    todo = say("Try again when it is done, or open a copy.")
    holder = _HOLDER.search(text)
    if not holder:
        return SourceError(say("{name} is being written by another program.", name=name), todo)
    program = _program(holder["pid"]) or Path(holder["program"]).name
    return SourceError(
        say("{name} is being written by {program} (pid {pid}).", name=name, program=program, pid=holder["pid"]), todo
    )


def _program(pid: str) -> str:
    """What a process calls itself; empty where the system does not tell."""
    try:
        return Path("/proc", pid, "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _version(name: str, paths: Sequence[Path], found: int, oldest: int, newest: int) -> SourceError:
    writer = _writer(paths[0]) if len(paths) == 1 else ""
    what = say(
        "{name} has storage version {found}{writer}; this program reads {oldest} to {newest}.",
        name=name,
        found=found,
        writer=writer,
        oldest=oldest,
        newest=newest,
    )
    if found > newest:
        return SourceError(what, say("Update regulars, or write it again with STORAGE_VERSION 'v1.0.0'."))
    return SourceError(what, say("Export it with the DuckDB that wrote it (EXPORT DATABASE), and import it again."))


def _writer(path: Path) -> str:
    """Which DuckDB wrote a file, from its header: 32 bytes of text behind the version and its flags."""
    with path.open("rb") as file:
        text = file.read(84)[52:].split(b"\0")[0].decode("ascii", "replace")
    return say(" (written by DuckDB {text})", text=text) if re.fullmatch(r"v\d[\w.+-]*", text) else ""
