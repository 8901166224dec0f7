"""What describes a customer: columns of the customer table, and those on event rows that stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.mapping.model import CustomerTable, Field, Finding
from queries.mapping.names import fit, read_name
from queries.meaning.columns import candidates
from queries.meaning.tables import customer_id, is_about_people
from queries.meaning.values import Values, present
from queries.source.table import quoted
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import EventTable
    from queries.meaning.values import TableValues

_FEW = 300
_CUSTOMERS = 5_000
_COLUMNS = 60
_PERSONAL = frozenset(["name", "email", "phone", "birth", "address", "zip"])


def find_customers(
    connection: duckdb.DuckDBPyConnection, table: TableValues, events: list[tuple[TableValues, str]]
) -> tuple[CustomerTable, Finding]:
    """The customer table: the id that the events use, and what it says about each customer."""
    best = customer_id(table)
    assert best is not None, "sort_tables takes only tables with an id as the customers"
    offers = [one for one in candidates(table, "customer") if table.columns[one.column].unique]
    found = best, -1.0
    for one in [best, *(one for one in offers if one.column != best.column)][:4] if events else []:
        share = _known(connection, table, one.column, *events[0])
        if share > found[1] + 0.1:
            found = one, share
    chosen, share = found
    known = say("; {value:.0f} % of the customers of events are in it", value=100 * share) if share >= 0 else ""
    reason = chosen.reason + known
    confidence = chosen.confidence if share < 0 or share >= 0.5 else 0.5
    finding = Finding(
        table.name, "customers.id", Field(column=chosen.column), round(confidence, 3), reason,
        table.columns[chosen.column].samples,
        tuple(one.column for one in offers if one.column != chosen.column)[:5],
    )  # fmt: skip
    attributes = tuple(name for name, values in table.columns.items() if _describes(values, chosen.column))
    return CustomerTable(table.name, chosen.column, attributes), finding


def _known(
    connection: duckdb.DuckDBPyConnection, table: TableValues, column: str, events: TableValues, customer: str
) -> float:
    """The share of some customers of an event table that a column of the customer table holds."""
    ours, theirs = _as_key(column), _as_key(customer)
    sql = (
        f"SELECT avg((key IN (SELECT {ours} FROM {table.sql}))::INTEGER) FROM "
        f"(SELECT DISTINCT {theirs} AS key FROM {events.head} "
        f"WHERE {theirs} IS NOT NULL LIMIT 500)"
    )
    return float(connection.sql(sql).fetchall()[0][0] or 0.0)


def _as_key(column: str) -> str:
    """SQL for an id as text, the same whether it was read as 17850, 17850.0 or '17850'."""
    return f"regexp_replace({quoted(column)}::VARCHAR, '\\.0+$', '')"


def _describes(values: Values, id_: str) -> bool:
    """Whether a column of the customer table says something about them: no other id, no free text."""
    if values.name == id_ or not values.filled or values.kind == "other":
        return False
    name = read_name(values.name)
    if set(name.words) & _PERSONAL:
        return True
    if name.is_id and (values.unique or fit(values.name, "customer") > 0.3):
        return False
    if values.kind != "text":
        return True
    long = sum(map(len, values.texts)) > 40 * len(values.texts)
    return not long and not (values.unique and values.rows > 20)


def steady_columns(
    connection: duckdb.DuckDBPyConnection, table: TableValues, customer: str, used: set[str]
) -> tuple[str, ...]:
    """Columns of an event table that (nearly) never change for a customer."""
    names = [name for name, values in table.columns.items() if name not in used and _could_be_steady(values)]
    if not names:
        return ()
    names = names[:_COLUMNS]
    every = max(1, table.columns[customer].distinct // _CUSTOMERS)
    value = present(customer, table.columns[customer].kind, table.columns[customer].type)
    # Comparing the least with the greatest value costs a hundredth of counting the different ones.
    counts = ", ".join(
        f"coalesce(min({quoted(name)}) = max({quoted(name)}), true) AS n{place}" for place, name in enumerate(names)
    )
    shares = ", ".join(f"avg(n{place}::INTEGER)" for place in range(len(names)))
    sql = (
        f"SELECT count(*), avg(size), {shares} FROM (SELECT count(*) AS size, {counts} FROM {table.sql} "
        f"WHERE {value} IS NOT NULL AND hash({value}) % {every} = 0 GROUP BY {value} HAVING size > 1)"
    )
    customers, size, *steady = connection.sql(sql).fetchall()[0]
    if customers < 20:
        return tuple(name for name in names if is_about_people(name))
    return tuple(
        name
        for name, share in zip(names, steady, strict=True)
        if share >= 0.95 and 1 - share <= 0.3 * (1 - _modal(table.columns[name]) ** size)
    )


def _could_be_steady(values: Values) -> bool:
    """Whether a column has few enough values to describe customers."""
    if values.kind not in ("text", "bool", "number") or not 2 <= values.distinct <= _FEW:
        return False
    return not read_name(values.name).is_id and values.distinct <= max(2, values.filled // 2)


def _modal(values: Values) -> float:
    """The share of the commonest value: a flag that is nearly always off says nothing about a customer."""
    if not values.texts:
        return 1.0
    return max(values.texts.count(text) for text in set(values.texts)) / len(values.texts)


def shed_repeated(events: tuple[EventTable, ...], customers: CustomerTable | None) -> dict[str, tuple[str, ...]]:
    """Table → its attributes without those that the customer table has under the same name."""
    known = {name.casefold() for name in customers.attributes} if customers else set()
    return {one.table: tuple(name for name in one.attributes if name.casefold() not in known) for one in events}
