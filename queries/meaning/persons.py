"""The person behind several ids: an id an order, one address in several spellings, zeros before a number."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.eventlog.identity import folded
from queries.mapping.decisions import Decision, Option
from queries.mapping.names import fit, read_name
from queries.meaning.columns import EMAIL
from queries.source.table import quoted
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import CustomerTable, Mapping
    from queries.meaning.values import TableValues

NEVER = 0.85
"""An id that stands for an order, or a few of them that gave something back, repeats hardly ever."""


def find_person(
    table: TableValues, customers: CustomerTable, events: TableValues, column: str, order: str
) -> tuple[CustomerTable, list[Decision]]:
    """The person behind an id that never repeats, where the customer table has a second one that does.

    Args:
        table: The customer table.
        customers: What the mapping says of it.
        events: The largest event table.
        column: Its customer.
        order: Its order; empty where rows have none.
    """
    orders = events.columns[order].distinct if order else events.columns[column].filled
    if events.columns[column].distinct < 0.6 * orders or events.rows < 20:
        return customers, []
    seconds = [
        values for values in table.columns.values()
        if values.name != customers.id and values.kind in ("text", "number") and values.missing < 0.2
        and 0.02 * values.filled <= values.distinct <= 0.985 * values.filled
        and (fit(values.name, "customer") > 0.3 or read_name(values.name).is_id or values.share(EMAIL) >= 0.8)
        and "zip" not in read_name(values.name).words
    ]  # fmt: skip
    if not seconds:
        return customers, []
    best = max(seconds, key=lambda one: (fit(one.name, "customer"), one.distinct))
    if events.columns[column].distinct < NEVER * orders and fit(best.name, "customer") < 0.9:
        return customers, []
    known = replace(customers, person=best.name, attributes=tuple(n for n in customers.attributes if n != best.name))
    options = (
        Option(best.name, say("people are “{name}”", name=best.name), partial(_with_person, person=best.name)),
        Option(customers.id, say("people are “{name}”", name=customers.id), partial(_with_person, person=None)),
    )
    words = say(
        "People are “{name}” of {name2}: “{id}” is a new one for every order.",
        name=best.name,
        name2=table.name,
        id=customers.id,
    )
    reason = say(
        "“{column}” of {name} never repeats; “{name2}” has {distinct:,} values in {rows:,} rows",
        column=column,
        name=events.name,
        name2=best.name,
        distinct=best.distinct,
        rows=best.rows,
    )
    return known, [Decision(f"{table.name}.person", "who", table.name, words, options, reason)]


def _with_person(mapping: Mapping, person: str | None) -> Mapping:
    """The mapping with another column of people in its customer table."""
    return replace(mapping, customers=mapping.customers and replace(mapping.customers, person=person))


def find_spelling(
    connection: duckdb.DuckDBPyConnection, columns: list[tuple[TableValues, str]], known: tuple[TableValues, str] | None
) -> tuple[bool, list[Decision]]:
    """Whether letter case, blanks and leading zeros do not tell customers apart.

    Args:
        connection: The open files.
        columns: The event tables with their column of customers.
        known: The customer table with its id.
    """
    for table, column in columns:
        if table.columns[column].kind != "text":
            continue
        raw, alike = _counted(connection, table, column)
        if raw - alike > 0.002 * raw:
            address = table.columns[column].share(EMAIL) >= 0.8
            question = (
                ""
                if address
                else say(
                    "Are ids in “{column}” of {name} that differ only in case or zeros the same customer",
                    column=column,
                    name=table.name,
                )
            )
            reason = say(
                "{raw:,} spellings are {alike:,} {value} but for case, blanks and zeros",
                raw=raw,
                alike=alike,
                value="addresses" if address else "ids",
            )
            return True, [_decided(table.name, column, reason, question)]
    if known is not None and columns:
        table, column = columns[0]
        plain, met = (_met(connection, columns[0], known, spelled) for spelled in (False, True))
        if met >= 0.5 and met > plain + 0.3:
            where = say("of the customers stand in {name}", name=known[0].name)
            reason = say(
                "{met:.0%} {where} without regard to zeros and case, {plain:.0%} as they are",
                met=met,
                where=where,
                plain=plain,
            )
            return True, [_decided(table.name, column, reason, "")]
    return False, []


def _counted(connection: duckdb.DuckDBPyConnection, table: TableValues, column: str) -> tuple[int, int]:
    """How many ids there are as they are, and but for their spelling."""
    read = trimmed(column)
    sql = f"SELECT count(DISTINCT {read}), count(DISTINCT {folded(read)}) FROM {table.head}"
    raw, alike = connection.sql(sql).fetchall()[0]
    return int(raw), int(alike)


def _met(
    connection: duckdb.DuckDBPyConnection, ours: tuple[TableValues, str], theirs: tuple[TableValues, str], spelled: bool
) -> float:
    """The share of some customers of events that the customer table has."""
    read = [f"regexp_replace({trimmed(column)}, '\\.0+$', '')" for _, column in (ours, theirs)]
    one, two = (folded(key) for key in read) if spelled else read
    sql = (
        f"SELECT avg((key IN (SELECT {two} FROM {theirs[0].sql}))::INTEGER) FROM (SELECT DISTINCT {one} AS key FROM "
        f"(SELECT {quoted(ours[1])} FROM {ours[0].head}) WHERE {one} IS NOT NULL LIMIT 500)"
    )
    return float(connection.sql(sql).fetchall()[0][0] or 0.0)


def _decided(table: str, column: str, reason: str, question: str) -> Decision:
    """That spelling does not tell customers apart."""
    options = (
        Option("alike", say("spellings of one id are one customer"), partial(_folding, fold=True)),
        Option("apart", say("each spelling a customer"), partial(_folding, fold=False)),
    )
    words = say(
        "Ids in “{column}” of {table} that differ only in letter case, blanks or leading zeros are one customer.",
        column=column,
        table=table,
    )
    return Decision(f"{table}.fold", "who", table, words, options, reason, question)


def _folding(mapping: Mapping, *, fold: bool) -> Mapping:
    """The mapping in which spelling tells customers apart, or does not."""
    return replace(mapping, fold=fold)
