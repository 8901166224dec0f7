"""Texts read: language, mood and words, each different text once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

import polars as pl

from queries.text import chinese, chinese_words, english, english_words
from queries.text.languages import CHINESE, ENGLISH, LANGUAGES, language_of
from queries.text.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

READ: dict[str, pl.DataType] = {
    "text": pl.String(),
    "language": pl.Enum(LANGUAGES),
    "mood": pl.Float64(),
    "words": pl.List(pl.String()),
}
"""What a text becomes: `mood` from −1 to 1, null in a language that is not read; `words` are its telling words and
phrases."""
FOUND = ("language", "mood", "words")
_LISTS = (chinese_words.POLARITY, chinese_words.NEUTRAL, chinese_words.NEGATORS, chinese_words.DEGREES)
FORM = crc32(repr((1, _LISTS, english_words.POLARITY)).encode())
"""Another one whenever texts are read otherwise: counted up by hand, and by itself where a list of words changes."""
LONGEST = 2_000
"""So many characters of a text are read: what comes after them changes no mood, and time grows with the square."""
_AT_ONCE = 500
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
"""Addresses are no words, and somebody's."""


def read(texts: pl.Series, told: Callable[[int, int], object]) -> pl.DataFrame:
    """Each different text with its language, mood and words.

    Args:
        texts: Any texts; equal ones are read once.
        told: Called between every few hundred texts with how many of how many are read; raises when somebody asked to
            stop.

    Returns:
        The columns of `READ`, one row a different text, in no order.

    Raises:
        QuestionError: The libraries that read texts are not installed.
        CancelledError: Somebody asked to stop.
    """
    different = texts.drop_nulls().unique()
    parts: list[pl.DataFrame] = []
    for chunk in different.to_frame("text").iter_slices(_AT_ONCE):
        told(len(parts) * _AT_ONCE, len(different))
        read_ones = [_read(text[:LONGEST]) for text in chunk["text"]]
        columns = zip(*read_ones, strict=True)
        found = {name: pl.Series(values, dtype=READ[name]) for name, values in zip(FOUND, columns, strict=True)}
        parts.append(chunk.with_columns(**found))
    return pl.concat(parts) if parts else pl.DataFrame(schema=READ)


def _read(text: str) -> tuple[str, float | None, list[str]]:
    """Language, mood and words of one text."""
    language = language_of(text)
    if "@" in text or "://" in text:
        text = _ADDRESS.sub(" ", text)
    if language == CHINESE:
        words = chinese.segmented(text)
        return language, chinese.mood(words), phrases(words, chinese=True)
    words = phrases(english.segmented(text), chinese=False)
    return language, english.mood(text) if language == ENGLISH else None, words
