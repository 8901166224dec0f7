"""What a scope can be narrowed to, with counts: channels, kinds of event, values that customers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import CUSTOMERS, HISTORY
from queries.data.once import once

if TYPE_CHECKING:
    from queries.data.data import Data

MOST_VALUES = 200
"""Attributes with more values tell customers apart, not groups of them."""
CHANNEL, EVENT, ATTRIBUTE = "channel", "event", "attribute"


@once(in_memory=True)
def parts_in(data: Data) -> pl.LazyFrame:
    """Every channel, kind of event, and value of an attribute, the most frequent first.

    Attributes that are personal, or have more than `MOST_VALUES` values, are left out: they tell customers apart.

    Args:
        data: The scoped data; of them the whole of what is counted, so that what is not chosen now can be.

    Returns:
        `of` (`channel`, `event` or `attribute`), `name` (of the attribute; else as `of`), `value`, and `count`: events
        of the channel or kind, customers with the value.
    """
    log = data.log
    counted = [_counted(log.events, CHANNEL, CHANNEL)] if log.channels else []
    counted += [_counted(log.events, EVENT, EVENT)] if log.has(HISTORY) else []
    counted += [_counted(log.customers, ATTRIBUTE, name) for name in _shared(data)] if log.has(CUSTOMERS) else []
    frame = pl.concat(counted) if counted else pl.LazyFrame(schema=_SCHEMA)
    order = pl.col("of").replace_strict({CHANNEL: 0, EVENT: 1, ATTRIBUTE: 2}, return_dtype=pl.Int8)
    return frame.sort(order, "name", -pl.col("count").cast(pl.Int64), "value")


_SCHEMA = {"of": pl.String, "name": pl.String, "value": pl.String, "count": pl.Int64}


def _counted(frame: pl.LazyFrame, of: str, name: str) -> pl.LazyFrame:
    """How often each value of a column is there."""
    values = frame.group_by(value=pl.col(name)).agg(count=pl.len().cast(pl.Int64))
    told = values.filter(pl.col("value").is_not_null()).with_columns(pl.col("value").cast(pl.String))
    return told.select(of=pl.lit(of), name=pl.lit(name), value="value", count="count").filter(pl.col("value") != "")


def _shared(data: Data) -> list[str]:
    """The attributes of which several customers share each value."""
    names = [name for name in data.log.attributes if name not in data.log.personal]
    if not names:
        return []
    many = data.keep(data.log.customers.select(pl.col(name).n_unique() for name in names), in_memory=True).collect()
    return [name for name in names if many[name][0] <= MOST_VALUES and many[name][0] * 2 <= data.log.size]
