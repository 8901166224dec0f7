"""An Excel workbook as tables, one a sheet: read by fastexcel where that is installed, written anew as Parquet."""

from __future__ import annotations

import importlib
import logging
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from queries.errors import CancelledError, SourceError
from queries.source.content import is_encrypted_workbook
from queries.source.faults import first_line
from queries.source.noise import told
from queries.source.packed_parts import refuse_bomb
from queries.source.scans import Scan, described
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    import duckdb
    import fastexcel

    from queries.source.reader import Input
    from queries.source.sheets import Sheet

# What these have to say goes to the standard error where nobody listens, which is the screen.
for _library in ("fastexcel", "_fastexcel", "calamine"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


def read_workbook(connection: duckdb.DuckDBPyConnection, given: Input) -> tuple[Scan, ...]:
    """A scan for each sheet that holds something; hidden ones are left out, and said to be.

    Dates stay dates and numbers numbers; a column of numbers and words is text.
    """
    name = given.file.path.name
    library = _library_for(name)
    refuse_bomb(given.file.path)
    content = given.file.path.read_bytes()
    if is_encrypted_workbook(content):
        raise SourceError(
            say("{name} is encrypted.", name=name), say("Save a copy without a password, then open that.")
        )
    with _translated(name, library):
        book = library.read_excel(content)
    scans: list[Scan] = []
    notes: list[str] = []
    for part in book.sheet_names:
        if given.stop.is_set():
            raise CancelledError
        sheet = _sheet(book, part, name, library)
        if sheet.hidden:
            notes.append(say("The hidden sheet {part} of {name} was left out.", part=part, name=name))
        elif sheet.frame.width:
            scans.append(_scan(connection, given, sheet, part, len(scans)))
    if not scans:
        raise SourceError(
            say("{name} holds no table: every sheet is empty or hidden.", name=name),
            say("Check that it is the right file."),
        )
    return (replace(scans[0], notes=(*notes, *scans[0].notes)), *scans[1:])


def _scan(connection: duckdb.DuckDBPyConnection, given: Input, sheet: Sheet, part: str, number: int) -> Scan:
    """The scan of a sheet, written anew."""
    target = given.target.with_name(f"{given.target.name}-{number}")
    sheet.frame.write_parquet(target)
    scan = Scan("read_parquet", "", (target,), rows=sheet.counts.rows, part=part)
    notes = told(say("{part} in {name}", part=part, name=given.file.path.name), sheet.counts)
    return replace(scan, columns=described(connection, scan.sql(), part), notes=notes)


def _library_for(name: str) -> ModuleType:
    """The library that reads workbooks; it comes with an extra."""
    try:
        return importlib.import_module("fastexcel")
    except ImportError as error:
        raise SourceError(
            say("{name} is an Excel workbook, and the library that reads these is not installed.", name=name),
            say('Install it: pip install "regulars[excel]".'),
        ) from error


def _sheet(book: fastexcel.ExcelReader, sheet: str, name: str, library: ModuleType) -> Sheet:
    from queries.source.sheets import sheet_of  # it imports the library

    with _translated(name, library):
        return sheet_of(book, sheet)


@contextmanager
def _translated(name: str, library: ModuleType) -> Iterator[None]:
    """Turn what the library raises over a workbook into one sentence."""
    try:
        yield
    except library.FastExcelError as error:
        if "password" in str(error).lower():
            raise SourceError(
                say("{name} is encrypted.", name=name), say("Save a copy without a password, then open that.")
            ) from error
        said = first_line(error).removeprefix("calamine error: ")
        raise SourceError(
            say("{name} cannot be read as an Excel workbook: {said}.", name=name, said=said),
            say("Check that the copy is whole, or save it anew."),
        ) from error
