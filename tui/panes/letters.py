"""A letter for every question: one of its name, whatever there is room for and whatever language it is shown in."""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from queries.wording import in_english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from queries.catalogue import Metric

SOUGHT = ("retention", "rfm", "clv")
"""Whose first letter others have, too, and who are asked more often than these."""


def letters(metrics: Sequence[Metric]) -> dict[str, str]:
    """The letter of each question, by its id; where there are more questions than letters the last have none.

    Every question gets the first of its name, small or capital, if that is free, before any gets another one: that of
    a further word, any of the name, and what is left over. Which those are depends on the catalogue alone.
    """
    names = {metric.id: in_english(metric.title) for metric in metrics}
    waiting = sorted(names, key=lambda id_: id_ not in SOUGHT)
    given: dict[str, str] = {}
    for wish in range(4):
        for id_ in [id_ for id_ in waiting if id_ not in given]:
            taken = set(given.values())
            free = next((letter for letter in _wished(names[id_], wish) if letter not in taken), None)
            if free is not None:
                given[id_] = free
    return given


def _wished(name: str, wish: int) -> Iterator[str]:
    """What a question of that name would have: first its initial, then those of further words, any letter, anything."""
    words = re.findall(r"[A-Za-z]+", name)
    initials = [word[0] for word in words]
    for letter in (initials[:1], initials[1:], "".join(words), ascii_letters + digits)[wish]:
        yield from (letter,) if wish == 3 else (letter.lower(), letter.upper())
