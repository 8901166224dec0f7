"""Conditions on customers (`--where city=Berlin`), on attributes and per-customer figures.

A condition is compared as a comparison in a rule is (`queries.rules.evaluation`); only its writing differs.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

from queries.customers.figures import per_customer
from queries.customers.names import names_of
from queries.errors import UsageError
from queries.rules.evaluation import compared, value_of
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.data.data import Data
    from queries.question.scope import Condition
    from queries.rules.names import Names

MOST_NAMED = 12
"""Of so many values all are named where none is near."""


def satisfying(data: Data, conditions: tuple[Condition, ...]) -> pl.LazyFrame:
    """The customers that meet every condition; a missing value meets only `!=`.

    Raises:
        UsageError: A name is neither an attribute nor a figure, a value does not fit its type, or no customer has it.
    """
    names = names_of(data.log)
    spelled = [_spelled(names, condition) for condition in conditions]
    frame = with_values(data, dict.fromkeys(spelled))
    types = frame.collect_schema()
    for name, condition in zip(spelled, conditions, strict=True):
        if name in data.log.attributes and types[name] == pl.String and condition.operator in ("=", "!="):
            _require_value(data, name, condition)
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


def _require_value(data: Data, name: str, condition: Condition) -> None:
    """Refuse a value that no customer has, as a channel is refused that no event has; what is personal is not named."""
    values = data.keep(data.log.customers.select(pl.col(name).drop_nulls().unique())).collect()[name].sort()
    folded = {value.casefold(): value for value in values.to_list()}
    if condition.value.casefold() not in folded:
        near = [folded[one] for one in get_close_matches(condition.value.casefold(), folded, n=2)]
        named = near or (values.to_list() if len(values) <= MOST_NAMED else [])
        told = (
            say("Did you mean {names}?", names=say(" or ").join(named))
            if near
            else say("There are {names}.", names=say(", ").join(named))
            if named
            else ""
        )
        hint = "" if data.log.personal.get(name) else told
        raise UsageError(say("No customer has the {name} “{value}”.", name=name, value=condition.value), hint)


def _holds(names: Names, name: str, condition: Condition, dtype: pl.DataType) -> pl.Expr:
    """The condition as an expression."""
    kind = names.holds(name)
    value = value_of(condition.value, kind)
    if value is None:
        words = {"numbers": "a number", "dates": say("a date like 2024-03-31"), "yes and no": say("yes or no")}
        what = say(
            "“{value}” in “{condition}” is not {words}.",
            value=condition.value,
            condition=condition,
            words=words.get(kind.value, say("something to compare with")),
        )
        raise UsageError(what, say("{name} holds {value}.", name=name, value=say(kind.value)))
    return compared(name, dtype, condition.operator, value)
