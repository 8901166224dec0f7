"""Conditions on customers (`--where city=Berlin`), on attributes and per-customer figures."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.errors import UsageError
from queries.figures import FIGURES, per_customer

if TYPE_CHECKING:
    from queries.data import Data
    from queries.scope import Condition


def satisfying(data: Data, conditions: tuple[Condition, ...]) -> pl.LazyFrame:
    """The customers that meet every condition; a missing value meets only `!=`.

    Raises:
        UsageError: A name is neither an attribute nor a figure, or a value does not fit its type.
    """
    figures = [column.name for column in FIGURES]
    attributes = data.log.attributes
    names = [condition.name for condition in conditions]
    for name in names:
        if name not in figures and name not in attributes:
            near = get_close_matches(name, [*attributes, *figures], n=2)
            raise UsageError(
                f"“{name}” is neither a customer attribute nor a per-customer figure.",
                f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join([*attributes, *figures])}.",
            )
    frame = data.customers.select("customer", *(name for name in set(names) if name in attributes))
    wanted = {name for name in names if name not in attributes}
    if wanted:
        frame = frame.join(per_customer(data, wanted), on="customer", how="left", maintain_order="left")
    schema = frame.collect_schema()
    return frame.filter(*(_holds(condition, schema[condition.name]) for condition in conditions)).select("customer")


def _holds(condition: Condition, dtype: pl.DataType) -> pl.Expr:
    """The condition as an expression; text is compared without regard to case."""
    column, value = pl.col(condition.name), pl.lit(_value(condition, dtype))
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        column, value = column.cast(pl.String).str.to_lowercase(), value.str.to_lowercase()
    match condition.operator:
        case "=":
            return column == value
        case "!=":
            return column.ne_missing(value)
        case ">":
            return column > value
        case "<":
            return column < value
        case ">=":
            return column >= value
        case _:
            return column <= value


def _value(condition: Condition, dtype: pl.DataType) -> Any:
    """The condition's text as a value of the column's type."""
    text = condition.value
    try:
        if dtype.is_numeric():
            return float(text)
        if dtype == pl.Date or isinstance(dtype, pl.Datetime):
            return date.fromisoformat(text)
    except ValueError as error:
        kind = "a number" if dtype.is_numeric() else "a date like 2024-03-31"
        raise UsageError(f"“{text}” in “{condition}” is not {kind}.", f"{condition.name} holds {dtype}.") from error
    if dtype == pl.Boolean:
        return text.casefold() in ("true", "yes", "1")
    return text
