"""A mistake as a person reads it: where it is, what is wrong, the line of the rule, and a caret below the word."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from queries.safe import safe

if TYPE_CHECKING:
    from queries.rules.words import Mistake

WIDEST = 88
"""The most characters of a rule's line that are shown."""


def pointed(mistake: Mistake, rule: str, place: str) -> str:
    """The sentence, then the line of the rule, then carets; each on a line of its own.

    Args:
        mistake: What is wrong.
        rule: The rule it is about.
        place: Where the rule is (`line 12, “lapsed”`).
    """
    sentence = f"{place}: {mistake.what} {mistake.todo}".rstrip()
    begin = rule.rfind("\n", 0, mistake.start) + 1
    line = rule[begin:].partition("\n")[0]
    at, end = mistake.start - begin, max(mistake.end, mistake.start + 1) - begin
    if not line.strip():
        return sentence
    cut = max(0, min(at - WIDEST // 2, len(line) - WIDEST))
    shown = line[cut : cut + WIDEST]
    before, word = shown[: at - cut], shown[at - cut : end - cut]
    carets = " " * _width(before) + "^" * max(1, _width(word))
    return "\n".join([sentence, f"    {safe(shown)}", f"    {carets}"])


def _width(text: str) -> int:
    """The columns a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
