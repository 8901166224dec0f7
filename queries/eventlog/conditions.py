"""Conditions on events: which kinds, which channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Collection


def one_of(column: str, names: Collection[str]) -> pl.Expr:
    """Whether an Enum column holds one of a few names; comparing codes is faster than a look-up."""
    if not names:
        return pl.lit(value=False)
    return pl.any_horizontal([pl.col(column) == name for name in names])


def as_spelled(column: str, names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Names that a person wrote, as the log spells them.

    Raises:
        UsageError: The log holds no such event or channel.
    """
    spelled = {name.casefold(): name for name in known}
    for name in names:
        if name.casefold() not in spelled:
            raise UsageError(
                say("There is no {column} “{name}” in these data.", column=column, name=name),
                say("There are {value}.", value=say(", ").join(known) or "none"),
            )
    return tuple(spelled[name.casefold()] for name in names)
