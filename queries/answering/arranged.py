"""An answer in another order and without some columns, as somebody looked at it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection

    from queries.answering.result import Result


def ordered(frame: pl.DataFrame, name: str, *, descending: bool) -> pl.DataFrame:
    """The same rows ordered by a column, a list by its last value; what is missing comes last."""
    key = pl.col(name).list.last() if isinstance(frame.schema[name], pl.List) else pl.col(name)
    return frame.sort(key, descending=descending, nulls_last=True, maintain_order=True)


def arranged(result: Result, part: str | None, sort: tuple[str, bool] | None, hidden: Collection[str] = ()) -> Result:
    """An answer of which one table is in another order, and without some columns.

    Args:
        result: The answer.
        part: Which of its tables; None is the main one.
        sort: The column that orders the rows, and whether downwards; one that is not there orders nothing.
        hidden: The columns that are left out; where none would stay, all do.
    """
    columns, frame = result.table(part)
    if sort is not None and sort[0] in frame.columns:
        frame = ordered(frame, sort[0], descending=sort[1])
    seen = tuple(column for column in columns if column.name not in hidden) or columns
    frame = frame.select(column.name for column in seen)
    if part is None:
        return replace(result, columns=seen, frame=frame)
    return replace(result, parts={**result.parts, part: (seen, frame)})
