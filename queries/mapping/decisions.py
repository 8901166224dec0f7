"""What was decided about a file where its values allow more than one reading, and what each would make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from queries.formats.plurals import many
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.mapping.model import Mapping

About = Literal["row", "who", "when", "money", "sale", "twice"]

HEADINGS: dict[About, str] = {
    "row": mark("What one row is"),
    "who": mark("Who"),
    "when": mark("When"),
    "money": mark("Money"),
    "sale": mark("What counts as a sale"),
    "twice": mark("Told twice"),
}
"""What a decision is about, in the order in which a person would ask."""

NEGLIGIBLE = 0.01
"""Readings whose key figures differ by less than this share lead to the same answers."""


@dataclass(frozen=True)
class Figures:
    """The key figures of a mapping.

    Attributes:
        customers: How many customers there are; None where no column says who.
        orders: How many purchases.
        revenue: What was paid for them, refunds netted; None without money.
        rows: The number of first rows that they are of, where they are not of whole tables.
    """

    customers: int | None
    orders: int
    revenue: float | None
    rows: int | None = None

    def apart(self, other: Figures) -> float:
        """How far two readings are apart: the greatest relative difference of a figure."""
        pairs = (
            (self.customers, other.customers),
            (self.orders, other.orders),
            (self.revenue, other.revenue),
        )
        return max((_apart(one, two) for one, two in pairs), default=0.0)

    def words(self) -> str:
        """The figures in a sentence: "227 orders of 57 customers, 23,386.36"."""
        words = many(self.orders, "order")
        if self.customers is not None:
            words = say("{orders} of {customers}", orders=words, customers=many(self.customers, "customer"))
        if self.revenue is not None:
            words = f"{words}, {self.revenue:,.2f}"
        return words if self.rows is None else say("{words} in the first {rows:,} rows", words=words, rows=self.rows)


def _apart(one: float | None, two: float | None) -> float:
    """The difference of two figures as a share of the larger; whole where only one of them is known."""
    if one is None or two is None:
        return float((one is None) != (two is None))
    most = max(abs(one), abs(two))
    return abs(one - two) / most if most else 0.0


@dataclass(frozen=True)
class Option:
    """One reading of what a decision is about.

    Attributes:
        key: What `regulars map --say ID=KEY` and the mapping file call it: a column, "sale", "never".
        words: What it says, as a clause that follows a colon.
        change: The mapping with this reading.
        figures: What it makes of the key figures, where that was worked out.
    """

    key: str
    words: str
    change: Callable[[Mapping], Mapping]
    figures: Figures | None = None


@dataclass(frozen=True)
class Decision:
    """One thing that was decided, with its rivals.

    Attributes:
        id: What it is called: the table, then what is decided ("orders.amount", "orders.Status.Failed").
        about: Its heading.
        table: The table that it is about.
        words: What was decided, in one sentence.
        options: The reading that was taken, then its rivals.
        reason: What speaks for the one taken.
        question: What a person has to say, in one sentence, where the evidence is not clear; empty where it is.
        always: Whether it is asked although the key figures of its readings may be alike: they are of other things.
    """

    id: str
    about: About
    table: str
    words: str
    options: tuple[Option, ...]
    reason: str
    question: str = ""
    always: bool = False

    @property
    def weight(self) -> float:
        """How much hangs on it: how far the key figures of its readings are apart at most."""
        known = [option.figures for option in self.options if option.figures is not None]
        return max((known[0].apart(other) for other in known[1:]), default=0.0)

    @property
    def doubt(self) -> float:
        """How far the reading that was taken is from its nearest rival: what hangs on the question."""
        known = [option.figures for option in self.options[:2] if option.figures is not None]
        return known[0].apart(known[1]) if len(known) == 2 else 0.0

    def option(self, key: str) -> Option | None:
        """The reading that is called so."""
        return next((one for one in self.options if one.key.casefold() == key.casefold()), None)
