"""What was bought, by item or by category: the order lines with a number for each, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Parameter
from queries.data.once import once
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from queries.data.data import Data

BY = Parameter("by", "single items, or categories of them", "choice", choices=("item", "category"))
ABSENT = "(none)"


def keyed(lines: pl.LazyFrame, by: str) -> pl.LazyFrame:
    """Order lines with `key` (u32), the place of the item or category; lines without one are left out."""
    return lines.filter(pl.col(by).is_not_null()).with_columns(key=pl.col(by).to_physical().cast(pl.UInt32))


@once
def labels(data: Data, by: str) -> pl.LazyFrame:
    """What items or categories are called: `key`, `label`; of an item its name, else its id, sorted by key.

    Items of one name are told apart by their ids.
    """
    lines = keyed(data.items, by)
    if by == "category":
        return lines.group_by("key").agg(label=pl.col("category").first().cast(pl.String)).sort("key")
    called = lines.group_by("key").agg(
        id=pl.col("item").first().cast(pl.String), name=pl.col("name").drop_nulls().first().cast(pl.String)
    )
    named = called.with_columns(label=pl.coalesce("name", "id"))
    alike = pl.len().over("label") > 1
    label = pl.when(alike).then(pl.format("{} ({})", "label", "id")).otherwise("label")
    return named.select("key", label=label).sort("key")


def key_named(data: Data, by: str, label: str) -> pl.LazyFrame:
    """The `key` of what is called so, one row; none where nothing is."""
    return labels(data, by).filter(pl.col("label") == label).select("key")


def buyers_of(data: Data, by: str, label: str) -> pl.LazyFrame:
    """The customers who bought an item, or of a category, in the reported range; by what it is called."""
    lines = keyed(data.within(data.items), by)
    return lines.join(key_named(data, by, label), on="key", how="semi").select("customer").unique()


def tells(data: Data, *meanings: Meaning) -> bool:
    """Whether the mapping names a column with one of these for order lines: of theirs, of their products, of events.

    Args:
        data: The scoped data.
        meanings: `COST`, `LIST_PRICE` (which products call their price), `DISCOUNT`.
    """
    mapping = data.log.mapping
    goods = {Meaning.COST: "cost", Meaning.LIST_PRICE: "price"}
    return any(
        (mapping.items and getattr(mapping.items, meaning.value))
        or (mapping.products and meaning in goods and getattr(mapping.products, goods[meaning]))
        or any({meaning, Meaning.ITEM} <= set(entry.fields) for entry in mapping.events)
        for meaning in meanings
    )
