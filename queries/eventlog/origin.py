"""Which rows of an event table count, as DuckDB SQL: sales, each told once; and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.expressions import money, number, time_ms, trimmed
from queries.eventlog.identity import type_of
from queries.mapping.model import ANY, NONE, Meaning
from queries.source.table import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.mapping.model import EventTable, Field, Mapping, Status
    from queries.source import Source, Table

WHY = quoted("why a row does not count")
"""The column of `marked`: no export calls a column so."""

NO_SALE = {"never": "no sale", "later": "not paid yet", "refund": "given back in full"}
"""What a row is called that is no sale."""

EARLIER = "an earlier state of an order"


def origin(source: Source, mapping: Mapping, entry: EventTable, table: Table) -> str:
    """FROM and WHERE: the rows of the table that count."""
    if not is_marked(entry):
        return _chosen(mapping, entry, table)
    return f"(SELECT * EXCLUDE ({WHY}) FROM ({marked(source, mapping, entry, table)}) WHERE {WHY} IS NULL)"


def is_marked(entry: EventTable) -> bool:
    """Whether rows of a table may not count, for another reason than the mapping's own condition."""
    return bool(entry.statuses or entry.of_order or entry.latest or entry.told_in or entry.called_off)


def marked(source: Source, mapping: Mapping, entry: EventTable, table: Table) -> str:
    """The rows that the mapping's condition keeps, each with the reason why it does not count, if there is one."""
    rows = f"(SELECT * FROM {_chosen(mapping, entry, table)})"
    if entry.of_order:
        rows = _spread(entry, rows)
    reasons = [*_called_off(entry, rows), *_told_before(source, mapping, entry)]
    if entry.latest:
        rows, reason = _latest(mapping, entry, table, rows)
        reasons.append(reason)
    reasons += [reason for status in entry.statuses for reason in no_sale(status)]
    cases = " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in reasons)
    return f"SELECT *, {f'CASE {cases} END' if cases else 'NULL'} AS {WHY} FROM {rows}"


def _chosen(mapping: Mapping, entry: EventTable, table: Table) -> str:
    """The rows that the mapping's own condition keeps, exact duplicates once where it drops them."""
    distinct = f"(SELECT DISTINCT * FROM {table.sql})" if mapping.drop_duplicates else table.sql
    # The line ends before the bracket: a condition may end in a comment.
    return f"{distinct} WHERE ({entry.where}\n)" if entry.where else distinct


def order_of(entry: EventTable) -> str:
    """The expression that reads a row's order."""
    return trimmed(entry.fields[Meaning.ORDER].column or "")


def _spread(entry: EventTable, rows: str) -> str:
    """What stands on one row of an order, on all of its rows."""
    order = order_of(entry)
    known = ", ".join(
        f"CASE WHEN {order} IS NULL THEN {quoted(name)} ELSE "
        f"coalesce({quoted(name)}, max({quoted(name)}) OVER (PARTITION BY {order})) END AS {quoted(name)}"
        for name in entry.of_order
    )
    return f"(SELECT * REPLACE ({known}) FROM {rows})"


def _latest(mapping: Mapping, entry: EventTable, table: Table, rows: str) -> tuple[str, tuple[str, str]]:
    """Rows that know whether they are the last state of their order; all have the time of the first."""
    order, key, time = order_of(entry), version_of(mapping, entry, table), entry.fields[Meaning.TIME].column or ""
    window = f"PARTITION BY {order} ORDER BY {key}"
    later = quoted("states of the order after this one")
    first = f"CASE WHEN {order} IS NULL THEN {quoted(time)} ELSE first({quoted(time)}) OVER ({window}) END"
    rows = (
        f"(SELECT * REPLACE ({first} AS {quoted(time)}), "
        f"count(*) OVER (PARTITION BY {order} ORDER BY {key} ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) "
        f"AS {later} FROM {rows})"
    )
    return rows, (f"{order} IS NOT NULL AND {later} > 0", literal(EARLIER))


