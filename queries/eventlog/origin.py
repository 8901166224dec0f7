"""Which rows of an event table count, as DuckDB SQL: sales, each told once; and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.expressions import compared, customer_id, money, number, quoted_text, time_ms, trimmed
from queries.eventlog.identity import identity, type_of
from queries.mapping.directions import directions
from queries.mapping.model import ANY, NONE, Meaning
from queries.source.table import literal, quoted
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.mapping.model import EventTable, Mapping, Status
    from queries.source import Source, Table

WHY = quoted("why a row does not count")
"""The column of `marked`: no export calls a column so."""

NO_SALE = {"never": mark("no sale"), "later": mark("not paid yet"), "refund": mark("given back in full")}
"""What a row is called that is no sale."""

EARLIER = mark("an earlier state of an order")
OURS = mark("messages that no customer wrote")


def origin(source: Source, mapping: Mapping, entry: EventTable, table: Table) -> str:
    """FROM and WHERE: the rows of the table that count."""
    if not is_marked(entry):
        return _chosen(mapping, entry, table)
    return f"(SELECT * EXCLUDE ({WHY}) FROM ({marked(source, mapping, entry, table)}) WHERE {WHY} IS NULL)"


def is_marked(entry: EventTable) -> bool:
    """Whether rows of a table may not count, for another reason than the mapping's own condition."""
    told = entry.statuses or entry.of_order or entry.latest or entry.told_in or entry.called_off
    return bool(told) or Meaning.DIRECTION in entry.fields


def marked(source: Source, mapping: Mapping, entry: EventTable, table: Table) -> str:
    """The rows that the mapping's condition keeps, each with the reason why it does not count, if there is one."""
    rows = f"(SELECT * FROM {_chosen(mapping, entry, table)})"
    if entry.of_order:
        rows = _spread(entry, table, rows)
    reasons = [*_called_off(entry, rows), *_told_before(source, mapping, entry, table)]
    if entry.latest:
        rows, reason = _latest(mapping, entry, table, rows)
        reasons.append(reason)
    reasons += [reason for status in entry.statuses for reason in no_sale(status)]
    if Meaning.DIRECTION in entry.fields:
        reasons.append((f"NOT {went(entry, 'in')}", literal(OURS)))
    cases = " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in reasons)
    return f"SELECT *, {f'CASE {cases} END' if cases else 'NULL'} AS {WHY} FROM {rows}"


def went(entry: EventTable, way: str) -> str:
    """The condition that a message went in (a customer wrote it) or out (the service did)."""
    column = entry.fields[Meaning.DIRECTION].column or ""
    words = ", ".join(map(literal, directions(column)[way]))
    return f"coalesce(lower({trimmed(column)}) IN ({words}), false)"


def _chosen(mapping: Mapping, entry: EventTable, table: Table) -> str:
    """The rows that the mapping's own condition keeps, exact duplicates once where it drops them."""
    distinct = f"(SELECT DISTINCT * FROM {table.sql})" if mapping.drop_duplicates else table.sql
    # The line ends before the bracket: a condition may end in a comment.
    return f"{distinct} WHERE ({entry.where}\n)" if entry.where else distinct


def order_of(entry: EventTable) -> str:
    """The expression that reads a row's order."""
    return trimmed(entry.fields[Meaning.ORDER].column or "")


def _spread(entry: EventTable, table: Table, rows: str) -> str:
    """What stands on one row of an order, on all of its rows."""
    order = order_of(entry)
    read = {name: trimmed(name) if type_of(table, name) == "VARCHAR" else quoted(name) for name in entry.of_order}
    known = ", ".join(
        f"CASE WHEN {order} IS NULL THEN {quoted(name)} ELSE "
        f"coalesce({value}, max({value}) OVER (PARTITION BY {order})) END AS {quoted(name)}"
        for name, value in read.items()
    )
    return f"(SELECT * REPLACE ({known}) FROM {rows})"


def _latest(mapping: Mapping, entry: EventTable, table: Table, rows: str) -> tuple[str, tuple[str, str]]:
    """Rows that know whether they are the last state of their order; all have the time of the first."""
    order, key, time = order_of(entry), version_of(mapping, entry, table), entry.fields[Meaning.TIME]
    # A state of which nobody knows when it was is taken to be the first.
    window = f"PARTITION BY {order} ORDER BY {key} NULLS FIRST"
    later = quoted(mark("states of the order after this one"))
    told = "" if time.clock else " IGNORE NULLS"  # a day and its clock are of the same state
    whole = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    first = ", ".join(
        f"CASE WHEN {order} IS NULL THEN {name} ELSE first_value({name}{told}) OVER ({window} {whole}) END AS {name}"
        for name in (quoted(column) for column in dict.fromkeys((time.column, time.clock)) if column)
    )
    rows = (
        f"(SELECT * REPLACE ({first}), "
        f"count(*) OVER ({window} ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) "
        f"AS {later} FROM {rows})"
    )
    return rows, (f"{order} IS NOT NULL AND {later} > 0", literal(EARLIER))


