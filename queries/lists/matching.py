"""Finds the customers of a log that ids on a list stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.model import CustomerList
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from datetime import datetime

    from queries.eventlog.model import EventLog
    from queries.mapping.model import Mapping


def columns_of(mapping: Mapping) -> tuple[str, ...]:
    """What the customer's id is called in the tables of a mapping."""
    columns = [mapping.customers.id] if mapping.customers else []
    columns += [field.column or "" for entry in mapping.events if (field := entry.fields.get(Meaning.CUSTOMER))]
    return tuple(dict.fromkeys(name for name in columns if name))


def listed(
    log: EventLog,
    name: str,
    ids: pl.Series,
    *,
    heading: str | None = None,
    origin: str = "",
    saved: datetime | None = None,
) -> CustomerList:
    """A list of ids as customers of a log; ids are compared letter by letter, 17850.0 is 17850.

    Args:
        log: The log.
        name: What the list is called.
        ids: Ids as text; each counts once.
        heading: The one id that may be a heading instead: not counted as unknown.
        origin: Where the list comes from, in words.
        saved: When it was frozen.
    """
    given = pl.LazyFrame({"id": ids.cast(pl.String)}).unique()
    customers = log.customers.select("customer", id=pl.col("id").cast(pl.String))
    exact = given.join(customers, on="id", how="left").collect()
    rest = exact.filter(pl.col("customer").is_null()).select("id")
    whole = rest.with_columns(same=pl.col("id").str.extract(r"^(\d+)\.0+$"))
    mended = whole.lazy().join(customers, left_on="same", right_on="id", how="left").collect()
    codes = pl.concat([exact["customer"].drop_nulls(), mended["customer"].drop_nulls()]).unique().sort()
    unknown = mended.filter(pl.col("customer").is_null(), pl.col("id").ne_missing(pl.lit(heading, pl.String)))
    return CustomerList(name, codes.cast(pl.UInt32), len(unknown), origin, saved)
