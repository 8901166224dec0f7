"""The one customer that a question names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import UsageError

if TYPE_CHECKING:
    from queries.data.data import Data


def the_customer(data: Data, id: str | None) -> Data:  # noqa: A002
    """The data of the customer a question names.

    Raises:
        UsageError: It names none, or one who is not in the scope.
    """
    if not id:
        raise UsageError("Which customer?", "Name one with --set id=…, or open one from a list of customers.")
    return data.one_customer(id)
