"""Columns of time, where there is one: an answer about texts or scores of which nothing says when has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import HISTORY

if TYPE_CHECKING:
    import polars as pl

    from queries.catalogue import Column
    from queries.data.data import Data

OF_TIME = ("period", "time", "last", "before", "change", "complete")
"""The columns that tell of time, whatever the answer."""


def dated(data: Data, frame: pl.LazyFrame, columns: tuple[Column, ...] = ()) -> tuple[pl.LazyFrame, tuple[Column, ...]]:
    """An answer and its columns, without those of time where there is no history."""
    if data.log.has(HISTORY):
        return frame, columns
    return frame.drop(OF_TIME, strict=False), tuple(one for one in columns if one.name not in OF_TIME)
