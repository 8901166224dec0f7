"""What was paid for orders, or given back of them, where a table tells it by their order alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Meaning, PaymentTable
from queries.mapping.names import read_name
from queries.meaning.amounts import RANK, money_columns
from queries.meaning.columns import candidates
from queries.meaning.money import number_field
from queries.meaning.when import find_time
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from queries.mapping.model import EventTable, ItemTable
    from queries.mapping.model import Mapping as MeaningOf
    from queries.meaning.tables import Sorting
    from queries.meaning.values import TableValues


def find_payments(
    connection: duckdb.DuckDBPyConnection, found: Sorting, events: Sequence[EventTable], items: ItemTable | None
) -> tuple[PaymentTable | None, list[Decision]]:
    """What was paid for orders that have no amount of their own: payments tell more of it than lines do."""
    bare = [
        one for one in events if Meaning.ORDER in one.fields and not {Meaning.AMOUNT, Meaning.PRICE} & set(one.fields)
    ]
    for table in found.loose:
        orders = candidates(table, "order")
        amounts = (
            [one for one in money_columns(table, {orders[0].column}) if one.rank >= RANK["base"]] if orders else []
        )
        if not bare or not amounts or not set(read_name(table.name).words) & {"payment", "paid", "transaction"}:
            continue
        if not _has_orders_of(connection, table, orders[0].column, bare[0], found):
            continue
        field, _ = number_field(connection, table, amounts[0].column, money=True)
        payments = PaymentTable(table.name, orders[0].column, field)
        found.others.pop(table.name, None)
        words = say(
            "What was paid for an order of {table} is the sum of its payments in {name}.",
            table=bare[0].table,
            name=table.name,
        )
        options = [Option("payments", say("payments"), partial(_paid_by, payments=payments))]
        if items is not None:
            options.append(Option("items", say("lines"), partial(_paid_by, payments=None)))
        reason = say("they have the same orders, which have no amount of their own")
        return payments, [Decision(f"{bare[0].table}.paid_by", "money", bare[0].table, words, tuple(options), reason)]
    return None, []


def find_refunded_orders(
    connection: duckdb.DuckDBPyConnection, found: Sorting, events: Sequence[EventTable]
) -> tuple[PaymentTable | None, list[Decision]]:
    """What was given back of orders, where a table says it by their order alone."""
    sold = [one for one in events if Meaning.ORDER in one.fields]
    for table in found.loose:
        orders = candidates(table, "order")
        amounts = [one for one in money_columns(table, {orders[0].column}) if one.standing != "other"] if orders else []
        told = bool(set(read_name(table.name).words) & {"refund", "return", "returned", "chargeback"})
        if not sold or not amounts or not told:
            continue
        entry = next((one for one in sold if _stands_in(connection, table, orders[0].column, one, found)), None)
        if entry is None:
            continue
        field, _ = number_field(connection, table, amounts[0].column, money=True)
        time = find_time(connection, table, orders[0].column)
        when = time.field if time and not time.question else None
        back = PaymentTable(table.name, orders[0].column, field, when)
        found.others.pop(table.name, None)
        moment = say("when it was given back (“{column}”)", column=when.column) if when else say("at their time")
        words = say("What {name} gives back is subtracted from its orders, {moment}.", name=table.name, moment=moment)
        options = (
            Option("subtracted", say("subtracted"), partial(_giving_back, refunded=back)),
            Option("ignored", say("left alone"), partial(_giving_back, refunded=None)),
        )
        reason = say("its rows have orders of {table} and say no customer", table=entry.table)
        return back, [Decision(f"{entry.table}.refunded_by", "money", entry.table, words, options, reason)]
    return None, []


def _stands_in(
    connection: duckdb.DuckDBPyConnection, table: TableValues, order: str, entry: EventTable, found: Sorting
) -> bool:
    """Whether most orders of a table stand in an event table."""
    other = next(one for one in found.events if one.name == entry.table)
    own = trimmed(entry.fields[Meaning.ORDER].column or "")
    sql = (
        f"SELECT avg((key IN (SELECT {own} FROM {other.sql}))::INTEGER) FROM "
        f"(SELECT DISTINCT {trimmed(order)} AS key FROM {table.head} LIMIT 1000)"
    )
    return float(connection.sql(sql).fetchall()[0][0] or 0.0) >= 0.8


def _giving_back(mapping: MeaningOf, refunded: PaymentTable | None) -> MeaningOf:
    """The mapping with a table of what was given back, or without it."""
    return replace(mapping, refunded=refunded)


def _has_orders_of(
    connection: duckdb.DuckDBPyConnection, table: TableValues, order: str, entry: EventTable, found: Sorting
) -> bool:
    """Whether most orders of an event table are paid in another table."""
    other = next(one for one in found.events if one.name == entry.table)
    own = trimmed(entry.fields[Meaning.ORDER].column or "")
    sql = (
        f"SELECT avg((key IN (SELECT {trimmed(order)} FROM {table.sql}))::INTEGER) FROM "
        f"(SELECT DISTINCT {own} AS key FROM {other.head} "
        f"WHERE {own} IS NOT NULL LIMIT 1000)"
    )
    # Orders that came to nothing were never paid.
    paid = float(connection.sql(sql).fetchall()[0][0] or 0.0)
    return paid >= 0.3 and _stands_in(connection, table, order, entry, found)


def _paid_by(mapping: MeaningOf, payments: PaymentTable | None) -> MeaningOf:
    """The mapping with payments, or without them."""
    return replace(mapping, payments=payments)
