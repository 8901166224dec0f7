"""Customers one by one: everything that is known of each, as lists of customers show it anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import FIGURES, HISTORY, Column, Unit
from queries.customers.figures import shared_figures
from queries.data.once import once
from queries.eventlog.runs import per_run
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

ID = Column("id", "the customer's id, as in the file", Unit.TEXT, key=True, title="Customer")
TREND = Column("trend", "events in each of the last 12 complete periods, oldest first", Unit.TREND)
CODE = Column("customer", "the customer's place among all of these data, from 0, in the order of ids", Unit.COUNT)

LISTED = (ID, *FIGURES, TREND)
"""What is told of every customer; the files' own attributes follow, and the customer's code."""


def customer_columns(data: Data) -> tuple[Column, ...]:
    """The columns of `customer_table`: the figures, the trend, the attributes of these data, the code.

    Without a history there are neither figures nor a trend: what nobody knows is not shown as 0.
    """
    schema = data.log.customers.collect_schema()
    attributes = (Column(name, mark("as in the file"), _unit(schema[name])) for name in data.log.attributes)
    return (*(LISTED if data.log.has(HISTORY) else (ID,)), *attributes, CODE)


def customer_table(data: Data, codes: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """Customers of the scope with their figures, trend and attributes, highest revenue first, then by id.

    Where the files hold no amounts, those with most orders come first, then those with most events; without a
    history they are in the order of ids.

    Args:
        data: The scoped data.
        codes: `customer` of those who are listed; None lists all of the scope.
    """
    people = data.customers
    if codes is not None:
        chosen = codes.select(pl.col("customer").cast(pl.UInt32)).unique()
        people = people.join(chosen, on="customer", how="semi", maintain_order="left")
    if not data.log.has(HISTORY):
        return people.select(column.name for column in customer_columns(data))
    for values in (shared_figures(data), trends(data)):
        people = people.join(values, on="customer", how="left", maintain_order="left")
    order = ["revenue"] if data.log.has_money else ["orders", "interactions"]
    # They stand in the order of ids: whoever is equal stays in it, and comparing ids as well takes twice as long.
    ordered = people.sort(order, descending=True, nulls_last=True, maintain_order=True)
    return ordered.select(column.name for column in customer_columns(data))


def customer_of_row(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The row's own customer."""
    return data.customers.filter(pl.col("id").cast(pl.String) == str(row["id"])).select("customer")


@once
def trends(data: Data) -> pl.LazyFrame:
    """Per customer of the whole log: `trend`, the events in each of the scope's trend periods, sorted by customer.

    Customer and period are one number, a place among all (customer, period): events are counted where they
    stand, as neighbours, and the places without any are filled with zeros.
    """
    periods = data.trend_periods
    many, first = len(periods), int(periods["index"].min() or 0)  # type: ignore[arg-type]
    begin, end = data.day_number(periods["period"].min()), data.day_number(periods["end"].max())  # type: ignore[arg-type]
    recent = data.events.filter(pl.col("day").is_between(begin, end))
    places = data.log.size * many
    number = pl.UInt32 if places < 2**32 else pl.UInt64
    place = pl.col("customer").cast(number) * many + (data.period_index.cast(number) - first)
    counts = per_run(recent.select(place=place), ("place",), count="n")
    all_places = pl.LazyFrame().select(place=pl.int_range(places, dtype=number).set_sorted())
    filled = all_places.join(counts, on="place", how="left", maintain_order="left")
    listed = filled.select(trend=pl.col("n").fill_null(0).cast(pl.UInt32).reshape((-1, many)).arr.to_list())
    return listed.select(customer=pl.int_range(pl.len(), dtype=pl.UInt32).set_sorted(), trend="trend")


def _unit(dtype: pl.DataType) -> Unit:
    """What the values of an attribute are, by their type."""
    if dtype.is_numeric():
        return Unit.NUMBER
    if dtype == pl.Boolean:
        return Unit.FLAG
    if isinstance(dtype, pl.Datetime):
        return Unit.TIME
    return Unit.DATE if dtype == pl.Date else Unit.TEXT
