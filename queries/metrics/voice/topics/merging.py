"""Words that say the same are one topic: those whose texts are nearly the same."""

from __future__ import annotations

import polars as pl

CANDIDATES, MOST = 300, 100
"""So many words are compared with each other; so many topics are shown."""
ALIKE = 0.6
"""From this share of common texts on (those with both ÷ those with either) two words are one topic."""
ALSO = 4


def merged(words: pl.LazyFrame, ranked: pl.LazyFrame) -> pl.LazyFrame:
    """One row a topic, named by its highest ranked word, in the order of the ranks.

    Args:
        words: `row`, `word`, `inside`: which texts have which words.
        ranked: The counted words with `rank`.

    Returns:
        The columns of `ranked`, `topic` for the word, and `also`: up to four further words, text.
    """
    candidates = ranked.head(CANDIDATES)
    placed = words.filter("inside").join(candidates.select("word", "rank", "texts"), on="word", how="inner")
    of_text = placed.select("row", "rank", "texts")
    pairs = of_text.join(of_text, on="row", suffix="_other").filter(pl.col("rank_other") < pl.col("rank"))
    common = pairs.group_by("rank", "rank_other").agg(
        both=pl.len(), either=pl.col("texts").first() + pl.col("texts_other").first() - pl.len()
    )
    alike = common.filter(pl.col("both") >= ALIKE * pl.col("either"))
    heads = alike.group_by("rank").agg(head=pl.col("rank_other").min())
    led = candidates.join(heads, on="rank", how="left").with_columns(head=pl.col("head").fill_null(pl.col("rank")))
    for _ in range(2):  # whoever follows a follower follows its head
        further = led.select(pl.col("rank").alias("head"), next="head")
        led = led.join(further, on="head", how="left").with_columns(head=pl.col("next")).drop("next")
    also = led.filter(pl.col("head") != pl.col("rank")).sort("rank").group_by(pl.col("head").alias("rank"))
    named = also.agg(also=pl.col("word").head(ALSO).str.join(", "))
    topics = led.filter(pl.col("head") == pl.col("rank")).join(named, on="rank", how="left")
    return topics.sort("rank").head(MOST).rename({"word": "topic"})
