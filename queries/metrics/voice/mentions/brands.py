"""Which texts name a brand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


def named(words: Sequence[str]) -> pl.Expr:
    """Whether a text names a brand by one of some words, in any case; a word of Latin letters stands by itself."""
    parts = [
        rf"\b{re.escape(word)}\b" if word[0].isascii() and word[-1].isascii() else re.escape(word) for word in words
    ]
    return pl.col("text").str.contains(f"(?i){'|'.join(parts)}")
