"""What was given back of orders, as DuckDB SQL: subtracted at their time, or a refund at a time of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.expressions import money, order_id, time_ms
from queries.eventlog.identity import type_of
from queries.mapping.model import Meaning
from queries.source.table import quoted

if TYPE_CHECKING:
    from queries.mapping.model import EventTable, Field, Mapping
    from queries.source import Table

BACK = quoted("given back later")
"""Whether a row is a refund of the order that the same row of the file tells: no export calls a column so."""
BACK_ORDER, BACK_AMOUNT, BACK_TIME = map(quoted, ("order given back", "amount given back", "time given back"))


def told_later(mapping: Mapping, entry: EventTable) -> bool:
    """Whether what was given back of a table's orders has a time of its own: then it is a refund at that time."""
    if Meaning.REFUNDED in entry.fields and Meaning.REFUNDED_AT in entry.fields:
        return True
    return gives_back(mapping, entry) and mapping.refunded is not None and mapping.refunded.time is not None


def gives_back(mapping: Mapping, entry: EventTable) -> bool:
    """Whether a table of its own tells what was given back of these orders."""
    bought = entry.fields[Meaning.EVENT].value in mapping.roles.get("purchase", ())
    return mapping.refunded is not None and bought and Meaning.ORDER in entry.fields


def has_refunds(mapping: Mapping) -> bool:
    """Whether rows become refunds that no kind of event says: by a condition, or by a time of their own."""
    return any(entry.refund or told_later(mapping, entry) for entry in mapping.events)


def given_back(mapping: Mapping, table: Table) -> str:
    """What a table gives back: one row an order; one a refund where it says when that was."""
    back = mapping.refunded
    assert back is not None, "asked only where a table tells it"
    amount = f"abs({money(back.amount, type_of(table, back.amount.column))})"
    order = f"{order_id(back.order, type_of(table, back.order))} AS {BACK_ORDER}"
    if back.time is None:
        return f"SELECT {order}, sum({amount})::BIGINT AS {BACK_AMOUNT} FROM {table.sql} GROUP BY 1"
    time = time_ms(back.time, type_of(table, back.time.column), mapping.timezone)
    return f"SELECT {order}, {amount} AS {BACK_AMOUNT}, {time} AS {BACK_TIME} FROM {table.sql} WHERE {amount} <> 0"


def own_refunds(rows: str, amount: str, time: str, condition: str) -> str:
    """The rows of orders that say themselves what was given back of them, and when, once more as these refunds."""
    told = f"({time}) IS NOT NULL AND ({amount}) <> 0 AND {condition}"
    return f"SELECT *, true, ({amount})::BIGINT, ({time}) FROM (SELECT * FROM {rows}) WHERE {told}"


def refunds_of(rows: str, order: str, time: str, back: str, condition: str) -> str:
    """One row a refund that a table of its own tells, as the first row of its order that counts; at the order's time
    where its own cannot be read."""
    first = (
        f"SELECT * FROM (SELECT * FROM {rows}) WHERE {condition} QUALIFY row_number() OVER (PARTITION BY {order}) = 1"
    )
    ours = f"SELECT rows AS ours, {order} AS ref, {time} AS own FROM ({first}) AS rows"
    return (
        f"SELECT ours.*, true, {BACK_AMOUNT}, coalesce({BACK_TIME}, own) "
        f"FROM ({ours}) JOIN ({back}) ON ref = {BACK_ORDER}"
    )


def beside(rows: str, refunds: str) -> str:
    """Rows as they are, and beside them what was given back later."""
    plain = f"SELECT *, false AS {BACK}, NULL::BIGINT AS {BACK_AMOUNT}, NULL::BIGINT AS {BACK_TIME} FROM {rows}"
    return f"({plain} UNION ALL {refunds})"


def back_amount(field: Field, table: Table) -> str:
    """What a column says was given back, in ten-thousandths; nothing where it says nothing."""
    return f"abs(coalesce({money(field, type_of(table, field.column))}, 0))"


def refunded(amount: str, back: str) -> str:
    """An amount without what was given back of it; unknown where neither is known."""
    return f"CASE WHEN ({amount}) IS NULL AND {back} = 0 THEN NULL ELSE coalesce({amount}, 0) - {back} END"
