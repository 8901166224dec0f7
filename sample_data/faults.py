"""Faults as real files have them, planted in known numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.draws import stream

if TYPE_CHECKING:
    from datetime import datetime

    from sample_data.arrays import Flags, Ints
    from sample_data.effects import Effects

FUTURE = 2099
"""The year of future-dated rows."""
# Shares of the rows, of which there are at least a few even in a small shop.
_DUPLICATES, _MISSING, _FUTURE, _MIXED = 0.002, 0.001, 0.0005, 0.004
_FEWEST = 3


@dataclass(frozen=True)
class Faults:
    """How many rows of each fault there are; no row has two.

    Attributes:
        order_duplicates: Rows of `orders` that repeat another in every column.
        order_missing_ids: Rows of `orders` without a customer.
        order_future_dates: Rows of `orders` dated 2099.
        order_mixed_case_channels: Rows of `orders` whose channel is written otherwise (`WEB`, `Store `).
        page_view_missing_ids: Rows of `page_views` without a customer.
    """

    order_duplicates: int = 0
    order_missing_ids: int = 0
    order_future_dates: int = 0
    order_mixed_case_channels: int = 0
    page_view_missing_ids: int = 0


def spoil_orders(table: pl.DataFrame, spare: Flags, seed: int, effects: Effects) -> tuple[pl.DataFrame, Faults]:
    """Plant faults in `orders`; rows to spare (first orders, refunded ones) stay as they are."""
    if not effects.faults:
        return table, Faults()
    rng = stream(seed, "faults in orders")
    victims = rng.permutation(np.flatnonzero(~spare))
    twice, nobody, later, mixed = _parts(victims, len(table), (_DUPLICATES, _MISSING, _FUTURE, _MIXED))
    style = np.zeros(len(table), dtype=np.uint8)
    style[mixed] = 1 + np.arange(len(mixed)) % 3
    channel = pl.col("channel").cast(pl.String)
    spoilt = table.with_columns(
        customer=pl.when(~_rows(nobody, len(table))).then("customer"),
        ordered_at=pl.when(_rows(later, len(table))).then(_far("ordered_at")).otherwise("ordered_at"),
        channel=pl.when(pl.Series(style == 1))
        .then(channel.str.to_uppercase())
        .when(pl.Series(style == 2))
        .then(channel.str.to_titlecase())
        .when(pl.Series(style == 3))
        .then(channel.str.to_titlecase() + " ")
        .otherwise(channel),
    )
    repeated = pl.concat([spoilt, spoilt[np.sort(twice)]]).sort("ordered_at", maintain_order=True)
    return repeated, Faults(len(twice), len(nobody), len(later), len(mixed))


def spoil_page_views(table: pl.DataFrame, seed: int, effects: Effects) -> tuple[pl.DataFrame, int]:
    """Take the customer out of some page views, and say out of how many."""
    if not effects.faults or table.is_empty():
        return table, 0
    rng = stream(seed, "faults in page views")
    count = min(max(round(_MISSING * len(table)), _FEWEST), len(table))
    nobody = rng.choice(len(table), count, replace=False)
    spoilt = table.with_columns(customer=pl.when(~_rows(nobody, len(table))).then("customer"))
    return spoilt, len(nobody)


def _parts(victims: Ints, rows: int, shares: tuple[float, ...]) -> list[Ints]:
    """Disjoint parts of the victims, of these shares of all rows as far as there are victims."""
    sizes = [max(round(share * rows), _FEWEST) for share in shares]
    return np.split(victims[: sum(sizes)], np.cumsum(sizes)[:-1])


def _rows(chosen: Ints, rows: int) -> pl.Series:
    """Which rows are chosen."""
    marks = np.zeros(rows, dtype=np.bool_)
    marks[chosen] = True
    return pl.Series(marks)


def _far(column: str) -> pl.Expr:
    """The same moment of the same day of the year, in 2099; the 366th day becomes the year's last."""
    first: datetime | pl.Expr = pl.datetime(FUTURE, 1, 1)
    day = pl.min_horizontal(pl.col(column).dt.ordinal_day(), pl.lit(365)) - 1
    clock = pl.col(column) - pl.col(column).dt.truncate("1d")
    return (first + pl.duration(days=day) + clock).cast(pl.Datetime("us"))
