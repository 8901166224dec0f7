"""What order lines cost whoever sells them, and what was taken off their list price, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.expressions import TEN_THOUSANDTHS, customer_id, number
from queries.eventlog.identity import type_of
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.eventlog.details.rows import Asked
    from queries.mapping.model import Field
    from queries.source.table import Table

OWN = ("own_cost", "own_list", "own_off", "own_share")
"""What lines say themselves: cost, list price and discount of the whole line in whole currency, and the discount as a
share of the list price."""


def own_costs(fields: Mapping[Meaning, Field | None], table: Table, quantity: str, rate: str = "") -> dict[str, str]:
    """What a table's rows say: each of `OWN` → the expression that reads it; NULL where no column tells it.

    Args:
        fields: Where cost, list price and discount come from.
        table: The table.
        quantity: The expression that reads how many pieces a row is about.
        rate: The expression for what one of the row's currency is worth in that of the mapping; empty is one.
    """
    cost, full, off = (fields.get(one) for one in (Meaning.COST, Meaning.LIST_PRICE, Meaning.DISCOUNT))
    share = off if off and off.of == "share" else None
    read = {
        "own_cost": _of_line(cost, table, quantity),
        "own_list": _of_line(full, table, quantity),
        # Some exports write what was taken off below zero.
        "own_off": f"abs({_of_line(None if share else off, table, quantity)})",
        "own_share": f"abs({_number(share, table)})" if share else "NULL::DOUBLE",
    }
    return {name: f"({sql}) * {rate}" if rate and name != "own_share" else sql for name, sql in read.items()}


def goods_worth(asked: Asked) -> str:
    """What one piece of each item costs and what its list price is, as SQL: `item`, `piece_cost`, `piece_price`; the
    median where several are given."""
    products = asked.log.mapping.products
    if products is None or not (products.cost or products.price):
        return "SELECT NULL::VARCHAR AS item, NULL::DOUBLE AS piece_cost, NULL::DOUBLE AS piece_price WHERE false"
    table = asked.source.table(products.table)
    id_ = customer_id(products.id, type_of(table, products.id), as_integer=False)
    return (
        f"SELECT {id_} AS item, median({_number(products.cost, table)}) AS piece_cost, "
        f"median({_number(products.price, table)}) AS piece_price FROM {table.sql} GROUP BY 1"
    )


def cost_of_line() -> str:
    """A line's cost in ten-thousandths: its own, else that of its pieces."""
    return _ten_thousandths("coalesce(own_cost, piece_cost * quantity)")


def discount_of_line() -> str:
    """What was taken off a line, in ten-thousandths: as it says, else its list price less its amount; never below 0.

    NULL for what came back: a refund is no offer.
    """
    paid, full = f"(amount / {TEN_THOUSANDTHS})", "coalesce(own_list, piece_price * quantity)"
    of_paid = f"CASE WHEN own_share < 1 THEN {paid} * own_share / (1 - own_share) END"
    # Of unknown numbers DuckDB's greatest() would leave out the unknown one.
    below = f"CASE WHEN {full} > {paid} THEN {full} - {paid} WHEN {full} <= {paid} THEN 0 END"
    off = f"coalesce(own_off, own_share * {full}, {of_paid}, {below})"
    return _ten_thousandths(f"CASE WHEN coalesce(quantity, amount, 0) >= 0 THEN {off} END")


def _ten_thousandths(sql: str) -> str:
    return f"try_cast(round(({sql}) * {TEN_THOUSANDTHS}) AS BIGINT)"


def _of_line(field: Field | None, table: Table, quantity: str) -> str:
    """A number of the whole line."""
    read = _number(field, table)
    return read if field is None or field.of == "line" else f"({read}) * ({quantity})"


def _number(field: Field | None, table: Table) -> str:
    return number(field, type_of(table, field.column)) if field else "NULL::DOUBLE"
