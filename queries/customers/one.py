"""The one customer that a question names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from queries.data.events import stay_lazy
from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data


def the_customer(data: Data, id: str | None) -> Data:  # noqa: A002 - the word the files use
    """The same scope, of the one customer alone whom a question names.

    Raises:
        UsageError: It names none, or one who is not in the scope.
    """
    if not id:
        raise UsageError(say("Which customer?"), say("Name one with --set id=…, or open one from a list of customers."))
    named = pl.col("id").cast(pl.String) == id
    if data.keep is stay_lazy:
        return replace(data, only=data.customers.filter(named).select("customer"), among=data)
    codes = data.keep(data.log.customers.filter(named).select("customer")).collect()
    person = replace(data, only=int(codes.item()), among=data) if len(codes) else None
    if person is None or data.keep(person.customers).collect().is_empty():
        raise UsageError(
            say("There is no customer “{id}” in this scope.", id=id), say("Ids are compared letter by letter.")
        )
    return person
