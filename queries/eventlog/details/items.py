"""Order lines: from their own table by way of the orders, and from events that carry an item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.details.costs import OWN, cost_of_line, discount_of_line, goods_worth, own_costs
from queries.eventlog.details.fetch import coded, fetched
from queries.eventlog.details.model import ITEMS
from queries.eventlog.details.rows import kept_rows, kinds_of
from queries.eventlog.expressions import customer_id, number, order_id, trimmed
from queries.eventlog.fetching import listed
from queries.eventlog.identity import type_of
from queries.eventlog.runs import starts
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.details.rows import Asked
    from queries.eventlog.model import EventLog
    from queries.eventlog.reading import Reading
    from queries.mapping.model import Field
    from queries.source.table import Table

COLUMNS = f"customer, time, kind, channel, order_id, item, quantity, {', '.join(OWN)}, amount"
COSTS = (Meaning.COST, Meaning.LIST_PRICE, Meaning.DISCOUNT)


def has_items(readings: Iterable[Reading], log: EventLog) -> bool:
    """Whether order lines are mapped, or purchases that name an item."""
    tables = list(readings)
    return bool(order_tables(tables, log) or item_tables(tables, log))


def read_items(asked: Asked) -> pl.DataFrame:
    """The order lines with the columns of `ITEMS`, sorted by customer, time, order, item."""
    connection = asked.connection
    connection.execute(f"CREATE OR REPLACE TEMP TABLE item_lines AS SELECT * FROM ({item_rows(asked)})")
    # Items are few and lines many: a line holds the number of its item.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE item_codes AS "
        "SELECT item, (row_number() OVER (ORDER BY item) - 1)::UINTEGER AS code, name, category, piece_cost, "
        f"piece_price FROM (SELECT DISTINCT item FROM item_lines) LEFT JOIN ({names_of_items(asked)}) USING (item) "
        f"LEFT JOIN ({goods_worth(asked)}) USING (item)"
    )
    items = connection.sql("SELECT item, name, category FROM item_codes ORDER BY code").pl()
    table = fetched(
        asked,
        "SELECT c.code AS customer, time, kind, channel, hash(order_id) AS order_hash, i.code AS item, quantity, "
        f"amount, {cost_of_line()} AS cost, {discount_of_line()} AS discount "
        "FROM item_lines l JOIN customer_codes c ON l.customer = c.id JOIN item_codes i ON l.item = i.item "
        "ORDER BY c.code, time, order_id, i.code, quantity, amount, cost, discount",
    )
    lone = pl.col("order_hash").is_null()
    begins = starts("customer", "time") | (pl.col("order_hash").ne_missing(pl.col("order_hash").shift(1))) | lone
    return table.with_columns(
        order=begins.cum_sum().cast(pl.UInt32) - 1,
        **{name: pl.lit(coded(items[name])).gather(pl.col("item")) for name in ("item", "name", "category")},
    ).select(*ITEMS)


def order_tables(readings: Iterable[Reading], log: EventLog) -> list[Reading]:
    """The event tables whose orders have lines in the table of order lines."""
    purchases = set(log.kinds_of("purchase"))
    hung = [reading for reading in readings if Meaning.ORDER in reading.entry.fields]
    return [r for r in hung if log.mapping.items and purchases & set(kinds_of(r, log) or purchases)]


def item_tables(readings: Iterable[Reading], log: EventLog) -> list[Reading]:
    """The event tables whose purchases and refunds name an item themselves.

    Not those whose orders have lines: these tell what was bought already.
    """
    bought = {*log.kinds_of("purchase"), *log.kinds_of("refund")}
    told = order_tables(readings, log)
    naming = [r for r in readings if Meaning.ITEM in r.entry.fields and r not in told]
    return [reading for reading in naming if bought & set(kinds_of(reading, log) or bought)]


def item_rows(asked: Asked) -> str:
    """Every order line as SQL: `customer` (id), `time`, `kind`, `channel`, `order_id`, `item`, `quantity`, `amount`,
    and what it says of its cost and discount (`OWN`).

    Lines of one order have its time, the earliest of its rows, as the log's orders have.
    """
    parts = []
    orders = order_tables(asked.readings, asked.log)
    if orders:
        parts.append(_of_lines(asked, orders))
    parts += [_of_events(asked, reading) for reading in item_tables(asked.readings, asked.log)]
    return " UNION ALL ".join(f"SELECT {COLUMNS} FROM ({part})" for part in parts)


def names_of_items(asked: Asked) -> str:
    """What items are, as SQL: `item`, `name`, `category`; the commonest of each where several are given."""
    products = asked.log.mapping.products
    if products is None:
        return "SELECT NULL::VARCHAR AS item, NULL::VARCHAR AS name, NULL::VARCHAR AS category WHERE false"
    table = asked.source.table(products.table)
    id_ = customer_id(products.id, type_of(table, products.id), as_integer=False)
    named = [
        _commonest(table, id_, column, as_)
        for column, as_ in ((products.name, "name"), (products.category, "category"))
    ]
    return f"SELECT item, name, category FROM ({named[0]}) FULL JOIN ({named[1]}) USING (item)"


def _commonest(table: Table, id_: str, column: str | None, name: str) -> str:
    """Per item the commonest text of a column, as `name`; nothing where there is no such column."""
    if not column:
        return f"SELECT NULL::VARCHAR AS item, NULL::VARCHAR AS {name} WHERE false"
    counted = f"SELECT {id_} AS item, {trimmed(column)} AS word, count(*) AS n FROM {table.sql} GROUP BY 1, 2"
    return (
        f"SELECT item, first(word ORDER BY n DESC, word) AS {name} FROM ({counted}) "
        "WHERE item IS NOT NULL AND word IS NOT NULL GROUP BY item"
    )


def _of_lines(asked: Asked, orders: list[Reading]) -> str:
    """Lines of the table of order lines, with customer and time of their orders; refunds have none."""
    items = asked.log.mapping.items
    assert items is not None, "order_tables takes none without lines"
    table = asked.source.table(items.table)
    rows = " UNION ALL BY NAME ".join(
        kept_rows(asked, replace(reading, lines=None), {"rate": f"({reading.rate() or '1'})::DOUBLE"})
        for reading in orders
    )
    whole = (
        "SELECT customer, order_id, kind, min(time) AS time, min(channel) AS channel, min(rate) AS rate "
        f"FROM ({rows}) WHERE order_id IS NOT NULL AND kind IN ({listed(asked.log.kinds_of('purchase'))}) GROUP BY ALL"
    )
    quantity = _quantity(items.quantity, table)
    own = own_costs({one: getattr(items, one.value) for one in COSTS}, table, quantity)
    lines = (
        f"SELECT {order_id(items.order, type_of(table, items.order))} AS order_id, {_item(items.item, table)} AS item, "
        f"{quantity} AS quantity, {', '.join(f'{sql} AS {name}' for name, sql in own.items())}, "
        f"{orders[0].priced(items.amount, items.price, items.quantity, table)} AS worth FROM {table.sql}"
    )
    amount = "CASE WHEN rate = 1 THEN worth ELSE try_cast(round(worth * rate) AS BIGINT) END AS amount"
    exchanged = ", ".join(f"{name} * rate AS {name}" for name in OWN if name != "own_share")
    joined = f"SELECT * REPLACE ({exchanged}), {amount} FROM ({whole}) JOIN ({lines}) USING (order_id)"
    return f"SELECT {COLUMNS} FROM ({joined}) WHERE item IS NOT NULL"


def _of_events(asked: Asked, reading: Reading) -> str:
    """Rows of an event table that name an item; refunds are negative."""
    field, log = reading.field(Meaning.ITEM), asked.log
    assert field is not None, "item_tables takes none without an item"
    item = reading.text(Meaning.ITEM) if field.column is None else _item(field.column, reading.table)
    quantity = _quantity(reading.field(Meaning.QUANTITY), reading.table)
    own = own_costs({one: reading.field(one) for one in COSTS}, reading.table, quantity, reading.rate())
    rows = kept_rows(asked, _by_line(reading), {"item": item, "quantity": quantity, **own})
    refunds = listed(log.kinds_of("refund"))
    kinds = listed((*log.kinds_of("purchase"), *log.kinds_of("refund")))
    signed = (
        f"SELECT * REPLACE (CASE WHEN kind IN ({refunds}) THEN -abs(quantity) ELSE quantity END AS quantity, "
        f"CASE WHEN kind IN ({refunds}) THEN -abs(own_cost) ELSE own_cost END AS own_cost) "
        f"FROM ({rows}) WHERE item IS NOT NULL AND kind IN ({kinds})"
    )
    if not reading.grouped:
        return f"SELECT {COLUMNS} FROM ({signed})"
    first = "min(time) OVER (PARTITION BY customer, order_id, kind)"
    return f"SELECT * REPLACE (CASE WHEN order_id IS NULL THEN time ELSE {first} END AS time) FROM ({signed})"


def _by_line(reading: Reading) -> Reading:
    """The reading of lines: where the amount is the whole order's, a line is worth price times quantity, or nothing.

    What another table says was given back of an order is not told line by line; what a line's own row says was, is
    subtracted from the line.
    """
    reading = replace(reading, mapping=replace(reading.mapping, refunded=None))
    whole = (Meaning.AMOUNT, Meaning.REFUNDED) if reading.once else ()
    left = (Meaning.REFUNDED_AT, *whole)
    fields = {meaning: field for meaning, field in reading.entry.fields.items() if meaning not in left}
    lines = None if reading.once else reading.lines
    return replace(reading, entry=replace(reading.entry, fields=fields), lines=lines)


def _item(column: str, table: Table) -> str:
    """The expression that reads an item's id as text: numbers that came as floats are whole again, as ids are."""
    return customer_id(column, type_of(table, column), as_integer=False)


def _quantity(field: Field | None, table: Table) -> str:
    """The expression that reads how many there are of an item: one where no column says so."""
    return number(field, type_of(table, field.column)) if field else "1.0::DOUBLE"
