"""What a mapping makes of the key figures: how many customers and orders there are, and what was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from queries.eventlog.expressions import TEN_THOUSANDTHS
from queries.eventlog.fetching import gathered, listed
from queries.eventlog.intake import latest_possible, with_refunds
from queries.eventlog.reading import Reading, readings
from queries.eventlog.tally import EARLIEST_MS
from queries.mapping.decisions import Figures
from queries.mapping.model import Meaning
from queries.meaning.values import HEAD

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import Mapping
    from queries.source import Source

Heads = dict[str, str]


def figures(
    connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, heads: Heads | None = None
) -> Figures:
    """The key figures of a mapping, of the first rows where a table has more than `HEAD`.

    Args:
        connection: Where the files can be read.
        source: The open files.
        mapping: What their tables mean.
        heads: Table → its first rows, ready for FROM, where they were copied.
    """
    mapping = replace(mapping, roles=with_refunds(mapping))
    last = int(latest_possible(source.modified).replace(tzinfo=UTC).timestamp() * 1000)
    bought = mapping.roles.get("purchase", ())
    back = mapping.roles.get("refund", ()) if mapping.refunds == "net" else ()
    people, sold, read = [], [], {}
    part = None
    for place, reading in enumerate(readings(source, mapping)):
        one = _shortened(reading, heads or {})
        part = HEAD if one.table.sql != reading.table.sql else part
        # Both figures read the same rows: parsed once, and only what they need.
        rows = f"FROM read_{place}"
        read[f"read_{place}"] = one.raw()
        if Meaning.CUSTOMER in one.entry.fields:
            seen = f"coalesce(kind NOT IN ({listed(_ignored(mapping))}), true)"
            usable = f"customer IS NOT NULL AND time BETWEEN {EARLIEST_MS} AND {last} AND {seen}"
            people.append(f"SELECT customer::VARCHAR AS customer FROM ({rows}) WHERE {usable}")
        kinds = _money_kinds(one, (*bought, *back))
        if kinds:
            sold.append(f"SELECT kind, amount FROM ({gathered(one, rows, kinds, {}, last)})")
    everyone = f"SELECT count(DISTINCT customer) FROM ({' UNION ALL '.join(people)})" if people else "NULL"
    paid = f"sum(amount) FILTER (kind IN ({listed((*bought, *back))}))::DOUBLE / {TEN_THOUSANDTHS}"
    counted = f"count(*) FILTER (kind IN ({listed(bought)})), {paid}"
    money = f"{counted} FROM ({' UNION ALL '.join(sold)})" if sold else "0, NULL"
    once = ", ".join(f"{name} AS MATERIALIZED ({rows})" for name, rows in read.items())
    customers, orders, revenue = connection.sql(f"WITH {once} SELECT ({everyone}), {money}").fetchall()[0]
    return Figures(customers, int(orders), None if revenue is None else float(revenue), part)


def _ignored(mapping: Mapping) -> list[str]:
    """The kinds of event that the log leaves out: nobody's doing, and no money."""
    money = {kind for role in ("purchase", "refund") for kind in mapping.roles.get(role, ())}
    return [kind for kind, activity in mapping.activity.items() if activity.kind == "ignore" and kind not in money]


def _money_kinds(reading: Reading, wanted: tuple[str, ...]) -> dict[str, str]:
    """The kinds of event of a table that are purchases or give money back, as they are spelled."""
    field = reading.field(Meaning.EVENT)
    if field is None or field.value is None:
        return {name: name for name in wanted}
    return {field.value: field.value} if field.value in wanted else {}


def _shortened(reading: Reading, heads: Heads) -> Reading:
    """The reading of the first rows of a large table."""
    table = reading.table
    if table.rows is not None and table.rows <= HEAD:
        return reading
    return replace(
        reading, table=replace(table, sql=heads.get(table.name, f"(SELECT * FROM {table.sql} LIMIT {HEAD})"))
    )
