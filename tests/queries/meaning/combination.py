"""A combination: one dialect of each dimension, drawn from a seed; and its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from tests.queries.meaning import (
    called,
    counts,
    grain_lines,
    grain_orders,
    grain_tellings,
    headers,
    how_much,
    when,
    who,
)
from tests.queries.meaning.dialect import Dialect, Work, nothing
from tests.queries.meaning.files import WRITERS, shuffled
from tests.queries.meaning.history import Fate, Prices, draw

if TYPE_CHECKING:
    from pathlib import Path

GRAINS = (*grain_orders.GRAINS, *grain_lines.GRAINS, *grain_tellings.GRAINS)
FILES = tuple(Dialect(name, nothing, traits=traits) for name, (_, traits) in WRITERS.items())
ORDERS = (Dialect("columns in order", nothing), Dialect("columns shuffled", shuffled))
DIMENSIONS = {
    "grain": GRAINS,
    "counts": counts.DIALECTS,
    "who": who.DIALECTS,
    "called": called.DIALECTS,
    "when": when.DIALECTS,
    "how much": how_much.DIALECTS,
    "headers": headers.DIALECTS,
    "columns": ORDERS,
    "file": FILES,
}
"""In the order in which dialects work on the tables."""


@dataclass(frozen=True)
class Combination:
    """One dialect of each dimension; the same seed always draws the same, and the same history.

    Attributes:
        seed: What the history is drawn from.
        names: Dimension → the dialect's name, so that a combination can go to another process.
    """

    seed: int
    names: dict[str, str]

    @classmethod
    def of(cls, seed: int) -> Combination:
        """Draws a combination: in some dimensions, every few times in all, something else than the usual."""
        random = Random(seed)
        number = random.choice([2, 2, 3, 3, 4, len(DIMENSIONS)])
        turned: dict[str, Dialect] = {}
        for dimension in random.sample(list(DIMENSIONS), number):
            fitting = (one for one in _in_turn(dimension, seed) if _fits(one, turned))
            if dialect := next(fitting, None):
                turned[dimension] = dialect
        return cls(seed, _filled(turned))

    @classmethod
    def alone(cls, dimension: str, dialect: Dialect) -> Combination:
        """One dialect among the usual ones of all other dimensions."""
        return cls(1, _filled({dimension: dialect}))

    @property
    def dialects(self) -> dict[str, Dialect]:
        """Dimension → dialect, in the order in which they work."""
        return {
            dimension: next(one for one in dialects if one.name == self.names[dimension])
            for dimension, dialects in DIMENSIONS.items()
        }

    @property
    def unusual(self) -> dict[str, Dialect]:
        """The dialects that are not the usual ones of their dimension."""
        return {place: one for place, one in self.dialects.items() if one is not DIMENSIONS[place][0]}

    @property
    def told(self) -> str:
        """What is unusual, in words."""
        return ", ".join(f"{place}: {one.name}" for place, one in self.unusual.items()) or "all as usual"

    def without(self, dimension: str) -> Combination:
        """The same with what is usual in one dimension, and with what that brings about in others."""
        return replace(self, names=_filled({place: one for place, one in self.unusual.items() if place != dimension}))

    def __str__(self) -> str:
        return f"seed {self.seed} ({self.told})"

    def write(self, folder: Path) -> tuple[list[Path], dict[str, float]]:
        """Writes the files of a new history; they tell the figures that come with them."""
        spoken = list(self.dialects.values())
        fates = frozenset[Fate]().union(*(dialect.fates for dialect in spoken))
        random = Random(self.seed)
        prices = next((dialect.prices for dialect in spoken if dialect.prices), Prices.FINE)
        history = draw(random, fates, prices, any(dialect.returns for dialect in spoken))
        work = Work(history, random, figures=history.figures())
        for dialect in spoken:
            dialect.write(work)
        writer, _ = WRITERS[self.dialects["file"].name]
        return writer(work.sheets, folder), work.figures


ALONE = [("grain", GRAINS[0])] + [
    (dimension, dialect) for dimension, dialects in DIMENSIONS.items() for dialect in dialects[1:]
]
"""What is usual everywhere, and every other dialect of every dimension."""


def _fits(dialect: Dialect, chosen: dict[str, Dialect]) -> bool:
    return all(dialect.fits(other) for other in chosen.values())


def _in_turn(dimension: str, seed: int) -> list[Dialect]:
    """The dialects of a dimension, beginning elsewhere for each seed: neighbouring seeds go round all of them.

    Each round goes another way, so that dialects of two dimensions do not always meet.
    """
    dialects = list(DIMENSIONS[dimension])
    Random(f"{dimension} {seed // len(dialects)}").shuffle(dialects)
    place = seed % len(dialects)
    return dialects[place:] + dialects[:place]


def _filled(turned: dict[str, Dialect]) -> dict[str, str]:
    """The names of some dialects and, in the other dimensions, of the most usual that fits."""
    chosen = dict(turned)
    for dimension, dialects in DIMENSIONS.items():
        if dimension not in chosen:
            chosen[dimension] = next(one for one in dialects if _fits(one, chosen))
    return {dimension: chosen[dimension].name for dimension in DIMENSIONS}
