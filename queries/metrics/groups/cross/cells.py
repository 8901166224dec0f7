"""The cells of a cross table: who did how much where two dimensions meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from queries.eventlog.runs import count_distinct, per_run, starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.data.data import Data
    from queries.dimensions.dimension import Dimension

Placing = Literal["events", "orders", "money"]
COUNTED = ("interactions", "orders", "amount", "net")
"""What is summed: events, orders, their amount, and revenue (net of refunds), in 1/10,000 of the currency."""


def runs_of(
    data: Data, rows: Dimension, columns: Dimension, counted: Sequence[str], *, by: Placing = "events"
) -> pl.LazyFrame:
    """What each customer did in each cell: `customer`, `r`, `c` and what is counted, in the order of the customers.

    Two dimensions of customers place everybody, also who did nothing; a dimension of events those with an event in
    the reported range. A customer's cell may come in several rows, which are not always neighbours.

    Args:
        data: The scoped data.
        rows: The dimension of the rows.
        columns: The dimension of the columns.
        counted: What is summed, of `COUNTED`.
        by: Which events place a customer: all of them, orders, or orders and refunds.
    """
    events = data.within({"events": data.events, "orders": data.purchases, "money": data.transactions}[by])
    key = ("cross", rows.name, columns.name, by, *counted)
    return data.once(key, lambda: _placed(data, events, rows, columns, counted))


def _placed(
    data: Data, events: pl.LazyFrame, rows: Dimension, columns: Dimension, counted: Sequence[str]
) -> pl.LazyFrame:
    """The plan of `runs_of`."""
    sums = {name: expression for name, expression in _sums(data).items() if name in counted}
    count = "interactions" if "interactions" in counted else None
    found = data.customers.select("customer")
    place = _place(rows, columns)
    if place is not None:
        found = per_run(events.with_columns(place=place), ("customer", "place"), count=count, totals=sums)
    elif sums or count:
        did = per_run(events, ("customer",), count=count, totals=sums)
        found = found.join(did, on="customer", how="left", maintain_order="left")
        found = found.with_columns(pl.col(*sums, *([count] if count else [])).fill_null(0))
    for code, one in (("r", rows), ("c", columns)):
        if one.codes is not None:
            found = data.beside(found, one.codes.rename({"code": code}), code)
    width = len(columns.values)
    of_events = {
        "r": pl.col("place") // width if columns.code is not None else pl.col("place"),
        "c": pl.col("place") % width if rows.code is not None else pl.col("place"),
    }
    codes = {code: of_events[code] for code, one in (("r", rows), ("c", columns)) if one.codes is None}
    return found.with_columns(**codes).select("customer", pl.col("r", "c").cast(pl.UInt32), *counted)


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


def sums_of(
    data: Data, rows: Dimension, columns: Dimension, counted: Sequence[str], *, by: Placing = "events"
) -> dict[tuple[str, ...], pl.LazyFrame]:
    """Per cell (`r`, `c`), row (`r`), column (`c`), and of the whole (): `customers` and the sums of `counted`.

    Customers count once in each, so that those of the cells may be more than those of a total.
    """
    runs = runs_of(data, rows, columns, counted, by=by)
    own = {"r": rows.per_customer, "c": columns.per_customer}
    # A cell as one number: grouping by one column is twice as fast as by two.
    at, width, nothing = pl.col("at"), len(columns.values), pl.lit(None, pl.UInt32)
    levels: dict[tuple[str, ...], tuple[pl.Expr | None, dict[str, pl.Expr]]] = {
        ("r", "c"): (pl.col("r") * width + pl.col("c"), {"r": at // width, "c": at % width}),
        ("r",): (pl.col("r"), {"r": at}),
        ("c",): (pl.col("c"), {"c": at}),
        (): (None, {}),
    }
    parts = [
        _summed(runs, place, counted, settled=all(own[name] for name in level)).select(
            *(codes.get(name, nothing).alias(name) for name in ("r", "c")),
            "customers",
            *counted,
            level=pl.lit(number),
        )
        for number, (level, (place, codes)) in enumerate(levels.items())
    ]
    every = data.once(("cross sums", rows.name, columns.name, by, *counted), lambda: pl.concat(parts), in_memory=True)
    return {level: every.filter(pl.col("level") == number) for number, level in enumerate(levels)}


def _summed(runs: pl.LazyFrame, place: pl.Expr | None, counted: Sequence[str], *, settled: bool) -> pl.LazyFrame:
    """Customers, each counted once, and the sums of `counted`, per value of `place`, called `at`.

    Args:
        runs: As `runs_of` has them.
        place: What rows are counted by; None counts all of them together.
        counted: What is summed.
        settled: Whether a customer has only one value of it: then the first of the customer's rows counts.
    """
    customers = pl.col("first").sum().cast(pl.Int64) if settled else count_distinct("customer")
    sums = {"customers": customers} | {name: pl.col(name).sum() for name in counted}
    marked = runs.with_columns(first=starts("customer")) if settled else runs
    return marked.select(**sums) if place is None else marked.group_by(at=place).agg(**sums)


def in_cell(runs: pl.LazyFrame, row: int, column: int) -> pl.LazyFrame:
    """The customers of one cell."""
    return runs.filter((pl.col("r") == row) & (pl.col("c") == column)).select("customer").unique()
