"""What a mapping makes of the key figures: how many customers and orders there are, and what was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from queries.eventlog.expressions import TEN_THOUSANDTHS
from queries.eventlog.fetching import gathered, listed
from queries.eventlog.intake import EARLIEST_MS, latest_possible, with_refunds
from queries.eventlog.reading import Reading, readings
from queries.mapping.decisions import Figures
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import Mapping
    from queries.source import Source, Table

ENOUGH = 300_000
"""So many rows of a table tell what hangs on a decision: beyond them, figures are those of its first rows."""


def figures(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Figures:
    """The key figures of a mapping, of the first rows where a table has more than `ENOUGH`.

    Args:
        connection: Where the files can be read.
        source: The open files.
        mapping: What their tables mean.
    """
    mapping = replace(mapping, roles=with_refunds(mapping))
    last = int(latest_possible(source.modified).replace(tzinfo=UTC).timestamp() * 1000)
    bought = mapping.roles.get("purchase", ())
    back = mapping.roles.get("refund", ()) if mapping.refunds == "net" else ()
    people, sold = [], []
    for reading in readings(source, mapping):
        one = _shortened(reading)
        rows = f"({one.raw()})"
        if Meaning.CUSTOMER in one.entry.fields:
            usable = f"customer IS NOT NULL AND time BETWEEN {EARLIEST_MS} AND {last}"
            people.append(f"SELECT customer::VARCHAR AS customer FROM {rows} WHERE {usable}")
        kinds = _money_kinds(one, (*bought, *back))
        if kinds:
            sold.append(f"SELECT kind, amount FROM ({gathered(one, rows, kinds, {}, last)})")
    customers = (
        _one(connection, f"SELECT count(DISTINCT customer) FROM ({' UNION ALL '.join(people)})") if people else None
    )
    if not sold:
        return Figures(customers, 0, None)
    paid = f"sum(amount) FILTER (kind IN ({listed((*bought, *back))}))::DOUBLE / {TEN_THOUSANDTHS}"
    counted = f"count(*) FILTER (kind IN ({listed(bought)})), {paid}"
    orders, revenue = connection.sql(f"SELECT {counted} FROM ({' UNION ALL '.join(sold)})").fetchall()[0]
    return Figures(customers, int(orders), None if revenue is None else float(revenue))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one number that a query gives."""
    return int(connection.sql(sql).fetchall()[0][0])


def _money_kinds(reading: Reading, wanted: tuple[str, ...]) -> dict[str, str]:
    """The kinds of event of a table that are purchases or give money back, as they are spelled."""
    field = reading.field(Meaning.EVENT)
    if field is None or field.value is None:
        return {name: name for name in wanted}
    return {field.value: field.value} if field.value in wanted else {}


def _shortened(reading: Reading) -> Reading:
    """The reading of the first rows of a large table."""
    return replace(reading, table=first_rows(reading.table, ENOUGH))


def first_rows(table: Table, rows: int) -> Table:
    """A table that ends after some rows, where it has more or their number is not known."""
    if table.rows is not None and table.rows <= rows:
        return table
    return replace(table, sql=f"(SELECT * FROM {table.sql} LIMIT {rows})")
