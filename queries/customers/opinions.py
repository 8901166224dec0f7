"""What a customer thinks: promoter, passive or detractor by a score, and the mood of what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.answers import answers_to
from queries.data.once import once

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.data.data import Data

PROMOTER, PASSIVE, DETRACTOR = "promoters", "passives", "detractors"
STANDINGS = pl.Enum([PROMOTER, PASSIVE, DETRACTOR])


def standing(score: pl.Expr) -> pl.Expr:
    """Promoter from 9, passive from 7, detractor below: every score has its place, halves too."""
    return (
        pl.when(score >= 9).then(pl.lit(PROMOTER, STANDINGS))
        .when(score >= 7).then(pl.lit(PASSIVE, STANDINGS))
        .otherwise(pl.lit(DETRACTOR, STANDINGS))
    )  # fmt: skip


@once
def latest_scores(data: Data) -> pl.LazyFrame:
    """Per customer who said whether they would recommend: `score` and `day` of the latest answer; sorted by customer.

    Raises:
        QuestionError: No column asks it.
    """
    rows = answers_to(data, "nps").rows
    latest = rows.unique("customer", keep="last", maintain_order=True)
    return latest.select(pl.col("customer").set_sorted(), "score", "day")


NEGATIVE, NEUTRAL, POSITIVE = "negative", "neutral", "positive"
FEELINGS = pl.Enum([NEGATIVE, NEUTRAL, POSITIVE])
CLEAR = 0.05
"""A mood is negative or positive from here on, as VADER has it."""


def feeling(mood: pl.Expr) -> pl.Expr:
    """Negative, neutral or positive; null where no mood was read."""
    return (
        pl.when(mood <= -CLEAR).then(pl.lit(NEGATIVE, FEELINGS))
        .when(mood >= CLEAR).then(pl.lit(POSITIVE, FEELINGS))
        .when(mood.is_not_null()).then(pl.lit(NEUTRAL, FEELINGS))
    )  # fmt: skip


@once
def latest_moods(data: Data) -> pl.LazyFrame:
    """Per customer who wrote in a language that is read: `mood` of the latest text; sorted by customer.

    Raises:
        QuestionError: The libraries that read texts are not installed.
    """
    read = data.texts.filter(pl.col("mood").is_not_null())
    latest = read.unique("customer", keep="last", maintain_order=True)
    return latest.select(pl.col("customer").set_sorted(), "mood")


def _scores(data: Data) -> pl.LazyFrame:
    """Who answered: `answered` (1), and `net_promoters`: 1 for a promoter, −1 for a detractor, else 0."""
    stands = standing(pl.col("score"))
    net = (stands == PROMOTER).cast(pl.Int64) - (stands == DETRACTOR).cast(pl.Int64)
    return latest_scores(data).select("customer", net_promoters=net, answered=pl.lit(1, pl.Int64))


def _moods(data: Data) -> pl.LazyFrame:
    """Who wrote: `wrote` (1), and `negative`: 1 where the latest text complains."""
    negative = (feeling(pl.col("mood")) == NEGATIVE).cast(pl.Int64)
    return latest_moods(data).select("customer", negative=negative, wrote=pl.lit(1, pl.Int64))


def _tickets(data: Data) -> pl.LazyFrame:
    """Who got in touch in the reported range: `tickets`, how often."""
    counted = data.within(data.tickets).group_by("customer").agg(tickets=pl.len().cast(pl.Int64))
    return counted.sort("customer")


OPINIONS: dict[str, Callable[[Data], pl.LazyFrame]] = {
    "net_promoters": _scores, "answered": _scores, "negative": _moods, "wrote": _moods, "tickets": _tickets,
}  # fmt: skip
"""What can be summed over customers → a frame with `customer` and it, sorted; who is not in it has none."""
