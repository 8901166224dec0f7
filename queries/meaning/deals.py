"""Deals of a sales team: a table with a stage of which some values say won, an opening and a closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.model import DealTable, Field, Meaning
from queries.mapping.names import read_name
from queries.meaning.amounts import money_columns
from queries.meaning.columns import candidates
from queries.meaning.money import number_field
from queries.meaning.outcomes import WON, outcome_of, plain
from queries.meaning.times import could_be_time, read_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from queries.mapping.model import EventTable
    from queries.meaning.tables import Sorting
    from queries.meaning.values import TableValues, Values

_STAGES = ("stage", "phase", "status", "state")
"""Words of columns that say how far a deal is, the plainest first."""
_OPENED = frozenset(["created", "opened", "open", "start", "started", "begin"])
_CLOSED = frozenset(["close", "closed", "closing"])
_FITS = 0.5
_MOST = 60
"""A column of more values says something else than a stage."""


def find_deals(connection: duckdb.DuckDBPyConnection, found: Sorting, events: Sequence[EventTable]) -> DealTable | None:
    """The first table of deals among those that hold interactions or say neither who nor when.

    Its won deals stay the sales that they are in the event table.
    """
    entries = {entry.table: entry for entry in events}
    for table in (*found.events, *found.loose):
        deals = _deals_of(connection, table, entries.get(table.name))
        if deals is not None:
            found.others.pop(table.name, None)
            return deals
    return None


def _deals_of(connection: duckdb.DuckDBPyConnection, table: TableValues, entry: EventTable | None) -> DealTable | None:
    """A table as deals; None where a stage that can be won, an opening or the deal itself is missing."""
    stage = _stage(connection, table)
    times = [values for values in table.columns.values() if could_be_time(values)]
    opened = _named(times, _OPENED)
    id_ = _id(table, entry)
    if stage is None or opened is None or id_ is None:
        return None
    column, won, lost = stage
    closed = _named((one for one in times if one is not opened), _CLOSED)
    customer = entry.fields.get(Meaning.CUSTOMER) if entry else None
    return DealTable(
        table.name,
        id_,
        _time(connection, table, opened),
        column,
        closed=_time(connection, table, closed) if closed else None,
        amount=_amount(connection, table, entry),
        customer=customer.column if customer else None,
        won=won,
        lost=lost,
    )


def _stage(
    connection: duckdb.DuckDBPyConnection, table: TableValues
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The column with the stage, and which of its values say won and lost."""
    ranked = sorted(
        (min(_STAGES.index(word) for word in words), values.name)
        for values in table.columns.values()
        if values.kind == "text"
        and values.distinct <= _MOST
        and (words := set(read_name(values.name).words) & {*_STAGES})
    )
    for _, column in ranked:
        name = trimmed(column)
        sql = f"SELECT DISTINCT {name} AS stage FROM {table.sql} WHERE {name} IS NOT NULL ORDER BY 1 LIMIT {_MOST}"
        stages = [stage for (stage,) in connection.sql(sql).fetchall()]
        won = tuple(stage for stage in stages if WON.search(plain(stage)) or plain(stage).endswith("won"))
        lost = tuple(stage for stage in stages if outcome_of(stage) == "never")
        if won:
            return column, won, lost
    return None


def _named(times: Iterable[Values], words: frozenset[str]) -> Values | None:
    """The first time whose name has one of some words."""
    return next((values for values in times if words & set(read_name(values.name).words)), None)


def _time(connection: duckdb.DuckDBPyConnection, table: TableValues, values: Values) -> Field:
    return Field(column=values.name, format=read_times(connection, table, values.name).format)


def _id(table: TableValues, entry: EventTable | None) -> str | None:
    """The column that names each deal once: its order's, or one that is called an id."""
    order = entry.fields.get(Meaning.ORDER) if entry else None
    named = [order.column] if order and order.column else []
    named += [one.column for one in candidates(table, "order")]
    named += [values.name for values in table.columns.values() if read_name(values.name).is_id]
    return next((name for name in named if name and table.columns[name].unique), None)


def _amount(connection: duckdb.DuckDBPyConnection, table: TableValues, entry: EventTable | None) -> Field | None:
    """What a deal is about: what its sale is worth, else the column that looks most like it."""
    sold = entry.fields.get(Meaning.AMOUNT) if entry else None
    # What is expected of it is no revenue of a sale, but it is what a deal is about.
    ranked = [one for one in money_columns(table, set()) if one.possible or one.fit >= _FITS]
    if sold is not None or not ranked:
        return sold
    return number_field(connection, table, ranked[0].column, money=True)[0]
