"""Columns without types that text formats have no form for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MICROSECONDS_PER_DAY = 86_400_000_000
BATCH = 50_000
"""How many rows are held as text at a time."""


def plain_batches(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The same rows in plain columns, a batch after the other."""
    return map(plain_columns, frame.iter_slices(BATCH))


def plain_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows: times as ISO text, lengths of time in days, bytes as hexadecimal text."""
    return frame.select(_plain(name, dtype) for name, dtype in frame.schema.items())


def _plain(name: str, dtype: pl.DataType) -> pl.Expr:
    """One column; a list by its elements."""
    if isinstance(dtype, pl.List):
        plain = _conversion(dtype.inner)
        return pl.col(name).list.eval(plain(pl.element())) if plain else pl.col(name)
    plain = _conversion(dtype)
    return plain(pl.col(name)) if plain else pl.col(name)


def _conversion(dtype: object) -> Callable[[pl.Expr], pl.Expr] | None:
    """What turns values of a type into plain ones; None where they are plain."""
    if isinstance(dtype, (pl.Datetime, pl.Time)):
        return lambda value: value.dt.to_string("iso:strict" if isinstance(dtype, pl.Datetime) else "iso")
    if isinstance(dtype, pl.Duration):
        return lambda value: value.dt.total_microseconds() / MICROSECONDS_PER_DAY
    if isinstance(dtype, pl.Binary):
        return lambda value: value.bin.encode("hex")
    if isinstance(dtype, pl.Decimal):
        return lambda value: value.cast(pl.Float64)
    return None
