"""How the optional columns of an event table are read, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.details.model import COLUMNS
from queries.eventlog.expressions import customer_id, number
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.reading import Reading

IDS = (Meaning.ITEM, Meaning.SESSION, Meaning.MESSAGE)
"""Texts that may have come as numbers: 7.0 is the id 7."""


def read_as(reading: Reading, name: str) -> str:
    """The expression that reads an optional column of a table; NULL of its type where the table has none."""
    meaning, is_number = Meaning(name), COLUMNS[name] == pl.Float64
    field = reading.field(meaning)
    if field is None:
        return "NULL::DOUBLE" if is_number else "NULL::VARCHAR"
    if is_number:
        return number(field, reading.type_of(field))
    if meaning in IDS and field.column is not None:
        return customer_id(field.column, reading.type_of(field), as_integer=False)
    return reading.currency() if meaning is Meaning.CURRENCY else reading.text(meaning)


def mapped_columns(readings: Iterable[Reading]) -> tuple[str, ...]:
    """The optional columns that any event table has, in the order of `COLUMNS`."""
    mapped = {meaning.value for reading in readings for meaning in reading.entry.fields}
    return tuple(name for name in COLUMNS if name in mapped)


def alias_of(name: str) -> str:
    """What an optional column is called in SQL: `order` and `text` are words of the language."""
    return f"the_{name}"
