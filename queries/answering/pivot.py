"""A long answer as the matrix a person reads: cohorts by interval, weekdays by hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.formats.dates import begins_period, period_label
from queries.wording import say

if TYPE_CHECKING:
    from queries.answering.result import Result
    from queries.catalogue import Column, Pivot

COMPLETE = " complete"
"""What the column is called that says whether a cell is complete: its heading and this."""

MOST_COLUMNS = 200
"""A matrix wider than this is read as the long table it comes from."""


def as_shown(result: Result, part: str | None = None) -> tuple[tuple[Column, ...], pl.DataFrame]:
    """A table of an answer as it is shown: the main one as a matrix where the metric declares it.

    Returns:
        The columns that are shown, and a frame that also holds what they refer to. The dimension of a split,
        or any other key that the matrix does not name, stays with the names of the row. A compared answer stays
        long: a matrix would hide what it is compared with.
    """
    columns, frame = result.table(part)
    pivot = result.metric.pivot
    if part is not None or pivot is None or result.question.compare or pivot.columns not in frame.columns:
        return columns, frame
    if frame[pivot.columns].n_unique() > MOST_COLUMNS:
        return columns, frame
    if {column.name for column in columns} & set(map(str, frame[pivot.columns])):
        return columns, frame  # a value is called like a column: its heading could not be told from that one
    return matrix(columns, frame, pivot, result.scope.get("grain"))


def matrix(
    columns: tuple[Column, ...], frame: pl.DataFrame, pivot: Pivot, grain: str | None = None
) -> tuple[tuple[Column, ...], pl.DataFrame]:
    """One row for each combination of the row's names, one column for each value of `pivot.columns`.

    Dates that begin a period of the grain are headed like the period: 2024-Q1.

    All cells share one scale, by which they are shaded.
    A cell that the long frame does not have is blank; one that is incomplete is told by a column named after
    its heading and `COMPLETE`.
    """
    by_name = {column.name: column for column in columns}
    others = [c.name for c in columns if c.key and c.name not in (*pivot.rows, pivot.columns)]
    rows = [*others, *(name for name in pivot.rows if name in by_name)]
    values = _headings(frame, pivot.columns)
    wide = _spread(frame, rows, pivot, pivot.value, "")
    if "complete" in by_name:
        flags = _spread(frame, rows, pivot, "complete", COMPLETE)
        wide = wide.join(flags, on=rows, how="left", nulls_equal=True, maintain_order="left")
    cell, heading = by_name[pivot.value], by_name[pivot.columns]
    titles = [_title(value, heading, grain) for value in values]
    cells = [
        replace(cell, name=str(value), title=title, denominator=None, shaded=cell.shaded or pivot.value)
        for value, title in zip(values, titles, strict=True)
    ]
    marked = [replace(c, complete_column=f"{c.name}{COMPLETE}") if "complete" in by_name else c for c in cells]
    return (*(replace(by_name[name], key=True) for name in rows), *marked), wide


def _title(value: Any, heading: Column, grain: str | None) -> str:
    """A value as a heading."""
    if heading.names:
        return heading.names[int(value) - 1]
    if grain and isinstance(value, date) and begins_period(value, grain):
        return period_label(value, grain)
    return say(str(value)) if heading.worded else str(value)


def _headings(frame: pl.DataFrame, column: str) -> list[Any]:
    """The values that become headings: numbers and dates in their order, words as the answer has them."""
    values = frame[column].unique(maintain_order=True)
    return (values if values.dtype == pl.String else values.sort()).to_list()


def _spread(frame: pl.DataFrame, rows: list[str], pivot: Pivot, value: str, suffix: str) -> pl.DataFrame:
    """The cells of one column, spread over the values of another in their order."""
    order = [str(entry) for entry in _headings(frame, pivot.columns)]
    keyed = frame.select(*rows, pl.col(pivot.columns).cast(pl.String).alias("_heading"), value)
    wide = keyed.pivot("_heading", index=rows, values=value, aggregate_function="first", maintain_order=True)
    return wide.select(*rows, *(pl.col(name).alias(f"{name}{suffix}") for name in order))
