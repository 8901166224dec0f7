"""Whom a rule holds for, as one expression; `--where` and rules are told apart only by how they are written.

Every comparison is yes or no, never unknown: a missing value (null, or no number) equals nothing and is neither
below nor above anything, so that it meets `!=` and `not`. Text is compared without regard to case. A time is
compared by its day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from queries.rules.names import Holds
from queries.rules.tree import Between, Both, Compare, Either, Missing, Not, OneOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.rules.tree import Rule

Plain: TypeAlias = str | int | float | bool | date
"""A value as its column holds it: dates are dates."""


def expression(rule: Rule, types: Mapping[str, pl.DataType]) -> pl.Expr:
    """The rule over a frame with a column for every name.

    Args:
        rule: A rule whose names and values were checked, names as the frame spells them.
        types: The frame's schema.

    Returns:
        An expression of booleans without nulls.
    """
    match rule:
        case Not(part):
            return ~expression(part, types)
        case Both(parts):
            # One call over all parts: a long chain of & would be as deep as it is long.
            return pl.all_horizontal([expression(part, types) for part in parts])
        case Either(parts):
            return pl.any_horizontal([expression(part, types) for part in parts])
        case Missing(name):
            return _column(name.text, types[name.text]).is_null()
        case Compare(name, operator, value):
            return compared(name.text, types[name.text], operator, value.value)
        case Between(name, low, high):
            dtype = types[name.text]
            return compared(name.text, dtype, ">=", low.value) & compared(name.text, dtype, "<=", high.value)
        case OneOf(name, values):
            return pl.any_horizontal([compared(name.text, types[name.text], "=", one.value) for one in values])


def compared(name: str, dtype: pl.DataType, operator: str, value: Plain) -> pl.Expr:
    """One comparison; the value is of the column's kind, a date may be text."""
    column = _column(name, dtype)
    if dtype == pl.Date or isinstance(dtype, pl.Datetime):
        value = value if isinstance(value, date) else date.fromisoformat(str(value))
    said = pl.lit(value)
    if isinstance(value, str):
        column, said = column.str.to_lowercase(), said.str.to_lowercase()
    match operator:
        case "=":
            return column.eq_missing(said)
        case "!=":
            return column.ne_missing(said)
        case ">":
            found = column > said
        case "<":
            found = column < said
        case ">=":
            found = column >= said
        case _:
            found = column <= said
    return found.fill_null(value=False)


def value_of(text: str, kind: Holds) -> Plain | None:
    """A value as it is typed after `--where NAME=`; None where it is none of that kind."""
    try:
        match kind:
            case Holds.NUMBER:
                return _number(text)
            case Holds.DATE:
                return date.fromisoformat(text)
            case Holds.FLAG:
                return _FLAGS.get(text.casefold())
            case Holds.TEXT:
                return text
    except ValueError:
        return None
    return None


_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _number(text: str) -> int | float | None:
    """A number that is one: ids of nineteen digits stay exact, infinity is none."""
    try:
        whole = int(text)
    except ValueError:
        number = float(text)
        return number if abs(number) < float("inf") else None
    return whole if abs(whole) < 2**63 else float(whole)


def _column(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column as it is compared: text as text, times as days, what is no number as missing."""
    column = pl.col(name)
    if dtype in (pl.Categorical, pl.Enum):
        return column.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        return column.dt.date()
    return column.fill_nan(None) if dtype.is_float() else column
