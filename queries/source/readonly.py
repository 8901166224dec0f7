"""A connection that only reads, whatever it is asked to do.

DuckDB has no such thing for exports: files that may be read although external access is off (`allowed_paths`) may be
written as well, and neither a read-only transaction nor the modes of a link keep COPY from it. So a statement is looked
at before it runs, by DuckDB's own parser: one that reads alone gets through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from queries.wording import say

# Whoever is given one may take it for a connection; at runtime it has what is written below and nothing else.
if TYPE_CHECKING:
    Connection = duckdb.DuckDBPyConnection
else:
    Connection = object

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.CREATE)
"""Kinds of statement that change no file. What CREATE makes is in memory or, of an opened database, refused: it is
read-only."""


class ReadOnly(Connection):
    """The part of a connection that reads; raises duckdb.PermissionException for every statement that may not."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def execute(self, query: Any, parameters: object = None) -> ReadOnly:
        """Run one statement; `fetchall` tells what it gave."""
        self._connection.execute(self._reading(query), parameters)
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of what was run last."""
        return self._connection.fetchall()

    def sql(self, query: Any, *, alias: str = "", params: object = None) -> duckdb.DuckDBPyRelation:
        """The relation of one statement."""
        return self._connection.sql(self._reading(query), alias=alias, params=params)

    def register(self, view_name: str, python_object: object) -> ReadOnly:
        """Offer a frame or Arrow table as a view."""
        self._connection.register(view_name, python_object)
        return self

    def unregister(self, view_name: str) -> ReadOnly:
        """Take such a view away."""
        self._connection.unregister(view_name)
        return self

    def interrupt(self) -> None:
        """Stop what runs; may be called from any thread."""
        self._connection.interrupt()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _reading(self, query: str) -> str:
        """The statement, where it is one and reads."""
        kinds = [statement.type for statement in self._connection.extract_statements(query)]
        if len(kinds) != 1 or kinds[0] not in _READING or _copies(query):
            raise duckdb.PermissionException(say("files are opened for reading, and this statement may write"))
        return query


def _copies(query: str) -> bool:
    """Whether a statement has the keyword COPY: a SELECT may hold one in its WITH. Quoted it is a name like others."""
    if "copy" not in query.lower():
        return False
    written = query.encode()
    begins = (at for at, kind in duckdb.tokenize(query) if kind == duckdb.token_type.keyword)
    return any(written[at : at + 4].lower() == b"copy" for at in begins)
