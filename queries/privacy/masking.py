"""Masks values: single cells on the screen, and columns of millions of rows by Polars alone."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import ByRow, Kind, TextWithNames
from queries.privacy.masks import ADDRESSES, HIDDEN, INSIDE, MASKS, SUSPECT
from queries.privacy.names import name_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.catalogue import Column
    from queries.privacy.masks import Rule

LONG = 2_000
"""Longer cells are left to Polars: Python's expressions may take the square of a text's length."""

_SUSPECT = re.compile(SUSPECT)

WHOLE = 2**63
"""Numbers from here on are none that a column of whole numbers holds."""

LABELS = frozenset(["(none)", "other", "other values", "everyone else", "not known yet"])
"""What groups are called that stand for no value."""


def mask(value: Any, kind: Kind | TextWithNames | None) -> Any:
    """A single value as it may be shown.

    Args:
        value: Anything from the data; what is not there stays away, and flags are nobody's.
        kind: What is personal about it; None masks e-mail addresses alone, and text only.

    Returns:
        Text where the value is masked; else the value itself.
    """
    if isinstance(kind, TextWithNames):
        nameless = _replaced(value, name_rules(kind.names)) if isinstance(value, str) else value
        return mask(nameless, Kind.TEXT)
    if value is None or value == "" or isinstance(value, bool) or (kind is None and not isinstance(value, str)):
        return value
    if kind is Kind.TEXT and not isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, dict, bytes)):
        return HIDDEN
    if isinstance(value, date):
        return str(value.year) if kind is Kind.BIRTH else HIDDEN
    text = _text(value)
    if not text:
        return HIDDEN
    if len(text) > LONG:
        return masked(pl.Series([text]), kind)[0]
    rules = _inside(kind)
    if rules:
        suspect = _SUSPECT.search(text) if kind is Kind.TEXT else "@" in text
        return _replaced(text, rules) if suspect else text
    fitting = (rule for rule in MASKS[kind] if rule.compiled.match(text)) if kind else iter(())
    rule = next(fitting, None)
    return rule.compiled.sub(rule.written, text) if rule else HIDDEN


def masked(values: pl.Series, kind: Kind | TextWithNames | None) -> pl.Series:
    """A column as it may be shown, by `mask`'s rules; a column in which nothing is masked keeps its type."""
    if isinstance(kind, TextWithNames):
        if values.dtype == pl.String:
            values = values.to_frame().select(_all(pl.first(), name_rules(kind.names))).to_series()
        kind = Kind.TEXT
    if kind is None or kind is Kind.TEXT:
        return _without_contacts(values, kind)
    return values.to_frame().select(masking(pl.col(values.name), kind, values.dtype)).to_series()


def masking(column: pl.Expr, kind: Kind, dtype: pl.DataType) -> pl.Expr:
    """The mask of a kind as an expression: text, null where the value is.

    Args:
        column: The values.
        kind: What is personal about them.
        dtype: Their type.
    """
    if dtype == pl.Boolean:
        return column
    if dtype.is_nested() or dtype == pl.Binary or (dtype.is_temporal() and kind is not Kind.BIRTH):
        return pl.when(column.is_not_null()).then(pl.lit(HIDDEN)).alias(column.meta.output_name())
    if isinstance(dtype, (pl.Date, pl.Datetime)):
        return column.dt.year().cast(pl.String)
    text = (
        column.cast(pl.Int64, strict=False).cast(pl.String)
        if dtype.is_float() or dtype.is_decimal()
        else column.cast(pl.String)
    )
    if kind is Kind.TEXT:
        return _all(text, INSIDE)
    shown = pl.lit(HIDDEN)
    for rule in reversed(MASKS[kind]):
        fits = text.str.contains(rule.pattern)
        shown = pl.when(fits).then(text.str.replace(rule.pattern, rule.replacement)).otherwise(shown)
    kept = pl.when(text == "").then(text).otherwise(shown)
    return pl.when(column.is_not_null()).then(kept).alias(column.meta.output_name())


def mask_row(row: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    """A row by column name as it may be shown; what no column describes is left as it is."""
    described = (column for column in columns if column.name in row)
    return dict(row) | {c.name: mask_cell(row[c.name], c, row) for c in described}


def mask_cell(value: Any, column: Column, row: Mapping[str, Any] | None) -> Any:
    """A cell as it may be shown; what a group without a value is called stays."""
    return value if column.key and value in LABELS else mask(value, kind_in(column, row))


def mask_frame(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """The rows as they may be shown; columns in which nothing is masked keep their types."""
    described = [column for column in columns if column.name in frame.columns]
    return frame.with_columns(_shown(frame, column) for column in described)


def kind_in(column: Column, row: Mapping[str, Any] | None) -> Kind | TextWithNames | None:
    """What is personal about a cell of the column."""
    return column.personal.of(row) if isinstance(column.personal, ByRow) else column.personal


def _shown(frame: pl.DataFrame, column: Column) -> pl.Series:
    values = frame[column.name]
    if isinstance(column.personal, ByRow):
        return _by_row(frame, values, column.personal)
    shown = masked(values, column.personal)
    if column.key and column.personal and shown.dtype == pl.String:
        return shown.zip_with(~values.cast(pl.String).is_in(list(LABELS)), values.cast(pl.String))
    return shown


def _by_row(frame: pl.DataFrame, values: pl.Series, by: ByRow) -> pl.Series:
    """Values of several attributes: each masked by its attribute's kind."""
    said = frame[by.column].cast(pl.String).fill_null("id") if by.column in frame.columns else pl.Series(["id"])
    shown = masked(values, by.text)
    for name, kind in by.kinds:
        here = said == name
        if kind is not Kind.TEXT and here.any():
            shown = shown.zip_with(~here, masked(values.cast(pl.String), kind))
    return shown


def _without_contacts(values: pl.Series, kind: Kind | None) -> pl.Series:
    """Text without e-mail addresses, and free text without numbers that lead to a person."""
    rules, suspect = _inside(kind), SUSPECT if kind else "@"
    if isinstance(values.dtype, pl.List) and values.dtype.inner == pl.String:
        return values.list.eval(_all(pl.element(), rules))
    if isinstance(values.dtype, (pl.Enum, pl.Categorical)):
        known = values.dtype.categories if isinstance(values.dtype, pl.Enum) else values.unique().cast(pl.String)
        if not known.str.contains(suspect).any():
            return values
        values = values.cast(pl.String)
    if values.dtype != pl.String:
        return values
    found = values.str.contains(suspect).fill_null(value=False)
    if not found.any():
        return values
    changed = values.filter(found).to_frame().select(_all(pl.first(), rules)).to_series()
    return values.clone().scatter(found.arg_true(), changed)  # `scatter` writes into the series it is called on


def _inside(kind: Kind | None) -> tuple[Rule, ...]:
    """The rules for parts of a text; none where the whole value is masked."""
    return ADDRESSES if kind is None else INSIDE if kind is Kind.TEXT else ()


def _all(text: pl.Expr, rules: Sequence[Rule]) -> pl.Expr:
    for rule in rules:
        text = text.str.replace_all(rule.pattern, rule.replacement)
    return text


def _replaced(text: str, rules: Sequence[Rule]) -> str:
    for rule in rules:
        text = rule.compiled.sub(rule.written, text)
    return text


def _text(value: Any) -> str:
    """A value as text; 13812345678.0 is a number that was read as a fraction. Empty where it is no number."""
    if isinstance(value, (float, Decimal)):
        return str(int(value)) if abs(float(value)) < WHOLE else ""
    return str(value)
