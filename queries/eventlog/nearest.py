"""The row of another table that is nearest in time, of the same customer: one pass over two tables in the log's order.

Polars' own join by customer hashes every customer; customer and time put into one number need no more than comparing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE = 2**64
"""More than any two times are apart."""


def beside_nearest(
    rows: pl.LazyFrame,
    others: pl.LazyFrame,
    names: Sequence[str],
    *,
    strategy: Literal["forward", "backward"],
    at: str = "time",
) -> pl.LazyFrame:
    """Rows with columns of the nearest other row of their customer.

    Args:
        rows: Rows sorted by `customer`, then `at`.
        others: Rows in the log's order, with `customer` and `time`.
        names: The columns of `others` to put beside; the rows have none of that name.
        strategy: `forward` is the first of the others at that instant or after, `backward` the last at it or before.
        at: The time of `rows`.

    Returns:
        The rows in their order with `names`, null where the customer has no such row.
    """
    told = others.select(*names, _place=_place("time"), _whose="customer")
    joined = rows.with_columns(_place=_place(at)).join_asof(
        told, on="_place", strategy=strategy, check_sortedness=False
    )
    own = pl.col("_whose") == pl.col("customer")
    return joined.with_columns(pl.when(own).then(name).alias(name) for name in names).drop("_place", "_whose")


def _place(time: str) -> pl.Expr:
    """Customer and time in one number, which sorts as both do."""
    return pl.col("customer").cast(pl.Int128) * WHOLE + pl.col(time).to_physical().cast(pl.Int128)
