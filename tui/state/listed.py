"""A list of customers one goes into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

    from queries.answering.result import Result


@dataclass(frozen=True)
class Listed:
    """Customers in the order they are listed, and which of them is looked at.

    Attributes:
        ids: The customers.
        at: The place of the one that is looked at.
        answer: The answer they come from; its scope is theirs.
        trail: Where one is, without the customer.
        moved: Told the place when another one is looked at.
    """

    ids: Sequence[str] | pl.Series
    at: int
    answer: Result
    trail: str
    moved: Callable[[int], object] = lambda _: None


@dataclass
class CustomerOpened(Message):
    """One customer of a list is to be looked at."""

    listed: Listed
