"""Words counted: in how many texts of each side, by whom, in which mood, lately and before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.metrics.voice.topics.sides import last_two

if TYPE_CHECKING:
    from queries.data.data import Data


def worded(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One row a text and word of it: the columns of the text but its words, and `word`."""
    return rows.explode("words").rename({"words": "word"}).filter(pl.col("word").is_not_null())


def counted(data: Data, rows: pl.LazyFrame, *, over_time: bool) -> pl.LazyFrame:
    """One row a word.

    Args:
        data: The scoped data.
        rows: The texts, as `sides` has them.
        over_time: Whether the sides are periods: then `last` and `before` count those of both.

    Returns:
        `word`, `texts` and `elsewhere` (texts of this side and of the other), `customers`, `share`, `negative_share`,
        `last`, `before`, `change`, `example`: the text of this side with the strongest mood.
    """
    inside, index = pl.col("inside"), data.period_index
    last, before = last_two(data)
    own = pl.lit(value=True) if over_time else inside
    words = worded(rows).select(
        "word", "row", "customer", "inside", "negative", last=index == last, before=index == before,
        strength=pl.col("mood").abs().fill_null(0),
    )  # fmt: skip

    def many(flag: pl.Expr) -> pl.Expr:
        return flag.sum().cast(pl.Int64)

    by_word = words.group_by("word").agg(
        texts=many(inside),
        elsewhere=many(~inside),
        customers=pl.col("customer").filter(inside).n_unique().cast(pl.Int64),
        negative=many(inside & pl.col("negative")),
        last=many(own & pl.col("last")),
        before=many(own & pl.col("before")),
        row=pl.col("row").filter(inside).sort_by(pl.col("strength").filter(inside), descending=True).first(),
    )
    whole = rows.select(whole=many(inside))
    examples = rows.select("row", example="text")
    found = by_word.join(examples, on="row", how="left").join(whole, how="cross")
    return found.select(
        "word",
        "texts",
        "elsewhere",
        "customers",
        share=pl.col("texts") / pl.col("whole"),
        negative_share=pl.when(pl.col("texts") > 0).then(pl.col("negative") / pl.col("texts")),
        last="last",
        before="before",
        change=pl.col("last") - pl.col("before"),
        example="example",
    )
