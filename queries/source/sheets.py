"""The sheet of a workbook: where its table stands, which rows are none, and values as they are meant."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, NamedTuple

import fastexcel
import polars as pl

from queries.source.footers import MOST, noted
from queries.source.headers import ENOUGH, named, start_of
from queries.source.noise import Counts, Noise

if TYPE_CHECKING:
    from collections.abc import Sequence

EXACT = 2**53
"""Whole numbers below this are exact in a workbook, where every number is a broken one."""

CLOCK = date(1900, 1, 1)
"""A cell that holds a time of day alone is on a day before this one."""

_NO_DAY, _DAY, _HOUR, _MIDNIGHT = r"1899-12-3\d", r"\d{4}-\d\d-\d\d", r"\d\d:\d\d:\d\d", "00:00:00"


class Sheet(NamedTuple):
    """The table of a sheet, without any column where there is none; how many rows were left out; who sees it."""

    frame: pl.DataFrame
    counts: Counts = Counts()
    hidden: bool = False


def sheet_of(book: fastexcel.ExcelReader, name: str) -> Sheet:
    """The table of a sheet.

    It is read twice: as text, which shows where the table begins, and from there on with its types.
    """
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if sheet.visible != "visible":
        return Sheet(pl.DataFrame(), hidden=True)
    texts = sheet.to_polars()
    filled = [place for place, column in enumerate(texts) if column.str.strip_chars().replace("", None).count()]
    if not filled:
        return Sheet(pl.DataFrame())
    texts = texts[:, filled].fill_null("")
    above = _rows(texts.head(ENOUGH))
    used = [at for at, row in enumerate(above) if any(row)]
    start, count = start_of([above[at] for at in used], len(filled))
    headers = tuple(tuple(above[at]) for at in used[start : start + count])
    body = used[start + count] if start + count < len(used) else len(texts)
    data = texts[body:]
    below = noted(reversed(_rows(data.tail(MOST))), [row for row in above[body:] if any(row)], len(filled))
    noise = Noise(named(headers[0] if headers else [""] * len(filled)), headers, below)
    again, under, blank = (_among(data, rows) for rows in (headers, below, (("",) * len(filled),)))
    frame = _typed(book, name, body, filled, data)
    frame.columns = list(noise.columns)
    frame = pl.DataFrame([_meant(column) for column in frame.filter(~(again | under | blank)).iter_columns()])
    return Sheet(frame, Counts(len(frame), int(again.sum()) + max(0, count - 1), int(under.sum())))


def _rows(frame: pl.DataFrame) -> list[list[str]]:
    return [list(row) for row in frame.iter_rows()]


def _among(data: pl.DataFrame, rows: Sequence[Sequence[str]]) -> pl.Series:
    """Whether each row is one of these."""
    equal = [pl.all_horizontal(pl.nth(place) == cell for place, cell in enumerate(row)) for row in rows]
    return data.select(among=pl.any_horizontal(pl.repeat(False, pl.len()), *equal)).to_series()


def _typed(
    book: fastexcel.ExcelReader, name: str, body: int, columns: Sequence[int], data: pl.DataFrame
) -> pl.DataFrame:
    """The rows below the headers with the types that hold for all of them; as text where no type does."""
    empty: dict[Any, Any] = {
        place: "string" for place, column in zip(columns, data, strict=True) if (column == "").all()
    }
    try:
        sheet = book.load_sheet(
            name, header_row=None, skip_rows=body, schema_sample_rows=None, use_columns=list(columns), dtypes=empty
        )
    except fastexcel.FastExcelError:  # durations and words in one column
        return data
    frame = sheet.to_polars()
    return frame if len(frame) == len(data) else data


def _meant(column: pl.Series) -> pl.Series:
    """Values as they are meant: whole numbers, days and times of day are broken numbers and moments in a workbook."""
    if column.dtype.is_float():
        whole = ((column.floor() == column) & (column.abs() < EXACT)).all()
        return column.cast(pl.Int64) if whole and column.count() else column
    if isinstance(column.dtype, pl.Datetime) and column.count():
        times = column.dt.time()
        if (column.dt.date() < CLOCK).all():
            return times.dt.to_string("%H:%M:%S")  # as text files write it
        return column.dt.date() if (times == time()).all() else column.cast(pl.Datetime("us"))
    if isinstance(column.dtype, pl.Duration):
        return column.dt.to_string("polars")
    if column.dtype == pl.Null:
        return column.cast(pl.String)
    return _plain(column.replace("", None)) if column.dtype == pl.String else column


def _plain(column: pl.Series) -> pl.Series:
    """Texts without what nobody sees of a moment that stands beside words: the day of a time, the hour of a day."""
    column = column.str.replace(rf"^{_NO_DAY} ({_HOUR})$", "$1")
    moments = column.filter(column.str.contains(rf"^{_DAY} {_HOUR}$"))
    return column.str.replace(rf"^({_DAY}) {_MIDNIGHT}$", "$1") if moments.str.ends_with(_MIDNIGHT).all() else column
