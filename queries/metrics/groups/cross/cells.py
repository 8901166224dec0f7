"""The cells of a cross table: who did how much where two dimensions meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from queries.customers.opinions import OPINIONS
from queries.data.once import once
from queries.dimensions.dimension import dimension
from queries.eventlog.runs import count_distinct, per_run, starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.data.data import Data
    from queries.dimensions.dimension import Dimension

Placing = Literal["events", "orders", "money"]
COUNTED = ("interactions", "orders", "amount", "net")
"""What is summed: events, orders, their amount, and revenue (net of refunds), in 1/10,000 of the currency."""


@once
def runs_of(data: Data, down: str, across: str, measures: tuple[str, ...], by: Placing) -> pl.LazyFrame:
    """What each customer did in each cell: `customer`, `r`, `c` and what is counted, in the order of the customers.

    Two dimensions of customers place everybody, also who did nothing; a dimension of events those with an event in
    the reported range. A customer's cell may come in several rows, which are not always neighbours.

    Args:
        data: The scoped data.
        down: The dimension of the rows.
        across: The dimension of the columns.
        measures: What is summed, of `COUNTED`; of `OPINIONS` where both are dimensions of customers.
        by: Which events place a customer: all of them, orders, or orders and refunds.
    """
    rows, columns = dimension(data, down), dimension(data, across)
    events = data.within({"events": data.events, "orders": data.purchases, "money": data.transactions}[by])
    sums = {name: expression for name, expression in _sums(data).items() if name in measures}
    count = "interactions" if "interactions" in measures else None
    runs = data.customers.select("customer")
    place = _place(rows, columns)
    for name in (name for name in measures if name in OPINIONS):
        opinion = OPINIONS[name](data).select("customer", name)
        runs = runs.join(opinion, on="customer", how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(0)
        )
    if place is not None:
        runs = per_run(events.with_columns(place=place), ("customer", "place"), count=count, totals=sums)
    elif sums or count:
        did = per_run(events, ("customer",), count=count, totals=sums)
        runs = runs.join(did, on="customer", how="left", maintain_order="left")
        runs = runs.with_columns(pl.col(*sums, *([count] if count else [])).fill_null(0))
    for code, side in (("r", rows), ("c", columns)):
        if side.codes is not None:
            runs = data.beside(runs, side.codes.rename({"code": code}), code)
    width = len(columns.values)
    of_events = {
        "r": pl.col("place") // width if columns.code is not None else pl.col("place"),
        "c": pl.col("place") % width if rows.code is not None else pl.col("place"),
    }
    codes = {code: of_events[code] for code, side in (("r", rows), ("c", columns)) if side.codes is None}
    return runs.with_columns(**codes).select("customer", pl.col("r", "c").cast(pl.UInt32), *measures)


def _place(rows: Dimension, columns: Dimension) -> pl.Expr | None:
    """Over events: the place by the dimensions of events, as one number; comparing one column is faster than two."""
    if rows.code is not None and columns.code is not None:
        return rows.code.cast(pl.UInt32) * len(columns.values) + columns.code
    return rows.code if rows.code is not None else columns.code


def _sums(data: Data) -> dict[str, pl.Expr]:
    """What can be summed over events, besides their number."""
    amount = pl.col("amount").fill_null(0)
    return {
        "orders": data.is_purchase,
        "amount": pl.when(data.is_purchase).then(amount).otherwise(0),
        "net": pl.when(data.is_money).then(amount).otherwise(0),
    }


LEVELS: tuple[tuple[str, ...], ...] = (("r", "c"), ("r",), ("c",), ())
"""What is summed apart: each cell, each row, each column, and the whole."""


def sums_of(
    data: Data, down: str, across: str, measures: tuple[str, ...], by: Placing
) -> dict[tuple[str, ...], pl.LazyFrame]:
    """Per cell (`r`, `c`), row (`r`), column (`c`), and of the whole (): `customers` and the sums of `measures`.

    Customers count once in each, so that those of the cells may be more than those of a total.
    """
    summed = _sums_of_levels(data, down, across, measures, by)
    return {level: summed.filter(pl.col("level") == number) for number, level in enumerate(LEVELS)}


@once(in_memory=True)
def _sums_of_levels(data: Data, down: str, across: str, measures: tuple[str, ...], by: Placing) -> pl.LazyFrame:
    """The sums of all levels below each other: `r`, `c` (null where the level has none), `customers`, …, `level`."""
    rows, columns = dimension(data, down), dimension(data, across)
    runs = runs_of(data, down, across, measures, by)
    per_customer = {"r": rows.per_customer, "c": columns.per_customer}
    # A cell as one number: grouping by one column is twice as fast as by two.
    at, width, nothing = pl.col("at"), len(columns.values), pl.lit(None, pl.UInt32)
    placed: dict[tuple[str, ...], tuple[pl.Expr | None, dict[str, pl.Expr]]] = {
        ("r", "c"): (pl.col("r") * width + pl.col("c"), {"r": at // width, "c": at % width}),
        ("r",): (pl.col("r"), {"r": at}),
        ("c",): (pl.col("c"), {"c": at}),
        (): (None, {}),
    }
    parts = []
    for number, level in enumerate(LEVELS):
        place, codes = placed[level]
        summed = _summed(runs, place, measures, settled=all(per_customer[name] for name in level))
        parts.append(
            summed.select(
                *(codes.get(name, nothing).alias(name) for name in ("r", "c")),
                "customers",
                *measures,
                level=pl.lit(number),
            )
        )
    return pl.concat(parts)


def _summed(runs: pl.LazyFrame, place: pl.Expr | None, measures: Sequence[str], *, settled: bool) -> pl.LazyFrame:
    """Customers, each counted once, and the sums of `measures`, per value of `place`, called `at`.

    Args:
        runs: As `runs_of` has them.
        place: What rows are counted by; None counts all of them together.
        measures: What is summed.
        settled: Whether a customer has only one value of it: then the first of the customer's rows counts.
    """
    customers = pl.col("first").sum().cast(pl.Int64) if settled else count_distinct("customer")
    sums = {"customers": customers} | {name: pl.col(name).sum() for name in measures}
    marked = runs.with_columns(first=starts("customer")) if settled else runs
    return marked.select(**sums) if place is None else marked.group_by(at=place).agg(**sums)


def in_cell(runs: pl.LazyFrame, row: int, column: int) -> pl.LazyFrame:
    """The customers of one cell."""
    return runs.filter((pl.col("r") == row) & (pl.col("c") == column)).select("customer").unique()
