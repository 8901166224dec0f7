"""How tables stand on the disk: text of every spelling, Parquet, a DuckDB database."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb
import polars as pl

from tests.queries.meaning.dialect import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.queries.meaning.dialect import Row, Sheet, Work


Writer: TypeAlias = "Callable[[Sequence[Sheet], Path], list[Path]]"
"""Writes tables into a folder."""


def shuffled(work: Work) -> None:
    """The columns of each table in any order."""
    for sheet in work.sheets:
        order = list(sheet.rows[0])
        work.random.shuffle(order)
        sheet.rows = [{name: row[name] for name in order} for row in sheet.rows]


def cell(value: Any) -> str:
    """A value as text of a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def text_of(
    rows: Sequence[Row], delimiter: str = ",", quoted: bool = False, tabs: bool = False, preamble: str = ""
) -> str:
    """A table as text; `tabs` puts one behind each cell, as some systems do against spreadsheets."""
    out = io.StringIO()
    out.write(preamble)
    writer = csv.writer(
        out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n"
    )
    writer.writerow(rows[0])
    writer.writerows([cell(value) + ("\t" if tabs else "") for value in row.values()] for row in rows)
    return out.getvalue()


def frame(sheet: Sheet) -> pl.DataFrame:
    """A table with types; a column of several types is text."""
    columns = {}
    for name in sheet.rows[0]:
        values = [row[name] for row in sheet.rows]
        kinds = {type(value) for value in values if value is not None}
        if len(kinds) > 1:
            values = [None if value is None else cell(value) for value in values]
        dtype = pl.Decimal(18, 2) if kinds == {Decimal} else pl.String if not kinds else None
        columns[name] = pl.Series(name, values, dtype=dtype, strict=True)
    return pl.DataFrame(columns)


def write_parquet(sheets: Sequence[Sheet], folder: Path) -> list[Path]:
    """A file a table."""
    paths = [folder / f"{sheet.name}.parquet" for sheet in sheets]
    for sheet, path in zip(sheets, paths, strict=True):
        frame(sheet).write_parquet(path)
    return paths


def write_database(sheets: Sequence[Sheet], folder: Path) -> list[Path]:
    """One file for all tables, each in its schema."""
    path = folder / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        for sheet in sheets:
            table = frame(sheet).to_arrow()
            connection.register("told", table)
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{sheet.schema}"')
            connection.execute(f'CREATE TABLE "{sheet.schema}"."{sheet.name}" AS SELECT * FROM told')
            connection.unregister("told")
    return [path]


def texts(
    encoding: str = "utf-8", ending: str = "csv", **spelling: Any
) -> Callable[[Sequence[Sheet], Path], list[Path]]:
    """Writes a file of text a table."""

    def write(sheets: Sequence[Sheet], folder: Path) -> list[Path]:
        paths = [folder / f"{sheet.name}.{ending}" for sheet in sheets]
        for sheet, path in zip(sheets, paths, strict=True):
            path.write_text(text_of(sheet.rows, **spelling), encoding)
        return paths

    return write


FLAT, TYPED = words("flat"), words("flat typed")
PREAMBLE = "# exported from the shop\n# 2024-03-01 09:00\n"
WRITERS = {
    "commas": (texts(), FLAT),
    "commas, byte order mark": (texts("utf-8-sig"), FLAT),
    "semicolons": (texts(delimiter=";"), FLAT),
    "tab-separated": (texts(delimiter="\t", ending="tsv"), FLAT),
    "tabs behind cells": (texts(tabs=True), FLAT),
    "all quoted": (texts(quoted=True), FLAT),
    "a preamble of #": (texts(preamble=PREAMBLE), FLAT),
    "semicolons, UTF-16": (texts("utf-16", delimiter=";"), FLAT),
    "Parquet": (write_parquet, TYPED),
    "DuckDB": (write_database, words("typed")),
}
"""What a file is called in a failure → who writes it, and its traits."""
