"""What lies inside a nested type of DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType


def fields_of(type_: DuckDBPyType) -> dict[str, DuckDBPyType]:
    """The fields of a struct, in order; none where it is no struct, or one whose fields have no names."""
    if type_.id != "struct":
        return {}
    fields = cast("list[tuple[str, DuckDBPyType]]", type_.children)
    return dict(fields) if all(name for name, _ in fields) else {}


def element_of(type_: DuckDBPyType) -> DuckDBPyType | None:
    """What a list is of; None where it is no list."""
    if type_.id != "list":
        return None
    ((_, element),) = cast("list[tuple[str, DuckDBPyType]]", type_.children)
    return element
