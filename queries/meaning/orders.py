"""Purchases told in several tables count once: orders and their lines, orders and their payments."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Finding, ItemTable, Meaning, ProductTable
from queries.mapping.names import read_name
from queries.meaning.amounts import money_columns
from queries.meaning.columns import Candidate, candidates, choose
from queries.meaning.kinds import kind_of
from queries.meaning.money import number_field
from queries.meaning.tables import holds_lines, product_id
from queries.meaning.units import cents_decided, may_be_cents
from queries.source.table import quoted
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from queries.mapping.model import Mapping as MeaningOf
    from queries.meaning.tables import Sorting
    from queries.meaning.values import TableValues

GOODS = frozenset([
    "product", "item", "sku", "article", "goods", "stock", "description", "title", "category", "department",
])  # fmt: skip
"""Words of which one is in the name of a column that says what an item is."""
NAMED = 0.5
"""So sure a column has to be by its name."""


def count_once(connection: duckdb.DuckDBPyConnection, found: Sorting) -> None:
    """Where two purchase tables share their orders, keep one of them and give the other its place."""
    bought = [table for table in found.events if _sells(table)]
    for table in bought:
        for other in bought:
            if other is table or table not in found.events or other not in found.events:
                continue
            if not _hangs_on(table, other) or not _shares_orders(connection, table, other):
                continue
            found.events.remove(table)
            if found.items is None and holds_lines(table):
                found.items = table
            else:
                found.others[table.name] = say(
                    'Its orders are those of "{name}" and would count twice.', name=other.name
                )


def _sells(table: TableValues) -> bool:
    """Whether a table's rows look like purchases with an order."""
    orders = candidates(table, "order")
    if not orders or orders[0].confidence < 0.6 or (candidates(table, "event") and not holds_lines(table)):
        return False
    return kind_of(table.name, bool(candidates(table, "amount")), True)[0] in ("purchase", "payment")


def _hangs_on(table: TableValues, other: TableValues) -> bool:
    """Whether a table is the lines or the payments of another one's orders."""
    ours = table.columns[candidates(table, "order")[0].column]
    theirs = other.columns[candidates(other, "order")[0].column]
    if not theirs.unique:
        return False
    return not ours.unique or kind_of(table.name, True, True)[0] == "payment"


def _shares_orders(connection: duckdb.DuckDBPyConnection, table: TableValues, other: TableValues) -> bool:
    """Whether most orders of one table stand in another."""
    ours = quoted(candidates(table, "order")[0].column)
    theirs = quoted(candidates(other, "order")[0].column)
    sql = (
        f"SELECT avg((key IN (SELECT {theirs}::VARCHAR FROM {other.sql}))::INTEGER) FROM "
        f"(SELECT DISTINCT {ours}::VARCHAR AS key FROM {table.head} "
        f"WHERE {ours} IS NOT NULL LIMIT 300)"
    )
    return float(connection.sql(sql).fetchall()[0][0] or 0.0) >= 0.5


def find_items(
    connection: duckdb.DuckDBPyConnection, table: TableValues
) -> tuple[ItemTable | None, list[Finding], list[Decision]]:
    """Order lines without customer or time of their own."""
    wanted = (Meaning.ORDER, Meaning.ITEM, Meaning.QUANTITY, Meaning.AMOUNT, Meaning.PRICE)
    chosen = choose(table, set(), wanted)
    _settle(chosen)
    if Meaning.ORDER not in chosen or Meaning.ITEM not in chosen:
        return None, [], []
    taken = {offers[0].column for offers in chosen.values()}
    if not {Meaning.AMOUNT, Meaning.PRICE} & set(chosen):
        # Cents beside an order are money, whatever their column is called.
        unnamed = [one for one in money_columns(table, taken) if one.possible]
        chosen |= (
            {Meaning.AMOUNT: [Candidate(unnamed[0].column, 0.6, say("values have cents, as money has"))]}
            if unnamed
            else {}
        )
    fields: dict[Meaning, Field] = {}
    findings = []
    decisions: list[Decision] = []
    for meaning in (one for one in wanted if one in chosen):
        best = chosen[meaning][0]
        field = Field(column=best.column)
        if meaning not in (Meaning.ORDER, Meaning.ITEM):
            field, numbers = number_field(connection, table, best.column, money=meaning is not Meaning.QUANTITY)
            if meaning is not Meaning.QUANTITY:
                currency = next((one.column for one in candidates(table, "currency")), "")
                clear = may_be_cents(connection, table, field, numbers, currency)
                field, told = _in_cents(table.name, meaning, field, clear)
                decisions += told
        fields[meaning] = field
        samples = table.columns[best.column].samples
        confidence = round(best.confidence, 3)
        findings.append(Finding(table.name, f"items.{meaning}", field, confidence, best.reason, samples))
    order, item = fields[Meaning.ORDER].column or "", fields[Meaning.ITEM].column or ""
    rest = (fields.get(Meaning.QUANTITY), fields.get(Meaning.AMOUNT), fields.get(Meaning.PRICE))
    return ItemTable(table.name, order, item, *rest), findings, decisions


