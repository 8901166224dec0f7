"""Conditions on customers (`--where city=Berlin`), on attributes and per-customer figures.

A condition is compared as a comparison in a rule is (`queries.rules.evaluation`); only its writing differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.customers.figures import per_customer
from queries.customers.names import names_of
from queries.errors import UsageError
from queries.rules.evaluation import compared, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from queries.data.data import Data
    from queries.question.scope import Condition
    from queries.rules.names import Names


def satisfying(data: Data, conditions: tuple[Condition, ...]) -> pl.LazyFrame:
    """The customers that meet every condition; a missing value meets only `!=`.

    Raises:
        UsageError: A name is neither an attribute nor a figure, or a value does not fit its type.
    """
    names = names_of(data.log)
    spelled = [_spelled(names, condition) for condition in conditions]
    frame = with_values(data, dict.fromkeys(spelled))
    types = frame.collect_schema()
    expressions = [
        _holds(names, name, condition, types[name]) for name, condition in zip(spelled, conditions, strict=True)
    ]
    return frame.filter(*expressions).select("customer")


def with_values(data: Data, names: Iterable[str]) -> pl.LazyFrame:
    """Every customer of the scope, sorted, with these attributes and figures: `customer` and a column a name.

    Args:
        data: The scoped data.
        names: Names as the data spell them; an attribute comes before a figure of its name.
    """
    wanted = list(names)
    figures = [name for name in wanted if name not in data.log.attributes]
    frame = data.customers.select("customer", *(name for name in wanted if name in data.log.attributes))
    if not figures:
        return frame
    return frame.join(per_customer(data, *figures), on="customer", how="left", maintain_order="left")


def _spelled(names: Names, condition: Condition) -> str:
    """The condition's name as the data spell it."""
    name = names.find(condition.name)
    if name is None:
        raise UsageError(*names.unknown(condition.name))
    return name


def _holds(names: Names, name: str, condition: Condition, dtype: pl.DataType) -> pl.Expr:
    """The condition as an expression."""
    kind = names.holds(name)
    value = value_of(condition.value, kind)
    if value is None:
        words = {"numbers": "a number", "dates": "a date like 2024-03-31", "yes and no": "yes or no"}
        what = f"“{condition.value}” in “{condition}” is not {words.get(kind.value, 'something to compare with')}."
        raise UsageError(what, f"{name} holds {kind.value}.")
    return compared(name, dtype, condition.operator, value)
