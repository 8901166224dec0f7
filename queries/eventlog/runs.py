"""Arithmetic on a sorted log: what would be a hash aggregation becomes a comparison with the row above.

The log is sorted by customer, then time. So the rows of one customer, of one customer and day, of one
customer and period are runs of equal neighbours; counting runs and subtracting running totals at their
ends answers most questions in one pass. Frames given to these functions must keep the log's order.
"""

from __future__ import annotations

import polars as pl

PAIR = 2**32
"""Two numbers of 32 bits in one of 64: faster to sort and to group by than two columns."""


def starts(*columns: str) -> pl.Expr:
    """True on the first row of every run of equal neighbours in `columns`; they hold no nulls."""
    changed = [pl.col(name) != pl.col(name).shift(1) for name in columns]
    return pl.any_horizontal(changed).fill_null(value=True)


def ends(*columns: str) -> pl.Expr:
    """True on the last row of every run of equal neighbours in `columns`; they hold no nulls."""
    changed = [pl.col(name) != pl.col(name).shift(-1) for name in columns]
    return pl.any_horizontal(changed).fill_null(value=True)


def count_distinct(column: str) -> pl.Expr:
    """How many values a sorted column has, in a group or in the whole frame: rows of a group keep their order.

    Numbering the runs is faster than comparing neighbours and adding up, and twice as fast as a set of the values.
    """
    return pl.col(column).rle_id().last().cast(pl.Int64).fill_null(-1) + 1


def day_gaps(frame: pl.LazyFrame, *by: str) -> pl.LazyFrame:
    """Days between consecutive days of each run of `by`: `by`, `day` (the later one), `gap`.

    Args:
        frame: Rows in the log's order, with `day`; several rows of one day are one day.
        by: The columns whose equal neighbours make a run.
    """
    days = frame.select(*by, "day").filter(starts(*by, "day"))
    gap = pl.when(~starts(*by)).then(pl.col("day") - pl.col("day").shift(1))
    return days.select(*by, "day", gap=gap).filter(pl.col("gap").is_not_null())


def per_run(
    frame: pl.LazyFrame,
    by: tuple[str, ...],
    *,
    count: str | None = None,
    totals: dict[str, pl.Expr] | None = None,
    first: dict[str, pl.Expr] | None = None,
    last: dict[str, pl.Expr] | None = None,
) -> pl.LazyFrame:
    """One row a run of `by`: its number of rows, sums over it, and values of its first and last row.

    Args:
        frame: Rows in the log's order.
        by: The columns whose equal neighbours make a run; the frame is sorted by the first.
        count: What the number of rows is called; None leaves it out.
        totals: Name → whole-number or boolean expression without nulls, summed over the run.
        first: Name → expression over the frame, taken at the run's first row.
        last: Name → expression over the frame, taken at the run's last row.

    Returns:
        `by` (the first marked as sorted: joins on it are ten times faster), then `count` and `totals` (Int64),
        then `first` and `last`, one row a run, in the order of the frame.
    """
    totals, first, last = totals or {}, first or {}, last or {}
    # The row below a run's last is the next run's first; the frame's first row is below none. Carrying first values
    # down the whole run instead is three times slower.
    below = {f"_below {name}": expression.shift(-1) for name, expression in first.items()}
    top = {f"_top {name}": expression.first() for name, expression in first.items()}
    running = {name: expression.cast(pl.Int64).cum_sum() for name, expression in totals.items()}
    numbered = frame.with_row_index("_row") if count else frame
    row = [pl.col("_row")] if count else []
    counted = (
        [(pl.col("_row").cast(pl.Int64) - pl.col("_row").cast(pl.Int64).shift(1, fill_value=-1)).alias(count)]
        if count
        else []
    )
    return (
        numbered.select(*by, *row, **running, **below, **top, **last, _end=ends(*by))
        .filter("_end")
        .select(
            pl.col(by[0]).set_sorted(),
            *by[1:],
            *counted,
            *(pl.col(name) - pl.col(name).shift(1, fill_value=0) for name in totals),
            *(pl.col(f"_below {n}").shift(1, fill_value=pl.col(f"_top {n}").first()).alias(n) for n in first),
            *last,
        )
    )
