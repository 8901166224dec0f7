"""How far the building of a log is, for whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """What is being done, and how many rows of how many."""

    phase: str
    done: int = 0
    total: int | None = None


Report = Callable[[Progress], object]


def silent(_: Progress) -> None:
    """A `Report` that tells nobody."""
