"""What segments buy: products and categories by their buyers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once

if TYPE_CHECKING:
    from queries.data.data import Data

MOST_BOUGHT = 30
"""So many products, and so many categories, by their buyers."""
OF = {"product": "item", "category": "category"}
"""What it is called in the answer → the column of the order lines."""


def by_bought(data: Data, name: str, codes: pl.LazyFrame) -> pl.LazyFrame:
    """Buyers of each of the products (or categories) most customers bought: `value`, `place`, `code`, `n`.

    Args:
        data: All customers that are told apart.
        name: `product` or `category`.
        codes: `customer`, `code` (the segment), sorted by customer.
    """
    pairs = data.beside(_pairs(data, name), codes, "code")
    counts = pairs.group_by("key", "code").agg(n=pl.len().cast(pl.Int64))
    return counts.join(most_bought(data, name), on="key", how="inner").select("value", "place", "code", "n")


def buyers_of(data: Data, name: str, value: str) -> pl.LazyFrame:
    """The customers who bought a product, or of a category; by what it is called in the answer."""
    items = most_bought(data, name).filter(pl.col("value") == value)
    return _pairs(data, name).join(items, on="key", how="semi").select("customer")


@once
def _pairs(data: Data, name: str) -> pl.LazyFrame:
    """Who bought what in the reported range, once each: `customer`, `key`, by customer."""
    lines = data.within(data.items).filter(pl.col(OF[name]).is_not_null())
    key = pl.col(OF[name]).to_physical().cast(pl.UInt64)
    # Sorting one packed number is faster than telling two columns apart by hashing.
    packed = lines.select(pair=(pl.col("customer").cast(pl.UInt64) * 2**32 + key)).sort("pair")
    different = packed.filter((pl.col("pair") != pl.col("pair").shift(1)).fill_null(value=True))
    return different.select(
        (pl.col("pair") // 2**32).cast(pl.UInt32).set_sorted().alias("customer"),
        key=(pl.col("pair") % 2**32).cast(pl.UInt32),
    )


@once
def most_bought(data: Data, name: str) -> pl.LazyFrame:
    """What most customers bought: `key` (its code), `place`, `value` (its name, else its id), most buyers first."""
    buyers = _pairs(data, name).group_by("key").agg(buyers=pl.len())
    most = buyers.sort("buyers", "key", descending=[True, False]).head(MOST_BOUGHT).with_row_index("place")
    item = pl.col(OF[name])
    called = item.cast(pl.String)
    if name == "product":
        called = pl.coalesce(pl.col("name").drop_nulls().first().cast(pl.String), item.first().cast(pl.String))
    else:
        called = called.first()
    lines = data.within(data.items).with_columns(key=item.to_physical().cast(pl.UInt32))
    lines_of_most = lines.join(most, on="key", how="semi")
    names = lines_of_most.group_by("key").agg(value=called, id=item.first().cast(pl.String))
    # Two products of one name are told apart by their ids.
    alike = pl.len().over("value") > 1
    value = pl.when(alike).then(pl.format("{} ({})", "value", "id")).otherwise("value")
    return (
        most.join(names, on="key", how="left").with_columns(value=value).select("key", "place", "value").sort("place")
    )
