"""What can be picked in a box that finds, and how well it fits what was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST = re.compile(r"\W")
"""Where the first word of a name ends."""


@dataclass(frozen=True)
class Hit:
    """Something that can be picked.

    Attributes:
        name: What it is called.
        meaning: What it does, in a sentence; it is found by these words, too.
        run: Does it.
        also: Other words that it is found by, with commas between; they are not shown.
        drops: Takes away what is there: delete and backspace do it while nothing is typed.
        edits: What enter, and → while nothing is typed, write into the line to be gone on with there.
    """

    name: str
    meaning: str
    run: Callable[[], object]
    also: str = ""
    drops: Callable[[], object] | None = None
    edits: str = ""


def rank(hit: Hit, typed: str) -> int | None:
    """How well a hit fits what was typed, 0 best: its name is that, or one of its other words; its first word is that;
    its name begins so, or one of the others; the name has words that do, or all that is said of it; else None.

    What stands before a colon tells what kind of thing it is: behind it the name begins once more. Every word that was
    typed has to be found where a word begins; Chinese has no blanks between them.
    """
    wanted, name, also = typed.casefold().strip(), hit.name.casefold(), hit.also.casefold().split(", ")
    names = (name, name.partition(": ")[2])
    if not wanted or wanted in names:
        return 0
    if wanted in also:
        return 1
    if any(text.startswith(wanted) for text in (*names, *also)):
        if any(_FIRST.split(text, maxsplit=1)[0] == wanted for text in names):
            return 2
        return 3 if any(text.startswith(wanted) for text in names) else 4
    words = [_beginning(word) for word in wanted.split()]
    for place, text in ((5, name), (6, f"{name} {hit.also} {hit.meaning}".casefold())):
        if all(word.search(text) for word in words):
            return place
    return None


def _beginning(word: str) -> re.Pattern[str]:
    """What finds a word that begins so."""
    return re.compile(("" if word[0] > "\u2e7f" else r"(?<!\w)") + re.escape(word))
