"""The mood of a Chinese text: words of praise and blame, turned by negations, strengthened by words of degree."""

from __future__ import annotations

from functools import cache
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from queries.text.chinese_words import DEGREES, NEGATORS, NEUTRAL, POLARITY
from queries.text.library import library

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 4
"""A word of the list may be so many words of the segmenter."""
REACH = 4
"""So far before a word stands what turns or strengthens it."""
SCALE = 15.0
"""What the sum of weights is brought to −1 … 1 with, as VADER does."""
_TURNED = {True: -0.8, False: -0.5}
"""What is left of praise, and of blame, that is denied: “不好” is blame, “不差” is hardly praise."""
_STRONGEST = 2.2
_DOUBT = 0.6
_MOST_DOUBTS = 3
_PAUSES = frozenset(",，。.!！?？;；~～…、:： \n\t")
_NEGATIVE_BEGINNINGS = frozenset("不没无未别")


class _Words(NamedTuple):
    """The lists by word; `heads` are the characters that any of them begins with."""

    weights: dict[str, float]
    negators: frozenset[str]
    degrees: dict[str, float]
    heads: frozenset[str]


@cache
def _words() -> _Words:
    """The lists, by word; of a word that stands in two the first counts."""
    weights: dict[str, float] = {}
    for weight, words in POLARITY.items():
        for word in words.split():
            weights.setdefault(word, weight)
    weights |= dict.fromkeys(NEUTRAL.split(), 0.0)
    degrees = {word: factor for factor, words in DEGREES.items() for word in words.split()}
    negators = frozenset(NEGATORS.split())
    return _Words(weights, negators, degrees, frozenset(word[0] for word in (*weights, *negators)))


def segmented(text: str) -> list[str]:
    """The words of a Chinese text, punctuation among them.

    Raises:
        QuestionError: The segmenter is not installed.
    """
    words: list[str] = library("rjieba").cut(text)
    return words


def mood(words: Sequence[str]) -> float:
    """The mood of a segmented text, from −1 (blame) to 1 (praise); 0 where no word of the list is in it."""
    total = sum(_weight(words, start, word) for start, word in _found(words))
    questions = sum(word in ("?", "？") for word in words)
    total -= _DOUBT * min(questions, _MOST_DOUBTS)
    return total / sqrt(total * total + SCALE)


def _found(words: Sequence[str]) -> list[tuple[int, str]]:
    """The words of the list in a text, the longest that begin at each place: where, and which."""
    weights, negators, _, heads = _words()
    found, at, end = [], 0, len(words)
    while at < end:
        if words[at][0] not in heads:
            at += 1
            continue
        for size in range(min(LONGEST, end - at), 0, -1):
            word = "".join(words[at : at + size]) if size > 1 else words[at]
            if word in weights:
                if weights[word]:
                    found.append((at, word))
                at += size
                break
            if size > 1 and word in negators:
                at += size
                break
        else:
            at += 1
    return found


def _weight(words: Sequence[str], start: int, word: str) -> float:
    """The weight of a word as what stands before it in its clause makes it."""
    weights, negators, degrees, _ = _words()
    weight, factor, turned = weights[word], 1.0, False
    for before in reversed(words[max(0, start - REACH) : start]):
        if before in _PAUSES:
            break
        if before in negators and word[0] not in _NEGATIVE_BEGINNINGS:
            turned = not turned
        elif before in degrees and abs(weight) >= 1:
            factor *= degrees[before]
        elif abs(weights.get(before, 0.0)) >= 1.2:  # that word is what they belong to
            break
    strong = weight * min(factor, _STRONGEST)
    return strong * _TURNED[strong > 0] if turned else strong
