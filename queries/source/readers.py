"""Every kind of file there is a reader for, and every kind that is known but refused: one line each."""

from __future__ import annotations

from queries.source.content import begins_like_json, is_json, is_workbook
from queries.source.reader import Reader, Refused
from queries.wording import mark, say

_LISTED = (
    Reader("database", mark("DuckDB database"), (".duckdb", ".db", ".ddb"),
           signature=b"DUCK", offset=8, instead=begins_like_json),
    Reader("parquet", "Parquet", (".parquet", ".pq"), "queries.source.parquet_files:read_parquet", signature=b"PAR1"),
    Reader("text", "CSV", (".csv", ".tsv", ".txt"), "queries.source.text_tables:read_text"),
    Reader("json", "JSON", (".json", ".jsonl", ".ndjson"), "queries.source.json_files:read_json", claims=is_json),
    Reader("workbook", "Excel", (".xlsx", ".xls", ".xlsb", ".xlsm", ".ods"), "queries.source.workbooks:read_workbook",
           tells=is_workbook),
)  # fmt: skip

READERS: dict[str, Reader] = {reader.name: reader for reader in _LISTED}
"""Every reader by its name, in the order in which people are told of them."""

DATABASE = READERS["database"]
"""The one that is opened alone."""

TEXT = READERS["text"]
"""The one that reads whatever text no other claims."""

SQLITE = Refused(
    b"SQLite format 3", mark("a SQLite database"), mark("Export its tables first: sqlite3 -csv -header FILE 'FROM …'.")
)

REFUSED = (
    SQLITE,
    Refused(
        b"PK\x03\x04",
        mark("a zip archive, not an Excel workbook"),
        mark("Unpack it, and open the exports that are in it."),
    ),
    Refused(b"%PDF", mark("a PDF document"), mark("Export the table behind it as CSV.")),
    Refused(b"ARROW1", mark("an Arrow file"), mark("Save it as Parquet, then open that.")),
    Refused(b"Obj\x01", mark("an Avro file"), mark("Save it as Parquet, then open that.")),
    Refused(b"ORC", mark("an ORC file"), mark("Save it as Parquet, then open that.")),
    Refused(
        b"\x28\xb5\x2f\xfd", mark("compressed with zstd"), mark("Unpack it with unzstd, or compress it with gzip.")
    ),
    Refused(b"BZh", mark("compressed with bzip2"), mark("Unpack it with bunzip2, or compress it with gzip.")),
    Refused(b"\xfd7zXZ", mark("compressed with xz"), mark("Unpack it with unxz, or compress it with gzip.")),
    Refused(b"PARE", mark("an encrypted Parquet file"), mark("Write it without encryption, then open that.")),
)
"""What is refused; a reader of such a file comes before."""


def exports() -> list[Reader]:
    """What can be opened beside each other."""
    return [reader for reader in READERS.values() if reader.read]


def suffixes_of(readers: list[Reader]) -> tuple[str, ...]:
    """How files of some kinds end."""
    return tuple(suffix for reader in readers for suffix in reader.suffixes)


def openable() -> str:
    """What can be opened, in words."""
    *titles, last = [reader.title for reader in exports()]
    return say(
        "a {title}, or exports as {names} or {last}", title=say(DATABASE.title), names=", ".join(titles), last=last
    )


def openable_by_name() -> str:
    """What can be opened and how it is named, in words."""
    usual = ", ".join(reader.suffixes[0] for reader in exports())
    return say(
        "a {title} ({suffixes}), or exports ({usual})",
        title=say(DATABASE.title),
        suffixes=DATABASE.suffixes[0],
        usual=usual,
    )
