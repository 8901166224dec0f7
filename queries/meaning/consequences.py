"""What a mapping makes of the key figures: customers, orders, revenue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.eventlog.expressions import TEN_THOUSANDTHS
from queries.eventlog.fetching import listed, named_rows
from queries.eventlog.intake import latest_possible, take_in, with_refunds
from queries.eventlog.reading import readings
from queries.mapping.decisions import Figures

if TYPE_CHECKING:
    import duckdb

    from queries.eventlog.intake import Intake
    from queries.mapping.model import Mapping
    from queries.source import Source


def figures(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Figures:
    """The key figures of a mapping.

    Args:
        connection: Where the tables can be read.
        source: The open files.
        mapping: What their tables mean.

    Raises:
        MappingError: The mapping does not fit the source, or names no event table.
        QuestionError: Amounts are in several currencies.
    """
    roles = with_refunds(mapping)
    mapping = replace(mapping, roles=roles)
    intakes: list[Intake] = []
    for reading in readings(source, mapping):
        intakes.append(take_in(connection, reading, latest_possible(source.modified), intakes))
    rows = " UNION ALL ".join(_orders(intake, mapping) for intake in intakes if intake.kept)
    if not rows:
        return Figures(0, 0, None)
    bought, back = listed(roles.get("purchase", ())), listed(roles.get("refund", ()))
    counted = connection.execute(
        f"""SELECT count(DISTINCT customer), coalesce(sum(orders) FILTER (kind IN ({bought})), 0),
                   sum(amount) FILTER (kind IN ({bought})), sum(amount) FILTER (kind IN ({back}))
            FROM ({rows})"""
    ).fetchall()
    customers, orders, paid, returned = counted[0]
    given_back = 0 if mapping.refunds == "ignore" else int(returned or 0)
    return Figures(customers, int(orders), None if paid is None else (int(paid) + given_back) / TEN_THOUSANDTHS)


def _orders(intake: Intake, mapping: Mapping) -> str:
    """Customer, kind, orders and amount of one table; the lines of an order are one row."""
    reading = intake.reading
    more = "orders" if reading.counted else ""
    rows = named_rows(reading.rows(), intake.kinds, intake.channels, intake.last, mapping, more)
    orders = "greatest(coalesce(orders, 1), 1)" if reading.counted else "1"
    told = f"SELECT customer::VARCHAR AS customer, kind, {orders} AS orders, amount::HUGEINT AS amount, order_id"
    if not reading.grouped:
        return f"{told.removesuffix(', order_id')} FROM ({rows})"
    # An amount that stands on every line of its order is that of the order.
    worth = "max(amount)" if reading.once else "sum(amount)"
    return (
        f"SELECT customer, kind, max(orders) AS orders, {worth} AS amount FROM ({told} FROM ({rows})) "
        "WHERE order_id IS NOT NULL GROUP BY customer, order_id, kind "
        f"UNION ALL {told.removesuffix(', order_id')} FROM ({rows}) WHERE order_id IS NULL"
    )
