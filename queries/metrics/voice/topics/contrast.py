"""Which words set one side apart: log-odds with an informative Dirichlet prior."""

from __future__ import annotations

import polars as pl

PRIOR = 0.05
"""The weight of the prior: so large a part of all words, mixed as in all texts, is added to each side."""


def contrasted(counts: pl.LazyFrame, minimum: int, *, has_other_side: bool) -> pl.LazyFrame:
    """The words with `z`, the most telling first, with their `rank`.

    A word's weight in the prior is its share of all words, so that rare words have to differ much and frequent ones
    often. z is the difference of the two sides' log-odds ÷ its standard error.

    Args:
        counts: `word`, `texts` and `elsewhere`, and whatever else, of every word.
        minimum: Texts of this side that a word is in at least.
        has_other_side: Without one z is null, and the most frequent words come first.
    """
    if not has_other_side:
        plain = counts.filter(pl.col("texts") >= minimum).with_columns(z=pl.lit(None, pl.Float64))
        return _ranked(plain.sort("texts", pl.col("word").str.len_chars(), "word", descending=[True, True, False]))
    here, there = pl.col("texts"), pl.col("elsewhere")
    both = here + there
    prior = PRIOR * both
    odds = [((side + prior) / (side.sum() + prior.sum() - side - prior)).log() for side in (here, there)]
    error = (1 / (here + prior) + 1 / (there + prior)).sqrt()
    scored = counts.with_columns(z=(odds[0] - odds[1]) / error).filter(pl.col("z") > 0, here >= minimum)
    # Of words in the same texts the longest says most; rounding keeps it first.
    order = (pl.col("z").round(6), pl.col("word").str.len_chars(), pl.col("word"))
    return _ranked(scored.sort(*order, descending=[True, True, False]))


def _ranked(words: pl.LazyFrame) -> pl.LazyFrame:
    return words.with_row_index("rank")
