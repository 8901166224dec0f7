"""Runs the SQL of the details, batch by batch, and gives its rows the log's types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries import cancel
from queries.eventlog.sorting import BATCH
from queries.question.periods import DAY_MS, EPOCH

if TYPE_CHECKING:
    from queries.eventlog.details.rows import Asked


def fetched(asked: Asked, sql: str, *, own_names: bool = False) -> pl.DataFrame:
    """The rows of a question, batch by batch so that it can be stopped; time, day, event and channel as the log's.

    Args:
        asked: What is read from.
        sql: Gives customer (code), time (ms), kind, channel and whatever else.
        own_names: Whether events and channels have names of their own, which the log need not know.
    """
    import pyarrow as pa

    reader = asked.connection.sql(sql).to_arrow_reader(BATCH)
    batches = []
    for batch in reader:
        cancel.check()
        batches.append(batch)
    frame = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(batches, schema=reader.schema)))
    log_types = asked.log.events.collect_schema()
    event, channel = (
        (coded(frame["kind"]), coded(frame["channel"]))
        if own_names
        else (frame["kind"].cast(log_types["event"]), frame["channel"].cast(log_types["channel"]))
    )
    first = (asked.log.first_day - EPOCH).days
    return frame.with_columns(
        pl.col("customer").cast(pl.UInt32),
        pl.col("time").cast(pl.Datetime("ms")),
        event.alias("event"),
        channel.alias("channel"),
        day=(pl.col("time") // DAY_MS - first).cast(pl.Int32),
    )


def coded(texts: pl.Series) -> pl.Series:
    """Texts as an Enum of those that are there, sorted."""
    return texts.cast(pl.Enum(texts.unique().drop_nulls().sort()))
