"""What is looked for in a table of customers where it is all there is: no event says anything of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.customers import ID, known_ids
from queries.eventlog.model import Check, SetAside
from queries.source.table import quoted
from queries.wording import mark

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import Mapping
    from queries.source import Source

NO_ID = mark("no id")
"""Why a row of a list is no customer."""


def listed(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> tuple[Check, ...]:
    """Rows of the customer table that repeat another, have no id, or miss an attribute; none without the table."""
    if mapping.customers is None:
        return ()
    table = source.table(mapping.customers.table)
    rows = _count(connection, f"SELECT count(*) FROM {table.sql}")
    different = _count(connection, f"SELECT count(*) FROM (SELECT DISTINCT * FROM {table.sql})")
    nameless = _count(connection, f"SELECT count(*) FROM ({known_ids(source, mapping)}) WHERE {ID} IS NULL")
    found = [
        Check("exact_duplicates", table.name, "", rows - different, rows, "", mark("first row kept")),
        Check("missing", table.name, mapping.customers.id, nameless, rows, "", mark("set aside: {no_id}", no_id=NO_ID)),
    ]
    for name in mapping.customers.attributes:
        blank = f"nullif(trim({quoted(name)}::VARCHAR), '') IS NULL"
        without = _count(connection, f"SELECT count(*) FROM {table.sql} WHERE {blank}")
        if without:
            found.append(Check("missing", table.name, name, without, rows, "", mark("kept, the attribute is blank")))
    return tuple(found)


def nameless(mapping: Mapping, checks: tuple[Check, ...]) -> list[SetAside]:
    """The rows of the list that are no customer, as `listed` counted them."""
    own = mapping.customers.id if mapping.customers else ""
    rows = sum(check.rows for check in checks if check.check == "missing" and check.column == own)
    return [SetAside(checks[0].table, NO_ID, rows)] if rows else []


def listing_size(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> tuple[int, int]:
    """How many rows the customer table has, and how many customers they are."""
    known = known_ids(source, mapping)
    return _count(connection, f"SELECT count(*) FROM ({known})"), _count(
        connection, f"SELECT count(DISTINCT {ID}) FROM ({known})"
    )


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