def version_of(mapping: Mapping, entry: EventTable, table: Table) -> str:
    """The expression that orders the states of one order: a time, or a number; of text whatever it can be read as."""
    field = entry.latest
    assert field is not None, "asked only where states are told"
    type_ = type_of(table, field.column)
    time = time_ms(field, type_, mapping.timezone)
    if field.format not in (None, "native") or type_.startswith(("TIMESTAMP", "DATE")):
        return time
    if type_ != "VARCHAR":
        return number(field, type_)
    plain = f"try_cast({quoted_text(quoted(field.column or ''))} AS DOUBLE)"
    return f"coalesce({plain}, {time}, {number(field, type_)})"


def _called_off(entry: EventTable, rows: str) -> Iterator[tuple[str, str]]:
    """Purchases whose order was called off by another event, and these events themselves."""
    if not entry.called_off or Meaning.ORDER not in entry.fields:
        return
    kind, order = f"lower({trimmed(entry.fields[Meaning.EVENT].column or '')})", order_of(entry)
    names = ", ".join(literal(compared(name)) for name in entry.called_off)
    orders = f"SELECT {order} FROM {rows} WHERE {kind} IN ({names}) AND {order} IS NOT NULL"
    yield (
        f"{kind} NOT IN ({names}) AND coalesce({order} IN ({orders}), false)",
        literal(mark("called off ({names})", names=", ".join(entry.called_off))),
    )


def _told_before(source: Source, mapping: Mapping, entry: EventTable, table: Table) -> Iterator[tuple[str, str]]:
    """Rows whose order stands in another table that is read, too."""
    entries = {one.table: one for one in mapping.events if one.table != entry.table}
    for other in (entries[name] for name in entry.told_in if name in entries):
        theirs = source.table(other.table)
        meanings = _same_by(entry, other)
        if not meanings:
            continue
        ours = ", ".join(_comparable(mapping, entry, table, one) for one in meanings)
        keys = [_comparable(mapping, other, theirs, one) for one in meanings]
        told = f"SELECT * FROM {_chosen(mapping, other, theirs)}"
        known = f"SELECT ({', '.join(keys)}) FROM ({told}) WHERE {' AND '.join(f'{key} IS NOT NULL' for key in keys)}"
        yield f"coalesce(({ours}) IN ({known}), false)", literal(mark("told in {table}, too", table=other.table))


def _same_by(entry: EventTable, other: EventTable) -> list[Meaning]:
    """What tells that rows of two tables are the same: their order, else customer, time and amount; time alone not."""
    found = _named_by_both(entry, other)
    return found if found == [Meaning.ORDER] or len(found) > 1 else []


def _named_by_both(entry: EventTable, other: EventTable) -> list[Meaning]:
    """The order, where two tables have a column with it, else which of customer, time and amount both have."""
    by_order = Meaning.ORDER in entry.fields and Meaning.ORDER in other.fields
    meanings = (Meaning.ORDER,) if by_order else (Meaning.CUSTOMER, Meaning.TIME, Meaning.AMOUNT)
    return [
        one for one in meanings if all(one in table.fields and table.fields[one].column for table in (entry, other))
    ]


def same_keys(entry: EventTable, other: EventTable) -> list[tuple[str, str]]:
    """What two tables have in common, as text that stands in the files: a first look at whether they tell the same."""
    return [
        (trimmed(entry.fields[one].column or ""), trimmed(other.fields[one].column or ""))
        for one in _named_by_both(entry, other)
    ]


def _comparable(mapping: Mapping, entry: EventTable, table: Table, meaning: Meaning) -> str:
    """The expression that reads a meaning alike in every table, whatever the type and form of its column."""
    field = entry.fields[meaning]
    column, type_ = field.column or "", type_of(table, field.column)
    match meaning:
        case Meaning.CUSTOMER:
            return f"({identity(mapping, column, type_, as_integer=False)})::VARCHAR"
        case Meaning.TIME:
            return time_ms(field, type_, mapping.timezone)
        case Meaning.AMOUNT:
            return money(field, type_)
        case _:
            return customer_id(column, type_, as_integer=False)


def no_sale(status: Status) -> Iterator[tuple[str, str]]:
    """The values of a status that are no sale, the named ones before `any` and `none`."""
    value = f"lower({trimmed(status.column)})"
    named = {compared(name) for name in (*status.sale, *status.refund, *status.never, *status.later)}
    for outcome, what in NO_SALE.items():
        values = [compared(name) for name in getattr(status, outcome)]
        words = [one for one in values if one not in (ANY, NONE)]
        if words:
            yield f"{value} IN ({', '.join(map(literal, words))})", _told(what, status.column, trimmed(status.column))
        if NONE in values:
            yield f"{value} IS NULL", literal(mark("{what}: no {column}", what=what, column=status.column))
        if ANY in values:
            rest = ", ".join(literal(one) for one in named - {ANY, NONE}) or "NULL"
            yield (
                f"{value} IS NOT NULL AND coalesce({value} NOT IN ({rest}), true)",
                literal(f"{what}: {status.column}"),
            )


def _told(what: str, column: str, value: str) -> str:
    """The reason with the value that says it."""
    return f"{literal(f'{what}: {column} ')} || {value}"
