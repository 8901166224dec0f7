"""Order lines for a log that was written down without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.details.model import ITEMS

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog


def lines_of(log: EventLog) -> pl.LazyFrame:
    """Two lines an order: of three items in two categories."""
    bought = log.events.filter(pl.col("event") == "purchase").with_row_index("order")
    number = pl.col("order") % 3
    lines = bought.with_columns(number=pl.concat_list(number, (number + 1) % 3)).explode("number")
    told = {"item": ["tea", "pot", "cup"], "name": ["Tea", "Pot", "Cup"], "category": ["drink", "ware", "ware"]}
    words = {name: pl.lit(pl.Series(values, dtype=pl.Enum(sorted({*values})))) for name, values in told.items()}
    return lines.select(
        *(name for name in ITEMS if name in ("customer", "time", "day", "event", "channel", "order", "amount")),
        *(word.gather(pl.col("number")).alias(name) for name, word in words.items()),
        quantity=pl.lit(1.0),
        cost=pl.lit(None, pl.Int64),
        discount=pl.lit(None, pl.Int64),
    ).select(*ITEMS)
