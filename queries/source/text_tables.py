"""A delimited text file as a table: read by DuckDB where it is clean, converted where it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from queries.errors import SourceError
from queries.source.converted import text_to_parquet
from queries.source.encodings import encoding_of, encoding_of_file
from queries.source.footers import footers, is_one_line, tail_of
from queries.source.noise import Counts, Noise, told
from queries.source.reader import HEAD
from queries.source.scans import Scan, refuse_too_wide, structure
from queries.source.table import Column, literal
from queries.source.text_files import BLANKS, layout_of, split
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from queries.source.reader import Input, Recognised
    from queries.source.text_files import Layout, Row


class Beginning(NamedTuple):
    """How a text file begins."""

    encoding: str
    text: str
    layout: Layout

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns; every one is text."""
        return _columns(self.layout)


def read_text(connection: duckdb.DuckDBPyConnection, given: Input) -> Scan:
    """The scan of a text file; every column is text, the mapping decides what it means.

    DuckDB reads strictly or not at all: told to pass over broken lines, it drops whole lines after them
    without a word. So a file is tried strictly, once, and converted where that fails: with an error, or with
    fewer rows than its first lines alone hold (line ends that change behind a preamble leave it none).
    """
    file = given.file
    encoding, text, layout = beginning(file)
    whole = len(file.head) < HEAD
    refuse_too_wide(file.path.name, len(layout.columns))
    first = split(text, layout.delimiter, layout.escape)
    if encoding in ("utf-8", "utf-8-sig") and layout.delimiter != BLANKS:
        scan = _scan(given.readable, layout, file.gzipped)
        noise = _noise(file, encoding, text if whole else "", layout, first)
        counts = _strict_counts(connection, scan, noise)
        if counts and not _too_few(counts, layout, first) and not is_one_line(file):
            return _with_counts(_sifted(scan, counts, noise), file, counts, layout)
    if encoding == "utf-8":
        encoding = encoding_of_file(file.path, file.gzipped)
    noise = _noise(file, encoding, text if whole else "", layout, first)
    counts = text_to_parquet(file, encoding, layout, noise, given.target, given.stop)
    return _with_counts(Scan("read_parquet", "", (given.target,), _columns(layout)), file, counts, layout)


def beginning(file: Recognised) -> Beginning:
    """How a text file begins: its encoding as far as that can be told, its first whole lines, and their layout."""
    whole = len(file.head) < HEAD
    encoding = encoding_of(file.head, whole)
    text = file.head.decode(encoding, "replace")
    text = text if whole else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    return Beginning(encoding, text, layout_of(text))


def _noise(file: Recognised, encoding: str, text: str, layout: Layout, first: Sequence[Row]) -> Noise:
    """The rows that are no data; `text` is the whole file where it is small."""
    below = footers(text or tail_of(file, encoding), layout, first)
    return Noise(layout.columns, layout.headers, below)


def _columns(layout: Layout) -> tuple[Column, ...]:
    return tuple(Column(name, "VARCHAR") for name in layout.columns)


def _scan(readable: Path, layout: Layout, gzipped: bool) -> Scan:
    columns = _columns(layout)
    options = {
        "auto_detect": "false",
        "delim": literal(layout.delimiter),
        "quote": literal('"'),
        "escape": literal(layout.escape),
        # DuckDB knows of one header row at most.
        "skip": str(layout.body if len(layout.headers) > 1 else layout.skip),
        "header": str(len(layout.headers) == 1).lower(),
        "compression": literal("gzip" if gzipped else "none"),
        "columns": structure(columns),
    }
    written = ", ".join(f"{name} = {value}" for name, value in options.items())
    return Scan("read_csv", written, (readable,), columns)


def _strict_counts(connection: duckdb.DuckDBPyConnection, scan: Scan, noise: Noise) -> Counts | None:
    """What DuckDB reads; None where it stumbles. Counting every column makes it decode them all."""
    kinds = f"count(*) FILTER {noise.is_header()}, count(*) FILTER {noise.is_footer()}"
    try:
        counted = connection.execute(f"SELECT count(*), {kinds}, count(COLUMNS(*)) FROM {scan.sql()}").fetchall()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException, duckdb.PermissionException):
        raise
    except duckdb.Error:
        return None
    rows, headers, below = map(int, counted[0][:3])
    return Counts(rows - headers - below, headers, below)


def _too_few(counts: Counts, layout: Layout, first: Sequence[Row]) -> bool:
    """Whether DuckDB counted fewer rows than the first lines hold; the last of these may be cut off."""
    rows = counts.rows + counts.headers + counts.malformed
    held = sum(len(fields) == len(layout.columns) for before, fields in first if before >= layout.body)
    return rows + 1 < held or (not rows and held > 0)


def _sifted(scan: Scan, counts: Counts, noise: Noise) -> Scan:
    """The scan without the rows that are no data, where there are any."""
    noisy = counts.headers + counts.malformed
    return replace(scan, where=f"NOT {noise.is_header()} AND NOT {noise.is_footer()}") if noisy else scan


def _with_counts(scan: Scan, file: Recognised, counts: Counts, layout: Layout) -> Scan:
    name = file.path.name
    if counts.malformed and not counts.rows:
        raise SourceError(
            say("{name} is not a table: its lines do not have one shape.", name=name), say("Check the file.")
        )
    headers = counts.headers + max(0, len(layout.headers) - 1)
    return replace(scan, rows=counts.rows, notes=told(name, replace(counts, headers=headers)))
