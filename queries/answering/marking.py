"""Marks the columns of an answer that hold personal data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import ByRow, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.catalogue import Column
    from queries.question.question import Question

_WHOLE_DATE = r"^\d{1,4}\D\d{1,2}\D\d{1,4}|^\d{8}$"


def marked(
    columns: Sequence[Column], frame: pl.DataFrame, personal: Mapping[str, Kind], question: Question | None = None
) -> tuple[Column, ...]:
    """The columns, those with personal data marked by their kind.

    In a table of customers these are the id and the attributes; in a table of groups the names of the groups,
    where the question is about a personal attribute (`--split email`, `--set name=email`).

    Args:
        columns: What the columns are.
        frame: Their values: groups by age are no birth dates.
        personal: What is personal in these data, by attribute; the customer's id is `id`.
        question: What was asked.
    """
    if not personal:
        return tuple(columns)
    spelled = {name.casefold(): name for name in personal}
    asked = [spelled[name.casefold()] for name in _named(question) if name.casefold() in spelled]
    of_customers = "id" in frame.columns or "customer" in frame.columns
    described = [_own(column, personal, asked, of_customers=of_customers) for column in columns]
    if asked and not any(spelled.get(column.name.casefold()) in asked for column in columns):
        described = [_group(column, frame, personal[asked[0]]) for column in described]
    return tuple(_without_ages(column, frame) for column in described)


def _named(question: Question | None) -> list[str]:
    """What may be the name of an attribute that a question groups by; names are read without regard to case."""
    if question is None:
        return []
    values = [question.split, *(value for _, value in question.parameters)]
    for segment in (question.scope.segment, question.compare.segment if question.compare else None):
        values += [value for _, value in segment.parameters] if segment else []
    return [value for value in values if isinstance(value, str)]


def _own(column: Column, personal: Mapping[str, Kind], asked: Sequence[str], *, of_customers: bool) -> Column:
    """A column that is marked by its own name; the name of a product is not that of a customer."""
    if isinstance(column.personal, ByRow):
        return replace(column, personal=replace(column.personal, kinds=tuple(personal.items())))
    name = next((attribute for attribute in personal if attribute.casefold() == column.name.casefold()), None)
    if column.personal is None and name is not None and (of_customers or name in asked):
        return replace(column, personal=personal[name])
    return column


def _group(column: Column, frame: pl.DataFrame, kind: Kind) -> Column:
    """A column with the names of groups of a personal attribute."""
    written = column.name in frame.columns and isinstance(frame.schema[column.name], (pl.String, pl.Enum))
    return replace(column, personal=kind) if column.key and written and column.personal is None else column


def _without_ages(column: Column, frame: pl.DataFrame) -> Column:
    """Birth dates that were gathered into groups of years are shown as these groups."""
    if column.personal is not Kind.BIRTH or not column.key or column.name not in frame.columns:
        return column
    values = frame[column.name]
    if isinstance(values.dtype, (pl.Date, pl.Datetime)) or values.cast(pl.String).str.contains(_WHOLE_DATE).any():
        return column
    return replace(column, personal=None)