def _in_cents(table: str, meaning: Meaning, field: Field, clear: bool | None) -> tuple[Field, list[Decision]]:
    """The amount or price of lines in whole units, where it may stand in cents."""
    if clear is None:
        return field, []
    small = replace(field, factor=0.01)
    options = tuple(
        Option(key, words, partial(_with_lines, meaning=meaning, field=one))
        for key, words, one in (("minor", say("in cents"), small), ("major", say("in whole units"), field))
    )
    return small, [cents_decided(table, field.column or "", options, clear=clear)]


def _with_lines(mapping: MeaningOf, meaning: Meaning, field: Field) -> MeaningOf:
    """The mapping with another amount or price of its order lines."""
    items = mapping.items
    if items is not None:
        items = replace(items, amount=field) if meaning is Meaning.AMOUNT else replace(items, price=field)
    return replace(mapping, items=items)


def _settle(chosen: dict[Meaning, list[Candidate]]) -> None:
    """An amount is the row's; a price needs a quantity, and alone it is the amount."""
    if Meaning.AMOUNT in chosen:
        chosen.pop(Meaning.PRICE, None)
    elif Meaning.PRICE in chosen and Meaning.QUANTITY not in chosen:
        chosen[Meaning.AMOUNT] = chosen.pop(Meaning.PRICE)


def find_products(table: TableValues) -> tuple[ProductTable, list[Finding]]:
    """What an item is called and which category it is in."""
    id_ = product_id(table)
    assert id_ is not None, "sort_tables takes only tables with an id as the products"
    offers = {part: candidates(table, part) for part in ("name", "category")}
    return _products(table, id_, offers)


def find_names(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[tuple[TableValues, str]]
) -> tuple[ProductTable | None, list[Finding]]:
    """What items are called, where no table of products says it, but the lines themselves do.

    Args:
        connection: The open files.
        tables: Tables whose rows name an item, with the column that does.
    """
    for table, item in tables:
        id_ = next((offer for offer in candidates(table, "item") if offer.column == item), None)
        offers = {
            part: [
                one
                for one in candidates(table, part)
                if _of_goods(one.column) and _told_by(connection, table, item, one)
            ]
            for part in ("name", "category")
        }
        if id_ and any(offers.values()):
            return _products(table, id_, offers)
    return None, []


def _of_goods(column: str) -> bool:
    """Whether a column tells of goods by its name; a name alone may be the customer's."""
    return bool(set(read_name(column).words) & GOODS)


def _told_by(connection: duckdb.DuckDBPyConnection, table: TableValues, item: str, told: Candidate) -> bool:
    """Whether an item has hardly more than one value of a column."""
    if told.confidence < NAMED or told.column == item:
        return False
    pair = f"{quoted(item)} AS item, {quoted(told.column)} AS told"
    sql = (
        f"SELECT count(DISTINCT item), count(DISTINCT (item, told)) FROM (SELECT {pair} FROM {table.head}) "
        "WHERE item IS NOT NULL AND told IS NOT NULL"
    )
    items, pairs = connection.sql(sql).fetchall()[0]
    return bool(0 < pairs <= 1.5 * items)


def _products(
    table: TableValues, id_: Candidate, offered: Mapping[str, Sequence[Candidate]]
) -> tuple[ProductTable, list[Finding]]:
    """The table that says what items are, with the first column offered of each part that no other has taken."""
    columns: dict[str, str] = {"id": id_.column}
    findings = []
    for part in ("id", "name", "category"):
        free = (offer for offer in offered.get(part, ()) if offer.column not in columns.values())
        best = id_ if part == "id" else next(free, None)
        if best is None:
            continue
        columns[part] = best.column
        samples = table.columns[best.column].samples
        findings.append(
            Finding(
                table.name,
                f"products.{part}",
                Field(column=best.column),
                best.confidence,
                best.reason,
                samples,
            )
        )
    return ProductTable(table.name, id_.column, columns.get("name"), columns.get("category")), findings