def version_of(mapping: Mapping, entry: EventTable, table: Table) -> str:
    """The expression that orders the states of one order."""
    field = entry.latest
    assert field is not None, "asked only where states are told"
    type_ = type_of(table, field.column)
    if field.format is None and not type_.startswith(("TIMESTAMP", "DATE")):
        return number(field, type_)
    return time_ms(field, type_, mapping.timezone)


def _called_off(entry: EventTable, rows: str) -> Iterator[tuple[str, str]]:
    """Purchases whose order was called off by another event, and these events themselves."""
    if not entry.called_off or Meaning.ORDER not in entry.fields:
        return
    kind, order = trimmed(entry.fields[Meaning.EVENT].column or ""), order_of(entry)
    names = ", ".join(map(literal, entry.called_off))
    orders = f"SELECT {order} FROM {rows} WHERE {kind} IN ({names}) AND {order} IS NOT NULL"
    yield (
        f"{kind} NOT IN ({names}) AND coalesce({order} IN ({orders}), false)",
        literal(f"called off ({', '.join(entry.called_off)})"),
    )


def _told_before(source: Source, mapping: Mapping, entry: EventTable) -> Iterator[tuple[str, str]]:
    """Rows whose order stands in another table that is read, too."""
    entries = {one.table: one for one in mapping.events}
    for name in entry.told_in:
        other = entries.get(name)
        if other is None:
            continue
        table = source.table(name)
        keys = same_keys(entry, other)
        ours, theirs = (", ".join(key[side] for key in keys) for side in (0, 1))
        known = f"SELECT ({theirs}) FROM {table.sql} WHERE {' AND '.join(f'{key[1]} IS NOT NULL' for key in keys)}"
        yield f"coalesce(({ours}) IN ({known}), false)", literal(f"told in {name}, too")


def same_keys(entry: EventTable, other: EventTable) -> list[tuple[str, str]]:
    """What tells that two rows of two tables are the same: their order, else customer, time and amount."""
    by_order = Meaning.ORDER in entry.fields and Meaning.ORDER in other.fields
    meanings = (Meaning.ORDER,) if by_order else (Meaning.CUSTOMER, Meaning.TIME, Meaning.AMOUNT)
    return [
        (trimmed(entry.fields[one].column or ""), trimmed(other.fields[one].column or ""))
        for one in meanings
        if entry.fields.get(one) and entry.fields[one].column and other.fields.get(one) and other.fields[one].column
    ]


def no_sale(status: Status) -> Iterator[tuple[str, str]]:
    """The values of a status that are no sale, the named ones before `any` and `none`."""
    value = f"lower({trimmed(status.column)})"
    named = {name.strip().casefold() for name in (*status.sale, *status.refund, *status.never, *status.later)}
    for outcome, what in NO_SALE.items():
        values = [name.strip().casefold() for name in getattr(status, outcome)]
        words = [one for one in values if one not in (ANY, NONE)]
        if words:
            yield f"{value} IN ({', '.join(map(literal, words))})", _told(what, status.column, trimmed(status.column))
        if NONE in values:
            yield f"{value} IS NULL", literal(f"{what}: no {status.column}")
        if ANY in values:
            rest = ", ".join(literal(one) for one in named - {ANY, NONE}) or "NULL"
            yield (
                f"{value} IS NOT NULL AND coalesce({value} NOT IN ({rest}), true)",
                literal(f"{what}: {status.column}"),
            )


def _told(what: str, column: str, value: str) -> str:
    """The reason with the value that says it."""
    return f"{literal(f'{what}: {column} ')} || {value}"


def refunded(field: Field | None, table: Table, amount: str, once: Callable[[str], str] | None) -> str:
    """An amount without what was given back of it, where a column says how much that is.

    Args:
        field: The column.
        table: Its table.
        amount: The expression that reads the amount.
        once: Makes the expression count on one row of each order, where it stands on all of them.
    """
    if field is None:
        return amount
    back = f"abs(coalesce({money(field, type_of(table, field.column))}, 0))"
    back = once(back) if once else back
    return f"CASE WHEN ({amount}) IS NULL AND {back} = 0 THEN NULL ELSE coalesce({amount}, 0) - {back} END"
