"""What a dialect is: one way in which the same truth stands in files, and what it cannot stand beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.queries.meaning.history import Fate, Prices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from tests.queries.meaning.history import History, Order

Row = dict[str, Any]
"""Concept ("order", "customer", "time", "amount" …) → value. What begins with `_` is never written: `_order` is
the order a row tells of, `_fate` stands where a row may tell what became of it."""


@dataclass
class Sheet:
    """One table on its way to a file.

    Attributes:
        name: What the table is called.
        rows: Its rows, each with the same concepts.
        schema: In which schema of a database it stands.
    """

    name: str
    rows: list[Row]
    schema: str = "main"

    def add(self, concept: str, value: Callable[[Row], Any], where: str) -> None:
        """A further column, in rows that have the concept `where` at all."""
        for row in self.rows:
            if where in row:
                row[concept] = value(row)

    @property
    def concepts(self) -> list[str]:
        """What its columns are, in the order of the first row that has them all; hidden ones left out."""
        return [concept for concept in max(self.rows, key=len) if not concept.startswith("_")]


@dataclass
class Work:
    """What dialects work on, one after the other.

    Attributes:
        history: The truth.
        random: Decides what a dialect leaves open.
        sheets: The tables so far.
        names: Concept → what its column is called, where a dialect says so in whatever language.
        figures: What reading has to give back; a dialect takes out what its files do not tell.
        minus: How a negative amount is written: in front, behind, or as parentheses.
    """

    history: History
    random: Random
    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    minus: str = "-{}"

    def with_concept(self, concept: str) -> Iterator[Sheet]:
        """The sheets that have a column of a concept."""
        return (sheet for sheet in self.sheets if any(concept in row for row in sheet.rows))

    def untold(self, *figures: str) -> None:
        """The files do not tell these figures without doubt."""
        for figure in figures:
            self.figures.pop(figure, None)


@dataclass(frozen=True)
class Dialect:
    """One way of writing, in one dimension.

    Attributes:
        name: What it is called in a failure.
        write: Changes the tables.
        fates: What can become of orders where it is spoken.
        returns: Whether parts of sales are given back where it is spoken.
        prices: What things may cost so that it can tell the amounts; None where that is all the same.
        traits: What is true of its files, in single words that other dialects bar.
        bars: Traits it cannot stand beside.
    """

    name: str
    write: Callable[[Work], None]
    fates: frozenset[Fate] = frozenset({Fate.SALE})
    returns: bool = False
    prices: Prices | None = None
    traits: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()

    def fits(self, other: Dialect) -> bool:
        """Whether both can be spoken in one file."""
        return not (self.bars & other.traits or other.bars & self.traits)


def words(text: str) -> frozenset[str]:
    """Traits, as they are listed."""
    return frozenset(text.split())


def nothing(work: Work) -> None:
    """Leaves the tables as they are."""


def order_row(order: Order) -> Row:
    """What every table says of an order: which, whose, when."""
    return {"order": order.id, "customer": order.person, "time": order.time, "_order": order, "_fate": order.fate}
