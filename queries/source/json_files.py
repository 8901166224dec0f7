"""A JSON file as a table: an array of objects, or one object a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from queries.errors import SourceError
from queries.source.converted import json_to_lines, transcode
from queries.source.encodings import encoding_of
from queries.source.noise import Counts, told
from queries.source.reader import HEAD
from queries.source.scans import Scan, described, structure
from queries.source.table import Column, literal
from queries.wording import say

if TYPE_CHECKING:
    from queries.source.reader import Input, Recognised


def read_json(connection: duckdb.DuckDBPyConnection, given: Input) -> Scan:
    """The scan of a JSON file. DuckDB reads UTF-8 without a byte order mark, and no broken line."""
    file = given.file
    encoding = encoding_of(file.head, len(file.head) < HEAD)
    is_array = file.head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").startswith("[")
    if encoding != "utf-8":
        transcode(file, encoding, given.target, given.stop)
        return _typed(connection, Scan("read_json", "", (given.target,)), file)
    options = f"compression = {literal('gzip' if file.gzipped else 'none')}"
    try:
        return _typed(connection, Scan("read_json", options, (given.readable,)), file)
    except duckdb.InvalidInputException as error:
        if is_array:
            raise SourceError(
                say("{name} is not valid JSON: {error}.", name=file.path.name, error=_where(error)),
                say("Check that the export is whole."),
            ) from error
    malformed = json_to_lines(file, encoding, given.target, given.stop)
    scan = _typed(connection, Scan("read_json", "format = 'newline_delimited'", (given.target,)), file)
    return replace(scan, notes=told(file.path.name, Counts(malformed=malformed)))


def _typed(connection: duckdb.DuckDBPyConnection, scan: Scan, file: Recognised) -> Scan:
    """The scan with the types that hold for every value, not for the first ones only."""
    sniffing = replace(scan, options=f"{scan.options}{scan.options and ', '}sample_size = -1")
    # Where types disagree DuckDB keeps the JSON, quotes and all; text is what people mean.
    columns = tuple(
        Column(column.name, "VARCHAR" if column.type == "JSON" else column.type)
        for column in described(connection, sniffing.sql(), file.path.name)
    )
    if not columns:
        raise SourceError(say("{name} holds no records.", name=file.path.name), say("Check how it was written."))
    options = f"{scan.options}{scan.options and ', '}columns = {structure(columns)}"
    typed = replace(scan, options=options, columns=columns)
    counted = connection.execute(f"SELECT count(*) FROM {typed.sql()}").fetchall()
    return replace(typed, rows=counted[0][0])


def _where(error: duckdb.Error) -> str:
    """What DuckDB says about the place, without its file name."""
    return str(error).partition('", ')[2].split(". ")[0].rstrip(". ") or say("it is cut off")
