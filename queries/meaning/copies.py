"""The same told twice: copies, snapshots, archives and exports that overlap, found by their rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.origin import same_keys
from queries.mapping.correcting import with_entry, without
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import EventTable, Meaning
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import Mapping
    from queries.meaning.interactions import Interactions
    from queries.meaning.values import TableValues

WHOLE, SOME = 0.98, 0.02
"""A table is a copy where nearly all its rows stand in another, and overlaps where some of them do."""
ROWS = 200_000


def told_twice(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, TableValues], events: list[Interactions]
) -> tuple[list[Interactions], dict[str, str], list[Decision]]:
    """The event tables without copies of others, why those are left out, and what was decided.

    Args:
        connection: The open files.
        tables: Name → the table, looked at.
        events: What was guessed of each event table.
    """
    kept: list[Interactions] = []
    left: dict[str, str] = {}
    decisions: list[Decision] = []
    # A table of the database comes before a copy in another schema, the larger before the smaller.
    for one in sorted(events, key=lambda one: _precedence(one, tables[one.table.table])):
        for other in kept:
            alike = bool({kind.casefold() for kind in one.kinds} & {kind.casefold() for kind in other.kinds})
            share = _shared(connection, tables, one.table, other.table) if alike else 0.0
            if share >= WHOLE:
                left[one.table.table] = say(
                    "It tells rows of “{table}” again and would count twice.", table=other.table.table
                )
                decisions.append(_left_out(one, other, share))
                break
            if share >= SOME:
                one = one.telling(told_in=(*one.table.told_in, other.table.table))
                decisions.append(_overlapping(one, other, share))
        else:
            kept.append(one)
    order = [one.table.table for one in events]
    return sorted(kept, key=lambda one: order.index(one.table.table)), left, decisions


def _precedence(one: Interactions, table: TableValues) -> tuple[bool, bool, int]:
    """What is kept of two that tell the same: tables before views, those with money, the larger."""
    return table.kind == "view", not {Meaning.AMOUNT, Meaning.PRICE} & set(one.table.fields), -table.rows


def _shared(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, TableValues], one: EventTable, other: EventTable
) -> float:
    """The share of a table's rows that stand in another: the same order of the same customer, or the same moment."""
    keys = same_keys(one, other)
    if Meaning.ORDER in one.fields and Meaning.ORDER in other.fields:
        # Two shops may number their orders alike: the customer has to be the same, too.
        without_orders = same_keys(_no_order(one), _no_order(other))
        keys = [*keys, *without_orders[:1]]
    elif len(keys) < 2:
        return 0.0
    if not keys:
        return 0.0
    ours, theirs = (", ".join(f"lower({key[side]})" for key in keys) for side in (0, 1))
    drawn = f"SELECT * FROM {tables[one.table].sql} USING SAMPLE reservoir({ROWS} ROWS) REPEATABLE (1)"
    sample = f"SELECT DISTINCT ({ours}) AS key FROM ({drawn})"
    sql = f"SELECT avg((key IN (SELECT ({theirs}) FROM {tables[other.table].sql}))::INTEGER) FROM ({sample})"
    return float(connection.sql(sql).fetchall()[0][0] or 0.0)


def _no_order(entry: EventTable) -> EventTable:
    """The same without its order."""
    return replace(
        entry, fields={meaning: field for meaning, field in entry.fields.items() if meaning is not Meaning.ORDER}
    )


def _left_out(one: Interactions, other: Interactions, share: float) -> Decision:
    """A copy that is left out."""
    name = one.table.table
    words = say("{name} tells the rows of {table} again: it is left out.", name=name, table=other.table.table)
    options = (
        Option("once", say("{name} left out", name=name), partial(without, table=name)),
        Option("both", say("both counted"), partial(_with, entry=one.table)),
    )
    reason = say("{share:.0%} of its rows stand there, too", share=share)
    return Decision(f"{name}.table", "twice", name, words, options, reason)


def _with(mapping: Mapping, entry: EventTable) -> Mapping:
    """The mapping with one more event table."""
    return replace(mapping, events=(*mapping.events, entry))


def _overlapping(one: Interactions, other: Interactions, share: float) -> Decision:
    """Rows of an overlapping export that are left out."""
    name = one.table.table
    words = say(
        "{share:.0%} of {name} stands in {table}, too: such rows count once.",
        share=share,
        name=name,
        table=other.table.table,
    )
    options = (
        Option("once", say("counted once"), partial(with_entry, table=name, told_in=one.table.told_in)),
        Option("both", say("counted twice"), partial(with_entry, table=name, told_in=())),
    )
    return Decision(
        f"{name}.told_in", "twice", name, words, options, say("the orders and their customers are the same")
    )
