"""Columns inside columns: a struct becomes columns with dotted names, a list of keys and values one per key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.source.key_lists import common_keys, key_list
from queries.source.nested_types import fields_of
from queries.source.table import Column, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb
    from duckdb.sqltypes import DuckDBPyType

DEPTH = 5
"""How many structs inside each other are taken apart; what lies deeper stays a struct."""

MOST_FIELDS = 300
"""A struct of more fields is data by key rather than a record, and stays as it is."""


@dataclass(frozen=True)
class Unfolded:
    """What can stand after FROM, and the columns that are offered of it."""

    sql: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class _Part:
    """A column to be, and how it is computed."""

    name: str
    sql: str
    type: str


def unfolded(
    connection: duckdb.DuckDBPyConnection, sql: str, columns: Sequence[Column], numbered: bool = False
) -> Unfolded:
    """A table with its structs and lists of keys taken apart; one without any is given back as it is.

    The lists stay in the query, unoffered: rows that differ in a rare key alone are still different rows.

    Args:
        connection: Where the table can be read; values are looked at only where there is a list of keys.
        sql: What stands after FROM.
        columns: Its columns.
        numbered: Whether its rows can be found by `rowid`.
    """
    if not any("STRUCT(" in column.type for column in columns):
        return Unfolded(sql, tuple(columns))
    types = connection.sql(f"SELECT * FROM {sql}").types
    parts: list[_Part] = []
    helpers: list[str] = []
    kept: list[str] = []
    for column, type_ in zip(columns, types, strict=True):
        keys = key_list(column.name, type_)
        if keys and (found := common_keys(connection, sql, keys, numbered)):
            helpers += keys.helpers()
            kept.append(quoted(column.name))
            parts += [_Part(f"{column.name}.{key.name}", keys.value(key), key.type) for key in found]
        else:
            parts += _fields(_Part(column.name, quoted(column.name), column.type), type_)
    if all(part.name == column.name for part, column in zip(parts, columns, strict=False)):
        return Unfolded(sql, tuple(columns))
    parts = list(_unique(parts, {column.name.lower() for column in columns}))
    chosen = ", ".join([*(f"{part.sql} AS {quoted(part.name)}" for part in parts), *kept])
    inner = f"(SELECT *, {', '.join(helpers)} FROM {sql})" if helpers else sql
    return Unfolded(f"(SELECT {chosen} FROM {inner})", tuple(Column(part.name, part.type) for part in parts))


def _fields(part: _Part, type_: DuckDBPyType, depth: int = DEPTH) -> list[_Part]:
    """The fields of a struct, in order; what is none is given back as it is."""
    fields = fields_of(type_) if depth else {}
    if not fields:
        return [part]
    found = []
    for name, inner in fields.items():
        # By function: written with a dot, the first name could also be that of a table.
        field = _Part(f"{part.name}.{name}", f"struct_extract({part.sql}, {literal(name)})", str(inner))
        found += _fields(field, inner, depth - 1)
    return found if len(found) <= MOST_FIELDS else [part]


def _unique(parts: Iterable[_Part], names: set[str]) -> Iterator[_Part]:
    """Parts whose names no other column has, as SQL compares them; a table's own names come first."""
    taken = set(names)
    for part in parts:
        name, again = part.name, 2
        while name.lower() in taken and part.sql != quoted(part.name):
            name, again = f"{part.name}_{again}", again + 1
        taken.add(name.lower())
        yield _Part(name, part.sql, part.type)
