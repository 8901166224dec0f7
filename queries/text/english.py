"""The mood of an English text by VADER, and its words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from queries.text.english_words import POLARITY
from queries.text.library import library

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[.!?,;:()\n]")


_AROUND = 3
"""VADER looks at three words before a word of mood, and two after it."""
_SEEN = 50_000


@cache
def _analyzer() -> Any:
    """VADER, with words of shops and services where it has none of its own."""
    analyzer = library("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    for weight, words in POLARITY.items():
        for word in words.split():
            analyzer.lexicon.setdefault(word, weight)
    for name in ("_negation_check", "_special_idioms_check"):
        setattr(analyzer, name, _near(getattr(analyzer, name)))
    return analyzer


def _near(check: Callable[..., float]) -> Callable[..., float]:
    """One of VADER's checks on the words it looks at: it turns every word of the text for each of its words of mood."""

    def checked(valence: float, words: list[str], *places: int) -> float:
        *before, at = places
        first = max(at - _AROUND, 0)
        return check(valence, words[first : at + _AROUND], *before, at - first)

    return checked


def mood(text: str) -> float:
    """The mood of an English text, from −1 (blame) to 1 (praise): VADER's compound.

    Raises:
        QuestionError: The library is not installed.
    """
    return float(_analyzer().polarity_scores(text)["compound"])


def segmented(text: str) -> list[str]:
    """The words of a text in small letters, in the singular where that is plain; punctuation among them."""
    return [_singular(word) for word in _WORD.findall(text.lower().replace("’", "'"))]


@lru_cache(_SEEN)
def _singular(word: str) -> str:
    """The singular of a word, near enough to bring the two together."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "'s")):
        return word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
