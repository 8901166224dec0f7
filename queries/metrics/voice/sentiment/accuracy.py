"""Moods against the scores that stand beside the texts: how often they are right, by language and class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.customers.opinions import FEELINGS, NEGATIVE, NEUTRAL, POSITIVE, feeling, standing
from queries.data.answers import scale_of
from queries.mapping.model import Meaning, SurveyQuestion
from queries.mapping.surveys import questions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.data.data import Data

ACCURACY = (
    Column("language", "zh or en", Unit.TEXT, key=True),
    Column("score_says", "what the score beside the text says", Unit.TEXT, key=True, worded=True),
    Column("texts", "texts with such a score and a mood"),
    Column("right", "those whose mood says the same"),
    Column("accuracy", "share of them", Unit.SHARE, numerator="right", denominator="texts"),
    Column("called_negative", "those whose mood is negative"),
    Column("called_neutral", "those whose mood is neither"),
    Column("called_positive", "those whose mood is positive"),
)
_BAD, _GOOD = 0.4, 0.6
"""Up to the one share of its scale a score is bad, from the other on it is good: 1 and 2, 4 and 5 of 5."""


def accuracy(data: Data) -> pl.LazyFrame:
    """One row a language and class, as `ACCURACY` says; no rows where no text has a score beside it."""
    says = pl.lit(None, FEELINGS)
    for question in _beside_texts(data):
        says = (
            pl.when(pl.col("question").cast(pl.String) == question.column).then(_says(data, question)).otherwise(says)
        )
    felt = feeling(pl.col("mood"))
    known = data.within(data.texts).select("language", score_says=says, felt=felt).drop_nulls()
    called = {f"called_{name}": (pl.col("felt") == name).sum() for name in (NEGATIVE, NEUTRAL, POSITIVE)}
    counted = known.group_by("language", "score_says").agg(
        texts=pl.len(), right=(pl.col("felt") == pl.col("score_says")).sum(), **called
    )
    return counted.sort("language", "score_says").select(
        pl.col("language", "score_says").cast(pl.String),
        "texts",
        "right",
        (pl.col("right") / pl.col("texts")).alias("accuracy"),
        *called,
    )


def _beside_texts(data: Data) -> Iterator[SurveyQuestion]:
    """The questions whose answers stand beside texts: the first of each table that has texts."""
    for entry in data.log.mapping.events:
        score = entry.fields.get(Meaning.SCORE)
        if Meaning.TEXT not in entry.fields:
            continue
        if questions_of(entry):
            yield questions_of(entry)[0]
        elif score is not None and score.column:
            yield SurveyQuestion(score.column, "rating")


def _says(data: Data, question: SurveyQuestion) -> pl.Expr:
    """What a score says, by its place on the scale; of the question whether one would recommend as that is read."""
    score, scale = pl.col("score"), scale_of(data, question)
    within = score.is_between(scale.low, scale.high)
    if question.asks == "nps":
        names = {"detractors": NEGATIVE, "passives": NEUTRAL, "promoters": POSITIVE}
        return pl.when(within).then(standing(score).cast(pl.String).replace(names).cast(FEELINGS))
    place = (score - scale.low) / max(scale.high - scale.low, 1e-9)
    said = (
        pl.when(place <= _BAD).then(pl.lit(NEGATIVE, FEELINGS))
        .when(place >= _GOOD).then(pl.lit(POSITIVE, FEELINGS))
        .otherwise(pl.lit(NEUTRAL, FEELINGS))
    )  # fmt: skip
    return pl.when(within).then(said)
