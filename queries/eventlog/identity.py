"""Who a row belongs to, as DuckDB SQL: ids spelled alike, nobody for some of them, the person behind the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.expressions import INTEGERS, compared, customer_id
from queries.mapping.model import Meaning
from queries.source.table import literal, quoted

if TYPE_CHECKING:
    from queries.mapping.model import Field, Mapping
    from queries.source import Source, Table

PERSON, ID_BEHIND = quoted("person behind the id"), quoted("id in the customer table")
"""What the customer table brings to a row: no export calls a column so."""


def type_of(table: Table, column: str | None) -> str:
    """The DuckDB type of a table's column; text where there is none of that name."""
    return next((known.type for known in table.columns if known.name == column), "VARCHAR")


def identity(mapping: Mapping, column: str, type_: str, *, as_integer: bool, tidy: bool = False) -> str:
    """The expression that reads a column as ids of customers, spelled alike; missing for nobody."""
    read = customer_id(column, type_, as_integer=as_integer, tidy=tidy and not mapping.fold)
    if mapping.fold and not as_integer:
        read = folded(read)
    if not mapping.nobody:
        return read
    names = [compared(name) for name in mapping.nobody]
    if mapping.fold:
        names += [name.lstrip("0") for name in names if name.isdecimal() and name.strip("0")]
    nobody = ", ".join(map(literal, names))
    return f"CASE WHEN lower(({read})::VARCHAR) IN ({nobody}) THEN NULL ELSE {read} END"


def folded(read: str) -> str:
    """Text without regard to letter case, the number of blanks between words, and leading zeros."""
    text = f"regexp_replace(lower({read}), '\\s\\s+', ' ', 'g')"
    return f"CASE WHEN regexp_full_match({read}, '0+[1-9]\\d*') THEN ltrim({read}, '0') ELSE {text} END"


def customer_of(mapping: Mapping, field: Field, table: Table, *, as_integer: bool, tidy: bool) -> str:
    """The expression that reads the customer of a row; needs `with_person` where the mapping names a person."""
    own = identity(mapping, field.column or "", type_of(table, field.column), as_integer=as_integer, tidy=tidy)
    if field.otherwise:
        other = identity(mapping, field.otherwise, type_of(table, field.otherwise), as_integer=False)
        own = f"coalesce({own}, {other})"
    return f"coalesce({PERSON}, {own})" if mapping.customers and mapping.customers.person else own


def with_person(source: Source, mapping: Mapping, field: Field, rows: str) -> str:
    """Rows beside the person that the customer table names behind their id."""
    customers = mapping.customers
    if customers is None or customers.person is None:
        return rows
    table = source.table(customers.table)
    own = identity(mapping, field.column or "", "VARCHAR", as_integer=False)
    id_ = identity(mapping, customers.id, type_of(table, customers.id), as_integer=False)
    person = identity(mapping, customers.person, type_of(table, customers.person), as_integer=False)
    named = f"SELECT {id_} AS {ID_BEHIND}, min({person}) AS {PERSON} FROM {table.sql} GROUP BY 1"
    return f"(SELECT * FROM {rows}) LEFT JOIN ({named}) ON {own} = {ID_BEHIND}"


def integer_ids(source: Source, mapping: Mapping) -> bool:
    """Whether every column with customer ids holds whole numbers, so that ids stay numbers."""
    if mapping.customers and mapping.customers.person:
        return False
    named = [
        (entry.table, entry.fields[Meaning.CUSTOMER]) for entry in mapping.events if Meaning.CUSTOMER in entry.fields
    ]
    if any(field.otherwise for _, field in named):
        return False
    columns = [(table, field.column) for table, field in named]
    if mapping.customers:
        columns.append((mapping.customers.table, mapping.customers.id))
    types = [type_of(source.table(table), name) for table, name in columns]
    return bool(types) and all(type_ in INTEGERS for type_ in types)
