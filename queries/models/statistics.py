"""What describes many values: how many there are, their mean, and quantiles, as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

QUANTILES = {"p25": 0.25, "p50": 0.5, "p75": 0.75, "p80": 0.8, "p90": 0.9, "p95": 0.95}
"""Name → share of the values at or below; interpolated linearly."""

STATISTICS = ("n", "mean", *QUANTILES)
"""The rows, in order."""

STATISTIC = Column(
    "statistic",
    "n is how many there are; p80: 80 % are at or below, between two values interpolated",
    Unit.TEXT,
    key=True,
)
UNIT = Column("unit", "what the number of the row is", Unit.TEXT, worded=True)


def _between(ordered: pl.Expr, place: pl.Expr) -> pl.Expr:
    """The value at a place (0 is the first) of a sorted column, which may lie between two rows; null of none."""
    below, above = (ordered.get(at.cast(pl.Int64), null_on_oob=True) for at in (place.floor(), place.ceil()))
    return below + (above - below) * (place - place.floor())


def of_values(frame: pl.LazyFrame, value: str, unit: Unit) -> pl.LazyFrame:
    """The statistics of a column.

    Args:
        frame: The values, without nulls, in any order.
        value: The column, and the name of the result's.
        unit: What the values are.

    Returns:
        `statistic`, `value`, `unit`, one row each of `STATISTICS`; blank but for n where there are no values.
    """
    column, n = pl.col(value), pl.len().cast(pl.Int64)
    wanted = {name: _between(column, (n - 1) * share) for name, share in QUANTILES.items()}
    # Sorted once; before an aggregation that does not mind the order, as quantile(), Polars would leave that out.
    ordered = frame.select(column.sort())
    return _rows(ordered.select(n=n, mean=column.mean(), **wanted), value, (), unit)


def of_counted(counted: pl.LazyFrame, value: str, count: str, unit: Unit, by: Sequence[str] = ()) -> pl.LazyFrame:
    """The statistics of values that are already counted: exact, and as cheap as the values are few.

    Args:
        counted: `by`, each value once, and how often it occurs (1 or more); sorted by `by`, then value.
        value: The column of the values, and the name of the result's.
        count: The column that says how often.
        unit: What the values are.
        by: Columns that part the values; each part has its own statistics.

    Returns:
        `by`, `statistic`, `value`, `unit`, sorted by `by`; a row each of `STATISTICS`.
    """
    many, n = pl.col(count).cast(pl.Int64), pl.col(count).cast(pl.Int64).sum()
    up_to = many.cum_sum().over(by) if by else many.cum_sum()
    wanted = [n.alias("n"), ((pl.col(value) * many).sum() / n).alias("mean")]
    for name, share in QUANTILES.items():
        place = (n - 1) * share
        below, above = (pl.col(value).filter(pl.col("_up_to") > at).min() for at in (place.floor(), place.ceil()))
        wanted.append((below + (above - below) * (place - place.floor())).alias(name))
    ranked = counted.with_columns(_up_to=up_to)
    wide = ranked.group_by(by).agg(wanted) if by else ranked.select(wanted)
    return _rows(wide, value, by, unit)


def _rows(wide: pl.LazyFrame, value: str, by: Sequence[str], unit: Unit) -> pl.LazyFrame:
    """One row a statistic instead of one column."""
    numbers = wide.with_columns(pl.col(STATISTICS).cast(pl.Float64).fill_nan(None))
    long = numbers.unpivot(STATISTICS, index=list(by), variable_name="statistic", value_name=value)
    ordered = long.with_columns(pl.col("statistic").cast(pl.Enum(STATISTICS))).sort(*by, "statistic")
    said = pl.when(pl.col("statistic") == "n").then(pl.lit(Unit.COUNT.value)).otherwise(pl.lit(unit.value))
    return ordered.select(*by, pl.col("statistic").cast(pl.String), value, unit=said)
