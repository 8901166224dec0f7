"""Events that are picked one after the other: where a picked one goes, and how they are moved."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.dimensions.steps import parted, written
from queries.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.dimensions.picking import Pick


@dataclass
class Picked:
    """What is picked so far.

    Attributes:
        steps: Each as it is written.
        known: What can be picked, in the order in which people come to it.
    """

    steps: list[str]
    known: Sequence[Pick] = ()

    @classmethod
    def of(cls, text: str) -> Picked:
        """What a parameter holds; of what cannot be read, nothing."""
        with suppress(UsageError):
            return cls(list(parted(text)))
        return cls([])

    @property
    def text(self) -> str:
        """As the parameter holds it."""
        return written(self.steps)

    def add(self, step: str) -> None:
        """Put it before the first that people come to later; what nobody knows the place of comes last."""
        places = {pick.written: at for at, pick in enumerate(self.known)}

        def place(name: str) -> int:
            return places.get(name, places.get(kind_of(name), len(places)))

        own = place(step)
        before = next((at for at, other in enumerate(self.steps) if place(other) > own), len(self.steps))
        self.steps.insert(before, step)

    def move(self, at: int, by: int) -> int:
        """Move one up or down; its place afterwards."""
        to = min(max(0, at + by), len(self.steps) - 1)
        self.steps.insert(to, self.steps.pop(at))
        return to


def kind_of(step: str) -> str:
    """The kind of event of a step, its condition left out."""
    return step.partition("[")[0].strip()
