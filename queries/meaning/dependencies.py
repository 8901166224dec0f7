"""What depends on what in a table: which columns have one value an order, and which stand on one of its rows only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.source.table import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from queries.meaning.values import TableValues


@dataclass(frozen=True)
class Dependencies:
    """What a key tells about the other columns, seen from the keys on several rows.

    Attributes:
        keys: How many different keys there are.
        repeated: How many of them stand on several rows.
        rows: How many rows a key has on average.
        steady: Column → the share of repeated keys with at most one value.
        lone: Column → the share of repeated keys with a value on exactly one row.
    """

    keys: int
    repeated: int
    rows: float
    steady: dict[str, float]
    lone: dict[str, float]


def dependencies(
    connection: duckdb.DuckDBPyConnection, table: TableValues, key: str, columns: Iterable[str], where: str = "true"
) -> Dependencies:
    """What a key column tells about some others, among the rows that meet a condition."""
    names = [name for name in columns if name != key]
    # The least and the greatest value are the same where there is one: a hundredth of what counting values takes.
    parts = [
        f"coalesce(min({quoted(name)}) = max({quoted(name)}), true) AS s{place}, count({quoted(name)}) = 1 AS l{place}"
        for place, name in enumerate(names)
    ]
    shares = [f"avg(s{p}::INTEGER) FILTER (size > 1), avg(l{p}::INTEGER) FILTER (size > 1)" for p in range(len(names))]
    sql = (
        f"SELECT {', '.join(['count(*)', 'count(*) FILTER (size > 1)', 'avg(size)', *shares])} FROM ("
        f"SELECT {', '.join(['count(*) AS size', *parts])} FROM {table.head} "
        f"WHERE {trimmed(key)} IS NOT NULL AND {where} GROUP BY {trimmed(key)})"
    )
    keys, repeated, rows, *told = connection.sql(sql).fetchall()[0]
    steady = {name: float(told[2 * place] or 0.0) for place, name in enumerate(names)}
    lone = {name: float(told[2 * place + 1] or 0.0) for place, name in enumerate(names)}
    return Dependencies(int(keys), int(repeated or 0), float(rows or 0.0), steady, lone)
