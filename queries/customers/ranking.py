"""Customers from the best to the least: tenths of them, tenths of what they bring, and classes A, B, C.

Everything compares whole numbers (ten-thousandths of the currency), so that a limit of 70 % lies exactly there.
"""

from __future__ import annotations

import polars as pl

PARTS = 1_000_000
"""Shares are taken to so many parts of a whole."""


def ranked(customers: pl.LazyFrame) -> pl.LazyFrame:
    """Customers with what their place is known by.

    Args:
        customers: `value` (Int64), highest first.

    Returns:
        The frame's columns, and `rank` (0 is the best), `before` (value of all better ones), and on every row
        `total` and `people`.
    """
    value = pl.col("value")
    return customers.with_row_index("rank").with_columns(
        before=value.cum_sum() - value, total=value.sum(), people=pl.len().cast(pl.Int64)
    )


def decile() -> pl.Expr:
    """Of a ranked customer: the tenth of the customers, 1 is the best."""
    return (10 * pl.col("rank").cast(pl.Int64) // pl.col("people") + 1).cast(pl.UInt8)


def value_decile() -> pl.Expr:
    """Of a ranked customer: the tenth of the total the customer starts in, 1 comes from the best.

    Where refunds push sums above the total, what lies beyond it is in the tenth; null without a positive total.
    """
    total = pl.col("total")
    return pl.when(total > 0).then((10 * pl.col("before") // total).clip(0, 9) + 1).cast(pl.UInt8)


def starts_below(share: float) -> pl.Expr:
    """Of a ranked customer: whether what all better ones bring is less than that share of the total."""
    part, total = round(share * PARTS), pl.col("total")
    # The total in wholes and a rest: the product of a large total and the parts would not fit.
    rest = (total % PARTS * part + PARTS - 1) // PARTS
    return pl.col("before") < total // PARTS * part + rest
