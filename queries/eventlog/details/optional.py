"""How the optional columns of an event table are read, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.details.fetch import coded
from queries.eventlog.details.model import COLUMNS
from queries.eventlog.expressions import customer_id, number, time_ms
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.reading import Reading
    from queries.mapping.model import Field

IDS = (Meaning.ITEM, Meaning.MESSAGE)
"""Texts that may have come as numbers: 7.0 is the id 7."""
YES = "'true', 't', 'yes', 'y', '是'"
"""Texts that say yes, as SQL lists them."""


def read_as(reading: Reading, name: str) -> str:
    """The expression that reads an optional column of a table; NULL of its type where the table has none."""
    meaning, is_number = Meaning(name), COLUMNS[name] == pl.Float64
    field = reading.field(meaning)
    if meaning is Meaning.CONVERTED:
        return _converted(reading, field)
    if meaning is Meaning.SESSION:
        return _session(reading, field)
    if field is None:
        return "NULL::DOUBLE" if is_number else "NULL::VARCHAR"
    if is_number:
        return number(field, reading.type_of(field))
    if meaning in IDS and field.column is not None:
        return customer_id(field.column, reading.type_of(field), as_integer=False)
    return reading.currency() if meaning is Meaning.CURRENCY else reading.text(meaning)


def _session(reading: Reading, field: Field | None) -> str:
    """A number for the id of a session, made of its hash: millions of texts would take minutes to read back."""
    if field is None:
        return "NULL::BIGINT"
    text = reading.text(Meaning.SESSION)
    if field.column is not None:
        text = customer_id(field.column, reading.type_of(field), as_integer=False)
    return f"CASE WHEN {text} IS NOT NULL THEN (hash({text}) >> 1)::BIGINT END"


def _converted(reading: Reading, field: Field | None) -> str:
    """When somebody converted, in ms: as the column says, or of a column of yes and no at the row's own time."""
    if field is None:
        return "NULL::BIGINT"
    type_ = reading.type_of(field)
    if field.format is not None or type_.startswith(("DATE", "TIMESTAMP")):
        return time_ms(field, type_, reading.mapping.timezone)
    text = reading.text(Meaning.CONVERTED)
    yes = f"lower({text}) IN ({YES}) OR try_cast({text} AS DOUBLE) > 0"
    return f"CASE WHEN {yes} THEN {reading.time()} END"


def typed(values: pl.Series, name: str) -> pl.Series:
    """A column with the type that `COLUMNS` gives it."""
    if name == Meaning.SESSION:
        return _numbered(values).alias(name)
    return (coded(values) if isinstance(COLUMNS[name], pl.Enum) else values.cast(COLUMNS[name])).alias(name)


def _numbered(values: pl.Series) -> pl.Series:
    """Each id's place among the ids, in the order in which they first come; null stays null."""
    runs = values.rle().struct.field("value").to_frame("id")
    ids = runs.drop_nulls().unique(maintain_order=True).with_row_index("place")
    placed = runs.join(ids, on="id", how="left", maintain_order="left")["place"]
    return placed.cast(pl.Int32).gather(values.rle_id())


def mapped_columns(readings: Iterable[Reading]) -> tuple[str, ...]:
    """The optional columns that any event table has, in the order of `COLUMNS`."""
    mapped = {meaning.value for reading in readings for meaning in reading.entry.fields}
    return tuple(name for name in COLUMNS if name in mapped)


def alias_of(name: str) -> str:
    """What an optional column is called in SQL: `order` and `text` are words of the language."""
    return f"the_{name}"
