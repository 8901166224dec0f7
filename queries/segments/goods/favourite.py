"""Favourites: what each customer mostly buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.customers.buyers import NO_PURCHASE
from queries.data.goods import BY, keyed, labels
from queries.data.once import once
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

MIXED, OTHER = mark("mixed"), mark("other favourites")
MOST = 20
"""So many favourites have a segment of their own; the others are gathered."""

COLUMNS = (
    Column("orders_of_favourite", "the customer's orders with it", Unit.COUNT),
    Column("orders", "the customer's orders of which it is known what was bought", Unit.COUNT),
)


def notes(data: Data, by: str) -> tuple[str, ...]:
    """What there is to go by."""
    told = data.log.mapping.products
    if by == "category" and not (told and told.category):
        return (say("No category is mapped: single items with --set by=item, or name the column under [products]."),)
    return (
        say(
            "The {most} favourites of most customers each; the others are gathered as “{other}”.",
            most=MOST,
            other=OTHER,
        ),
    )


@segmentation(
    id="favourite",
    title="Favourite",
    question="What does each customer mostly buy?",
    also="mostly buys, preferred category, 偏好, 最爱",
    place=72,
    columns=COLUMNS,
    rest=NO_PURCHASE,
    parameters=(BY, Parameter("share", "so many of a customer's orders hold a favourite", "float", low=0, high=1)),
    notes=notes,
    needs=("purchase", "items"),
    formula="the category (item) in most of the customer's orders, if it is in half of them or more and in more than "
    "any other; else mixed; an order counts for each category it holds",
    source="house",
)
def favourite(data: Data, by: str = "category", share: float = 0.5) -> pl.LazyFrame:
    """The favourite of every customer whose order lines are known.

    Args:
        data: The scoped data.
        by: `category` or `item`.
        share: The least share of the customer's orders that hold it.

    Returns:
        `customer`, `segment`, `place` (by size, largest first; gathered ones and `mixed` last), and the two counts, of
        the most frequent one also where it is no favourite. Two that are equally frequent are none.
    """
    most = _most(data, by)
    is_one = (pl.col("orders_of_favourite") >= share * pl.col("orders")) & ~pl.col("tied")
    told = most.select("customer", "orders_of_favourite", "orders", key=pl.when(is_one).then("key"))
    sizes = told.filter(pl.col("key").is_not_null()).group_by("key").agg(customers=pl.len())
    largest = sizes.sort("customers", "key", descending=[True, False]).head(MOST).with_row_index("place")
    named = largest.join(labels(data, by), on="key", how="left").select("key", "place", "label")
    joined = told.join(named, on="key", how="left", maintain_order="left")
    none = pl.col("key").is_null()
    return joined.select(
        pl.col("customer").set_sorted(),
        segment=pl.when(none).then(pl.lit(MIXED)).otherwise(pl.col("label").fill_null(OTHER)),
        place=pl.when(none).then(MOST + 1).otherwise(pl.col("place").fill_null(MOST)).cast(pl.UInt32),
        orders_of_favourite="orders_of_favourite",
        orders="orders",
    )


@once(in_memory=True)
def _most(data: Data, by: str) -> pl.LazyFrame:
    """Per customer: `key` in most orders, `orders_of_favourite`, `orders`, and if another is in as many (`tied`)."""
    held = keyed(data.items, by).select("customer", "order", "key").unique()
    counts = held.group_by("customer", "key").agg(n=pl.len())
    most = counts.group_by("customer").agg(orders_of_favourite=pl.col("n").max())
    top = counts.join(most, on="customer").filter(pl.col("n") == pl.col("orders_of_favourite"))
    one = top.group_by("customer").agg(pl.col("key").min(), tied=pl.len() > 1)
    orders = held.select("customer", "order").unique().group_by("customer").agg(orders=pl.len())
    return one.join(most, on="customer").join(orders, on="customer").sort("customer")
