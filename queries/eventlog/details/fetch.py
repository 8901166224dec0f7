"""Runs the SQL of the details and gives them the log's types, in the log's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from queries import cancel
from queries.eventlog.details.model import FEEDBACK, ITEMS
from queries.eventlog.runs import starts
from queries.eventlog.sorting import BATCH, EPOCH, MS_PER_DAY

if TYPE_CHECKING:
    from queries.eventlog.details.rows import Asked


def fetched_items(asked: Asked, rows: str, names: str) -> pl.DataFrame:
    """The order lines with the columns of `ITEMS`, sorted by customer, time, order, item.

    Args:
        asked: What is read from.
        rows: The SQL of the lines, customers by their ids.
        names: The SQL of what items are called.
    """
    connection = asked.connection
    connection.execute(f"CREATE OR REPLACE TEMP TABLE item_lines AS SELECT * FROM ({rows})")
    # Items are few and lines many: a line holds the number of its item.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE item_codes AS "
        "SELECT item, (row_number() OVER (ORDER BY item) - 1)::UINTEGER AS code, name, category "
        f"FROM (SELECT DISTINCT item FROM item_lines) LEFT JOIN ({names}) USING (item)"
    )
    items = connection.sql("SELECT item, name, category FROM item_codes ORDER BY code").pl()
    table = _read(
        asked,
        "SELECT c.code AS customer, time, kind, channel, hash(order_id) AS order_hash, i.code AS item, quantity, "
        "amount FROM item_lines l JOIN customer_codes c ON l.customer = c.id JOIN item_codes i ON l.item = i.item "
        "ORDER BY c.code, time, order_id, i.code, quantity, amount",
    )
    texts = {name: items[name].unique().drop_nulls().sort() for name in ("item", "name", "category")}
    coded = {name: items[name].cast(pl.Enum(values)) for name, values in texts.items()}
    lone = pl.col("order_hash").is_null()
    begins = starts("customer", "time") | (pl.col("order_hash").ne_missing(pl.col("order_hash").shift(1))) | lone
    return table.with_columns(
        order=begins.cum_sum().cast(pl.UInt32) - 1,
        **{name: pl.lit(values).gather(pl.col("item")) for name, values in coded.items()},
    ).select(*ITEMS)


def fetched_feedback(asked: Asked, rows: str) -> pl.DataFrame:
    """The answers with the columns of `FEEDBACK`, sorted by customer, then time."""
    table = _read(
        asked,
        "SELECT c.code AS customer, time, kind, channel, score, text "
        f"FROM ({rows}) r JOIN customer_codes c ON r.customer = c.id ORDER BY c.code, time, kind, score, text",
    )
    return table.select(*FEEDBACK)


def _read(asked: Asked, sql: str) -> pl.DataFrame:
    """The rows of a question, batch by batch so that it can be stopped; time, day, event and channel as the log's."""
    reader = asked.connection.sql(sql).to_arrow_reader(BATCH)
    batches = []
    for batch in reader:
        cancel.check()
        batches.append(batch)
    frame = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(batches, schema=reader.schema)))
    known = asked.log.events.collect_schema()
    first = (asked.log.first_day - EPOCH).days
    return frame.with_columns(
        pl.col("customer").cast(pl.UInt32),
        pl.col("time").cast(pl.Datetime("ms")),
        day=(pl.col("time") // MS_PER_DAY - first).cast(pl.Int32),
        event=pl.col("kind").cast(known["event"]),
        channel=pl.col("channel").cast(known["channel"]),
    )
