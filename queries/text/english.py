"""The mood of an English text by VADER, and its words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from queries.text.english_words import POLARITY
from queries.text.library import library

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[.!?,;:()\n]")


@cache
def _analyzer() -> Any:
    """VADER, with words of shops and services where it has none of its own."""
    analyzer = library("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    for weight, words in POLARITY.items():
        for word in words.split():
            analyzer.lexicon.setdefault(word, weight)
    return analyzer


def mood(text: str) -> float:
    """The mood of an English text, from −1 (blame) to 1 (praise): VADER's compound.

    Raises:
        QuestionError: The library is not installed.
    """
    return float(_analyzer().polarity_scores(text)["compound"])


def segmented(text: str) -> list[str]:
    """The words of a text in small letters, in the singular where that is plain; punctuation among them."""
    return [_singular(word) for word in _WORD.findall(text.lower().replace("’", "'"))]


def _singular(word: str) -> str:
    """The singular of a word, near enough to bring the two together."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "'s")):
        return word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
