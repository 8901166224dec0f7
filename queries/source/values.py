"""Which DuckDB values Polars can take; everything else is read as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from queries.source.table import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

# A list of what is known to arrive whole, not of what is known to fail: INTERVAL ends the process.
_TAKEN = re.compile(
    r"BOOLEAN|U?TINYINT|U?SMALLINT|U?INTEGER|U?BIGINT|FLOAT|DOUBLE|VARCHAR|TIME|TIMESTAMP_NS|DECIMAL\(\d+,\d+\)"
)
_DATED = re.compile(r"DATE|TIMESTAMP(_S|_MS)?|TIMESTAMP WITH TIME ZONE")


def selection(columns: Iterable[tuple[str, str]]) -> str:
    """The SELECT list of columns (name, type) with everything Polars cannot take cast to text."""
    return ", ".join(_selected(quoted(name), type_) for name, type_ in columns)


def frame(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """Run a relation and hold its rows as a frame.

    They are run first and handed over then: what goes wrong meanwhile is DuckDB's to say, not Polars'. Handed over as
    an Arrow stream they need no pyarrow, which takes longer to load than a small file to be looked at.
    """
    columns = [(name, str(type_)) for name, type_ in zip(relation.columns, relation.types, strict=True)]
    if not all(_TAKEN.fullmatch(type_) for _, type_ in columns):
        relation = relation.project(selection(columns))
    return pl.DataFrame(relation.materialize())


def _selected(name: str, type_: str) -> str:
    if _TAKEN.fullmatch(type_):
        return name
    if _DATED.fullmatch(type_):
        # Infinity and years beyond Python's make Polars panic as soon as a value is looked at.
        within = f"{name} BETWEEN '0001-01-02'::{type_} AND '9999-12-30'::{type_}"
        return f"CASE WHEN {within} THEN {name} END AS {name}"
    return f"{name}::VARCHAR AS {name}"
