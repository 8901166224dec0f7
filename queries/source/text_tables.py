"""A delimited text file as a table: read by DuckDB where it is clean, converted where it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from queries.errors import SourceError
from queries.source.converted import text_to_parquet
from queries.source.encodings import encoding_of, encoding_of_file
from queries.source.reader import HEAD
from queries.source.scans import Scan, structure
from queries.source.table import Column, literal
from queries.source.text_files import BLANKS, layout_of, split

if TYPE_CHECKING:
    from pathlib import Path

    from queries.source.reader import Input, Recognised
    from queries.source.text_files import Layout


def read_text(connection: duckdb.DuckDBPyConnection, given: Input) -> Scan:
    """The scan of a text file; every column is text, the mapping decides what it means.

    DuckDB reads strictly or not at all: told to pass over broken lines, it drops whole lines after them
    without a word. So a file is tried strictly, once, and converted where that fails: with an error, or with
    fewer rows than its first lines alone hold (line ends that change behind a preamble leave it none).
    """
    file = given.file
    whole = len(file.head) < HEAD
    encoding = encoding_of(file.head, whole)
    text = file.head.decode(encoding, "replace")
    text = text if whole else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    layout = layout_of(text)
    if encoding in ("utf-8", "utf-8-sig") and layout.delimiter != BLANKS:
        scan = _scan(given.readable, layout, file.gzipped)
        rows = _strict_rows(connection, scan)
        if rows is not None and not _too_few(rows, text, layout):
            return _with_rows(scan, file, rows, 0)
    if encoding == "utf-8":
        encoding = encoding_of_file(file.path, file.gzipped)
    rows, malformed = text_to_parquet(file, encoding, layout, given.target, given.stop)
    return _with_rows(Scan("read_parquet", "", (given.target,), _columns(layout)), file, rows, malformed)


def _columns(layout: Layout) -> tuple[Column, ...]:
    return tuple(Column(name, "VARCHAR") for name in layout.columns)


def _scan(readable: Path, layout: Layout, gzipped: bool) -> Scan:
    columns = _columns(layout)
    options = {
        "auto_detect": "false",
        "delim": literal(layout.delimiter),
        "quote": literal('"'),
        "escape": literal(layout.escape),
        "skip": str(layout.skip),
        "header": str(layout.header).lower(),
        "compression": literal("gzip" if gzipped else "none"),
        "columns": structure(columns),
    }
    written = ", ".join(f"{name} = {value}" for name, value in options.items())
    return Scan("read_csv", written, (readable,), columns)


def _strict_rows(connection: duckdb.DuckDBPyConnection, scan: Scan) -> int | None:
    """How many rows DuckDB reads; None where it stumbles. Counting every column makes it decode them all."""
    try:
        counted = connection.execute(f"SELECT count(*), count(COLUMNS(*)) FROM {scan.sql()}").fetchall()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException, duckdb.PermissionException):
        raise
    except duckdb.Error:
        return None
    return int(counted[0][0])


def _too_few(rows: int, text: str, layout: Layout) -> bool:
    """Whether DuckDB counted fewer rows than the first lines hold; the last of these may be cut off."""
    found = split(text, layout.delimiter, layout.escape)
    held = sum(len(fields) == len(layout.columns) for before, fields in found if before >= layout.skip) - layout.header
    return rows + 1 < held or (not rows and held > 0)


def _with_rows(scan: Scan, file: Recognised, rows: int, malformed: int) -> Scan:
    if malformed and not rows:
        raise SourceError(f"{file.path.name} is not a table: its lines do not have one shape.", "Check the file.")
    notes = (f"{lines(malformed)} of {file.path.name} {were(malformed)} left out.",) if malformed else ()
    return replace(scan, rows=rows, notes=notes)


def lines(count: int) -> str:
    """A number of malformed lines in words."""
    return f"{count:,} malformed line{'' if count == 1 else 's'}"


def were(count: int) -> str:
    """The verb that goes with a number."""
    return "was" if count == 1 else "were"
