"""A matrix on the screen: which row of the long answer a cell stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.answering.result import Result
    from queries.catalogue import Column


def is_matrix(result: Result, columns: Sequence[Column]) -> bool:
    """Whether these columns are those of the answer read as a matrix."""
    pivot = result.metric.pivot
    return pivot is not None and all(column.name != pivot.columns for column in columns)


def row_behind(result: Result, shown: Mapping[str, Any], column: str) -> dict[str, Any] | None:
    """The row of the long answer that a cell of the matrix stands for.

    Args:
        result: The answer.
        shown: The row of the matrix, by column name.
        column: The column under the cursor; one that names rows stands for the first cell there is.

    Returns:
        The row, or None where the long answer has no such cell.
    """
    pivot = result.metric.pivot
    if pivot is None:
        return dict(shown)
    keys = [c.name for c in result.columns if c.name in shown and (c.key or c.name in pivot.rows)]
    same = [pl.col(name).eq_missing(pl.lit(shown[name], dtype=result.frame.schema[name])) for name in keys]
    rows = result.frame.filter(same).sort(pivot.columns, maintain_order=True) if same else result.frame
    values = rows[pivot.columns].to_list()
    names = [str(value) for value in values]
    if column in names:
        return rows.row(names.index(column), named=True)
    named = column in keys
    return rows.row(0, named=True) if named and len(rows) else None
