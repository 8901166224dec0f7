"""Lists of keys and values, as Google Analytics writes its parameters: which keys there are, and their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from queries.source.nested_types import element_of, fields_of
from queries.source.table import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb.sqltypes import DuckDBPyType

MOST_KEYS = 60
LOOKED_AT = 100_000
"""How many rows are looked at for keys: a fraction of a second."""

_TEXT, _WHOLE, _BROKEN = ("string_value",), ("int_value",), ("double_value", "float_value")


@dataclass(frozen=True)
class Key:
    """A key, and what its values are: "VARCHAR", "BIGINT" or "DOUBLE"."""

    name: str
    type: str


@dataclass(frozen=True)
class KeyList:
    """A column that is a list of STRUCT(key, value STRUCT(string_value, int_value, …)).

    Attributes:
        column: Its name.
        sql: The list; some writers wrap each list and each of its elements into a struct.
        fields: The fields of a value that are known, at most one of which is set.
    """

    column: str
    sql: str
    fields: frozenset[str]

    def helpers(self) -> list[str]:
        """Columns that `value` reads: the list and its keys alone, which are found much faster."""
        keys = f"list_transform({self.sql}, lambda pair: pair.key)"
        return [f"{self.sql} AS {self._named('pairs')}", f"{keys} AS {self._named('keys')}"]

    def value(self, key: Key) -> str:
        """The value of a key, where the helpers are at hand; NULL where the list lacks it."""
        pair = f"{self._named('pairs')}[list_position({self._named('keys')}, {literal(key.name)})]"
        fields = self.among(*_BROKEN, *_WHOLE, *_TEXT) if key.type == "DOUBLE" else self.among(*_WHOLE, *_TEXT)
        if key.type == "VARCHAR":
            fields = self.among(*_TEXT, *_WHOLE, *_BROKEN)
        return f"coalesce({', '.join(f'TRY_CAST({pair}.value.{field} AS {key.type})' for field in fields)})"

    def among(self, *fields: str) -> list[str]:
        """Those fields that a value has."""
        return [field for field in fields if field in self.fields]

    def _named(self, part: str) -> str:
        return quoted(f"{self.column} as {part}")


def key_list(column: str, type_: DuckDBPyType) -> KeyList | None:
    """A column as a list of keys and values; None where it is none."""
    sql, wrapped = quoted(column), fields_of(type_)
    if list(wrapped) == ["list"]:
        type_, sql = wrapped["list"], f"struct_extract({sql}, 'list')"
    pair = element_of(type_)
    if pair and list(inner := fields_of(pair)) == ["element"]:
        pair, sql = inner["element"], f"list_transform({sql}, lambda wrapped: wrapped.element)"
    parts = fields_of(pair) if pair else {}
    if list(parts) != ["key", "value"]:
        return None
    fields = fields_of(parts["value"]).keys() & {*_TEXT, *_WHOLE, *_BROKEN}
    return KeyList(column, sql, frozenset(fields)) if fields else None


def common_keys(connection: duckdb.DuckDBPyConnection, sql: str, keys: KeyList, numbered: bool) -> list[Key]:
    """The commonest keys with values, commonest first; none where the table cannot be read to look for them.

    Rows that have numbers are taken from all over the table: the first ones are those of its first days.
    """
    some = f"SELECT {keys.sql} AS pairs FROM {sql} LIMIT {LOOKED_AT}"
    if numbered:
        ((rows,),) = connection.execute(f"SELECT count(*) FROM {sql}").fetchall()
        if rows > LOOKED_AT:
            step = rows / LOOKED_AT
            chosen = f"SELECT floor((i + hash(i) % 1000 / 1000.0) * {step})::BIGINT FROM range({LOOKED_AT}) r(i)"
            some = f"SELECT {keys.sql} AS pairs FROM {sql} WHERE rowid IN ({chosen})"
    counts = ", ".join(_filled(keys.among(*fields)) for fields in (_TEXT, _WHOLE, _BROKEN))
    asked = (
        f"SELECT pair.key::VARCHAR, {counts} FROM (SELECT unnest(pairs) AS pair FROM ({some})) "
        f"WHERE pair.key IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {MOST_KEYS}"
    )
    try:
        found = connection.execute(asked).fetchall()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error:  # a view may have a form without having rows
        return []
    return [Key(name, _type(texts, broken)) for name, texts, whole, broken in found if texts or whole or broken]


def _filled(fields: Sequence[str]) -> str:
    """SQL that counts the pairs of which one of these fields is set."""
    return f"count(coalesce({', '.join([*(f'pair.value.{field}::VARCHAR' for field in fields), 'NULL'])}))"


def _type(texts: int, broken: int) -> str:
    if texts:
        return "VARCHAR"
    return "DOUBLE" if broken else "BIGINT"
