"""Exact duplicate rows of a table, counted without reading a large table twice where that can be avoided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.conditions import one_of
from queries.eventlog.given_back import has_refunds
from queries.eventlog.runs import starts
from queries.eventlog.tally import EARLIEST_MS
from queries.source.table import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from queries.eventlog.intake import Intake

FEW_ROWS = 500_000
"""Up to so many rows, hashing them all takes a tenth of a second."""

MOST_TEXT = 200

TWINS = quoted("customers and times of several events")


def duplicates(connection: duckdb.DuckDBPyConnection, intake: Intake, events: pl.DataFrame) -> tuple[int, str]:
    """How many rows of a table repeat another exactly, and one that does, as text.

    Rows that are equal have the same customer and time, and such events are neighbours in the log: so of a large
    table only the rows of these customers and times are hashed, and those that never got into the log. Where
    several rows become one event (order lines), all rows are.

    Args:
        connection: Where the table can be read, and `customer_codes`.
        intake: What the table gave.
        events: The log's events, sorted.
    """
    reading = intake.reading
    table = f"{reading.table.sql} AS line"
    if not reading.grouped and intake.rows > FEW_ROWS and not reading.mapping.drop_duplicates:
        twins = _keep_twins(connection, intake, events)
        if not twins and intake.rows == intake.kept:
            return 0, ""
        kinds = ", ".join(literal(kind) for kind in intake.kinds) or "NULL"
        used = f"coalesce(time BETWEEN {EARLIEST_MS} AND {intake.latest} AND kind IN ({kinds}), false)"
        read = (
            f"SELECT line, {reading.customer()} AS id, {reading.time()} AS time, {reading.kind()} AS kind FROM {table}"
        )
        table = (
            f"(SELECT line FROM ({read}) WHERE id IS NULL OR NOT {used} "
            f"UNION ALL SELECT line FROM ({read}) SEMI JOIN {TWINS} USING (id, time) WHERE {used})"
        )
    hashed = f"SELECT hash(line) AS hash, count(*) AS rows FROM {table} GROUP BY 1 HAVING count(*) > 1"
    extra, first = connection.execute(
        f"SELECT coalesce(sum(rows - 1), 0)::BIGINT, min(hash) FROM ({hashed})"
    ).fetchall()[0]
    return int(extra), _told(connection, intake, first) if extra else ""


def _keep_twins(connection: duckdb.DuckDBPyConnection, intake: Intake, events: pl.DataFrame) -> int:
    """Makes a temporary table of the customers and times with two events of these kinds; how many."""
    refunds = intake.reading.mapping.roles.get("refund", ()) if has_refunds(intake.reading.mapping) else ()
    own = events.lazy().filter(one_of("event", sorted({*intake.kinds.values(), *refunds})))
    found = own.filter(~starts("customer", "time")).select("customer", pl.col("time").cast(pl.Int64)).unique().collect()
    connection.register("several events", found.to_arrow())
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {TWINS} AS SELECT id, time "
        'FROM "several events" e JOIN customer_codes c ON e.customer = c.code'
    )
    connection.unregister("several events")
    return len(found)


def _told(connection: duckdb.DuckDBPyConnection, intake: Intake, hash_: int) -> str:
    """The row with that hash, as text."""
    sql = f"SELECT line::VARCHAR FROM {intake.reading.table.sql} AS line WHERE hash(line) = {hash_} LIMIT 1"
    found = connection.execute(sql).fetchall()
    return str(found[0][0]).strip("{}").replace("'", "")[:MOST_TEXT] if found else ""
