"""What a file is. Its content decides; names lie."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, TYPE_CHECKING, cast

from queries.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 256 * 1024
GZIP = b"\x1f\x8b"
DATABASE = b"DUCK"
"""From the ninth byte on."""

# What the file turns out to be, and what to do about it.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"SQLite format 3", "a SQLite database", "Export its tables first: sqlite3 -csv -header FILE 'FROM …'."),
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "Save the sheet as CSV, or unpack the archive."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV, then open that."),
    (b"%PDF", "a PDF document", "Export the table behind it as CSV."),
    (b"ARROW1", "an Arrow file", "Save it as Parquet, then open that."),
    (b"Obj\x01", "an Avro file", "Save it as Parquet, then open that."),
    (b"ORC", "an ORC file", "Save it as Parquet, then open that."),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "Unpack it with unzstd, or compress it with gzip."),
    (b"BZh", "compressed with bzip2", "Unpack it with bunzip2, or compress it with gzip."),
    (b"\xfd7zXZ", "compressed with xz", "Unpack it with unxz, or compress it with gzip."),
    (b"PARE", "an encrypted Parquet file", "Write it without encryption, then open that."),
)
_JSON = re.compile(rb'(\xef\xbb\xbf)?\s*(\[\s*)?\{\s*["}]|(\xef\xbb\xbf)?\s*\[\s*[\[\]"\d{]')


class Format(StrEnum):
    """The kinds of files a source can hold."""

    DATABASE = "database"
    PARQUET = "parquet"
    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True)
class Recognised:
    """A file with what it is, whether it is gzipped, and its first bytes (unpacked)."""

    path: Path
    format: Format
    gzipped: bool
    head: bytes


def open_unpacked(path: Path, gzipped: bool) -> IO[bytes]:
    """Open a file for reading its content."""
    return cast("IO[bytes]", gzip.open(path, "rb")) if gzipped else path.open("rb")


def recognise(path: Path) -> Recognised:
    """Look into a file; raises SourceError for what cannot be opened."""
    with path.open("rb") as file:
        start = file.read(12)
    # A database begins with a checksum, which may be any two bytes.
    gzipped = start.startswith(GZIP) and start[8:] != DATABASE
    with open_unpacked(path, gzipped) as content:
        head = content.read(HEAD)
    if not head.strip():
        raise SourceError(f"{path.name} holds nothing but blanks.", "Check how it was written.")
    form = _format(path, head)
    if gzipped and form in (Format.DATABASE, Format.PARQUET):
        raise SourceError(f"{path.name} is a gzipped {form} file.", f"Unpack it first: gunzip {path.name}.")
    return Recognised(path, form, gzipped, head)


def _format(path: Path, head: bytes) -> Format:
    if head[8:12] == DATABASE:
        return Format.DATABASE
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    for magic, what, todo in _REFUSED:
        if head.startswith(magic) and not (magic.isalnum() and _is_text(head)):
            raise SourceError(f"{path.name} is {what}.", todo.replace("FILE", path.name))
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".duckdb", ".ddb", ".db")) and not head.startswith((b"[", b"{")):
        raise SourceError(f"{path.name} is not a DuckDB database.", "Check that the copy is whole and the right file.")
    if name.endswith((".parquet", ".pq")) and not _is_text(head):
        raise SourceError(f"{path.name} is not a Parquet file.", "Check that the copy is whole and the right file.")
    if not _is_text(head):
        raise SourceError(
            f"{path.name} is not a table that can be read.",
            "Open a DuckDB database, or exports as Parquet, CSV or JSON.",
        )
    named_json = name.endswith((".json", ".jsonl", ".ndjson"))
    flat = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    if _JSON.match(flat) and (named_json or not flat.lstrip().startswith((b'["', b"[1"))):
        return Format.JSON
    return Format.TEXT


def _is_text(head: bytes) -> bool:
    """Whether hardly any byte is a control byte; UTF-16 is half zeros, and a table may hold a few."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = head[:65536]
    control = sum(sample.count(byte) for byte in range(1, 32) if byte not in b"\t\n\r\f\x1a\x1b\x1c\x1d\x1e\x1f")
    zeros = sample.count(0)
    utf_16 = max(sample[0::2].count(0), sample[1::2].count(0)) > len(sample) // 4
    few = max(len(sample) // 50, 3)
    return control <= few and (zeros <= few or utf_16)
