"""The customers of a log: dense codes in the order of their ids, and what is known of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.identity import identity, integer_ids, type_of
from queries.eventlog.model import SetAside
from queries.eventlog.tally import EARLIEST_MS
from queries.mapping.attributes import attribute_name
from queries.mapping.model import Meaning
from queries.source.table import quoted
from queries.source.values import frame as taken
from queries.source.values import selection
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from queries.eventlog.intake import Intake
    from queries.mapping.model import Mapping
    from queries.source import Source


ID, CODE = quoted("customer id, read"), quoted("customer code, read")
"""The read id and its code beside a table's own columns: no export calls a column so."""


def customer_codes(
    connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, intakes: Sequence[Intake]
) -> None:
    """Make the temporary table `customer_codes` (id, code): every customer with an event or in the customer table."""
    ids = [
        f"SELECT DISTINCT customer AS id FROM ({intake.reading.rows()}) "
        f"WHERE customer IS NOT NULL AND time BETWEEN {EARLIEST_MS} AND {intake.last}"
        for intake in intakes
        if intake.kept
    ]
    known = known_ids(source, mapping)
    ids += [f"SELECT {ID} AS id FROM ({known}) WHERE {ID} IS NOT NULL"] if known else []
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE customer_codes AS "
        "SELECT id, (row_number() OVER (ORDER BY id) - 1)::UINTEGER AS code "
        f"FROM (SELECT DISTINCT id FROM ({' UNION ALL '.join(ids)}))"
    )


def customer_frame(
    connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping, intakes: Sequence[Intake]
) -> tuple[pl.DataFrame, tuple[str, ...], list[SetAside]]:
    """Every customer: `customer`, `id`, attributes; the attributes' names; customers listed twice, counted."""
    frame = connection.sql("SELECT code AS customer, id FROM customer_codes ORDER BY code").pl()
    doubled: list[SetAside] = []
    if mapping.customers:
        facts = _from_table(connection, source, mapping)
        extra = len(facts) - facts["customer"].n_unique()
        if extra and not mapping.customers.person:
            doubled.append(
                SetAside(mapping.customers.table, mark("customer listed more than once, first row kept"), extra)
            )
        frame = _joined(frame, facts.unique("customer", keep="first", maintain_order=True))
    for intake in intakes:
        if intake.reading.entry.attributes and intake.reading.field(Meaning.CUSTOMER):
            frame = _joined(frame, _latest(connection, intake))
    attributes = tuple(name for name in frame.columns if name not in ("customer", "id"))
    return frame.with_columns(_as_numbers(frame, attributes)), attributes, doubled


def known_ids(source: Source, mapping: Mapping) -> str:
    """The SQL of the customer table's ids; empty without such a table."""
    if not mapping.customers:
        return ""
    table = source.table(mapping.customers.table)
    as_integer = integer_ids(source, mapping)
    # Who has no person is called by the id, as in the events.
    columns = [column for column in (mapping.customers.person, mapping.customers.id) if column]
    read = [identity(mapping, column, type_of(table, column), as_integer=as_integer) for column in columns]
    return f"SELECT coalesce({', '.join(read)}) AS {ID}, * FROM {table.sql}"


def _from_table(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> pl.DataFrame:
    """What the customer table says of each customer, in its order."""
    if mapping.customers is None:
        return pl.DataFrame()
    table = source.table(mapping.customers.table)
    types = {column.name: column.type for column in table.columns}
    wanted = selection((name, types.get(name, "VARCHAR")) for name in mapping.customers.attributes)
    facts = taken(
        connection.sql(
            f"SELECT {CODE}{', ' + wanted if wanted else ''} FROM ({known_ids(source, mapping)}) "
            f"JOIN (SELECT id AS {ID}, code AS {CODE} FROM customer_codes) USING ({ID})"
        )
    )
    return facts.rename({facts.columns[0]: "customer"} | {name: attribute_name(name) for name in facts.columns[1:]})


def _latest(connection: duckdb.DuckDBPyConnection, intake: Intake) -> pl.DataFrame:
    """Attributes that ride on event rows: the latest value of each customer."""
    names = intake.reading.entry.attributes
    newest = ", ".join(
        f"arg_max({quoted('attribute ' + name)}, time) AS {quoted(attribute_name(name))}" for name in names
    )
    return taken(
        connection.sql(
            f"SELECT i.code AS customer, {newest} FROM ({intake.reading.rows()}) r "
            "JOIN customer_codes i ON r.customer = i.id "
            f"WHERE r.time BETWEEN {EARLIEST_MS} AND {intake.last or 0} GROUP BY 1"
        )
    )


def _joined(frame: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """More columns for the same customers; a name that is taken already is kept as it was."""
    new = [name for name in facts.columns if name == "customer" or name not in frame.columns]
    return frame.join(facts.select(new), on="customer", how="left", maintain_order="left")


def _as_numbers(frame: pl.DataFrame, attributes: Sequence[str]) -> list[pl.Series]:
    """Text columns whose every value is a number or a date become one; codes with leading zeros stay text."""
    changed = []
    for name in attributes:
        values = frame[name]
        if values.dtype != pl.String or values.null_count() == len(values):
            continue
        whole, number = (values.cast(type_, strict=False) for type_ in (pl.Int64, pl.Float64))
        day = values.str.to_date("%Y-%m-%d", strict=False)
        coded = values.str.contains(r"^0\d|^\+").any()
        for typed in (whole, number, day):
            if typed.null_count() == values.null_count() and not coded:
                changed.append(typed)
                break
    return changed
