"""How far long work is (a log that is built, texts that are read), for whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from queries.wording import mark, say


@dataclass(frozen=True)
class Progress:
    """What is being done, and how many rows (or what else is counted) of how many."""

    phase: str
    done: int = 0
    total: int | None = None
    what: str = mark("rows")

    @property
    def words(self) -> str:
        """In words: “reading: 4,500 of 10,000 texts, 45 %”; the phase alone where nothing is counted yet."""
        if not self.done:
            return self.phase
        what = say(self.what)
        if not self.total:
            return say("{phase}: {done:,} {what}", phase=self.phase, done=self.done, what=what)
        told = say(
            "{phase}: {done:,} of {total:,} {what}", phase=self.phase, done=self.done, total=self.total, what=what
        )
        return f"{told}, {min(100 * self.done // self.total, 100)} %"


Report = Callable[[Progress], object]


def silent(_: Progress) -> None:
    """A `Report` that tells nobody."""


watching: ContextVar[Report] = ContextVar("watching", default=silent)
"""Who is told how far the question is that this thread answers."""
