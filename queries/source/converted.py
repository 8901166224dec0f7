"""Files that DuckDB cannot read as they are, written anew into the private folder."""

from __future__ import annotations

import io
import json
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from queries.errors import CancelledError
from queries.source.encodings import LONGEST_LINE, endless_line
from queries.source.noise import Counts
from queries.source.records import records
from queries.source.unpacking import open_unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from threading import Event

    from queries.source.noise import Noise
    from queries.source.reader import Recognised
    from queries.source.text_files import Layout

BATCH = 50_000


def text_to_parquet(file: Recognised, encoding: str, layout: Layout, noise: Noise, target: Path, stop: Event) -> Counts:
    """Write a text file's records as Parquet, every column as text; counts them, and those that are none.

    Parquet because nothing is left to interpret: no quotes, no encoding, and it is read faster again.
    """
    schema = pa.schema([(name, pa.string()) for name in layout.columns])
    counts = Counts()
    with _text(file, encoding) as text, pq.ParquetWriter(target, schema, compression="zstd") as writer:
        lines = _lines(file, text)
        for _ in range(layout.body):
            next(lines, None)
        parsed = records(lines, layout)
        while batch := list(islice(parsed, BATCH)):
            if stop.is_set():
                raise CancelledError
            well_formed = [row for row in batch if row is not None]
            data, headers, footers = noise.sifted(well_formed)
            counts += Counts(len(data), headers, footers + len(batch) - len(well_formed))
            columns = zip(*data, strict=True) if data else [()] * len(schema)
            arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return counts


def json_to_lines(file: Recognised, encoding: str, target: Path, stop: Event) -> int:
    """Write JSON, one value a line, as UTF-8 without the lines that are not JSON; how many those are."""
    malformed = 0
    with _text(file, encoding) as text, target.open("w", encoding="utf-8") as out:
        for line in _lines(file, text):
            if stop.is_set():
                raise CancelledError
            try:
                json.loads(line)
            except (ValueError, RecursionError):
                malformed += bool(line.strip())
            else:
                out.write(line.rstrip("\r\n") + "\n")
    return malformed


def transcode(file: Recognised, encoding: str, target: Path, stop: Event) -> None:
    """Write a text file as UTF-8, its content unchanged."""
    with _text(file, encoding) as text, target.open("w", encoding="utf-8", newline="") as out:
        for chunk in _chunks(text):
            if stop.is_set():
                raise CancelledError
            out.write(chunk)


def _lines(file: Recognised, text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a file, one after the other; one without an end is refused before it fills the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise endless_line(file.path)
        yield line


def _text(file: Recognised, encoding: str) -> io.TextIOWrapper:
    # Line ends stay as they are: inside quotes they belong to the value.
    return io.TextIOWrapper(
        io.BufferedReader(open_unpacked(file.path, file.gzipped)),  # type: ignore[type-var]  # any raw stream will do
        encoding=encoding,
        errors="replace",
        newline="",
    )


def _chunks(text: io.TextIOWrapper) -> Iterator[str]:
    return iter(lambda: text.read(1024 * 1024), "")
