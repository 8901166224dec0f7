"""Retention in words: how many come back first, and how many stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.metric import Conclusion, Figure, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = (1, 3, 6, 12)
"""The intervals whose overall rate is a figure."""


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The overall rate in a few intervals, each with the number of customers it stands on."""
    overall = tables["overall"].filter((pl.col("size") > 0) & (pl.col("interval") > 0))
    rows = {row["interval"]: row for row in overall.iter_rows(named=True)}
    shown = [number for number in SHOWN if number in rows] or list(rows)[:4]
    figures = [Figure(f"retention in interval {n}", rows[n]["rate"], Unit.SHARE, n=rows[n]["size"]) for n in shown]
    return Conclusion(tuple(figures))
