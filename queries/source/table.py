"""What a source holds: tables and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    """A column and its DuckDB type name, such as "VARCHAR" or "DECIMAL(10,2)"."""

    name: str
    type: str


@dataclass(frozen=True)
class Table:
    """A table, view or file of a source.

    Attributes:
        name: What mapping files and screens use: "orders", "schema.orders" outside main, a file's stem.
        kind: What stands behind it.
        columns: Its columns, in order.
        rows: Their number, exact or estimated; None where counting would need a scan.
        sql: The quoted name, or a query in brackets, ready for FROM.
        problem: Why it cannot be read, in words; empty where it can.
        unfolded: Whether `sql` is a query, which takes structs apart into `columns`; its rows have no `rowid`.
    """

    name: str
    kind: Literal["table", "view", "file"]
    columns: tuple[Column, ...]
    rows: int | None
    sql: str
    problem: str = ""
    unfolded: bool = False


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
