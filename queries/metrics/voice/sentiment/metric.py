"""In what mood customers write, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import HISTORY, USUAL, Answer, Chart, Column, Kind, Unit, measure, shared
from queries.customers.opinions import FEELINGS, NEGATIVE, NEUTRAL, POSITIVE, feeling
from queries.dimensions.dated import dated
from queries.dimensions.split import split_by
from queries.metrics.voice.sentiment.accuracy import ACCURACY, accuracy
from queries.metrics.voice.sentiment.words import conclude, notes
from queries.models.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    shared.PERIOD,
    Column("texts", "texts in a language that is read"),
    Column(NEGATIVE, "those that complain"),
    Column(NEUTRAL, "those that do neither"),
    Column(POSITIVE, "those that praise"),
    Column("negative_share", "share that complains", Unit.SHARE, numerator=NEGATIVE, denominator="texts"),
    Column("low", "low end of its interval of 95 % (Wilson)", Unit.SHARE),
    Column("high", "high end", Unit.SHARE),
    Column("unread", "texts in other languages, whose mood is not known"),
    shared.COMPLETE,
)
TEXTS = (
    Column("time", "when it was written, in the data's time zone", Unit.TIME, key=True),
    Column("feeling", "negative, neutral or positive; blank where it is not read", Unit.TEXT, worded=True),
    Column("mood", "from −1 (blame) to 1 (praise)", Unit.SCORE),
    Column("language", "zh, en, or other", Unit.TEXT),
    Column("score", "the score given with it", Unit.SCORE),
    Column("text", "the words", Unit.TEXT, personal=Kind.TEXT),
)

MOODS = (
    Column("feeling", "negative, neutral or positive", Unit.TEXT, key=True, worded=True),
    Column("texts", "texts in that mood", Unit.COUNT),
    Column(
        "share", "share of those in a language that is read", Unit.SHARE, numerator="texts", denominator="all texts"
    ),
)
BY_MOOD = Chart("bars", "feeling", ("texts",), part="moods")
"""What is drawn where nothing says when texts were written."""


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None) -> pl.LazyFrame:
    """The customers whose texts are counted in the row, those that complain among them."""
    period = data.periods.filter(pl.col("period") == row["period"])["index"].first()
    there = data.within(data.texts).filter(pl.col("mood").is_not_null(), data.period_index == period)
    if split:
        there = there.filter(split_by(data, split).condition(row[split]))
    return there.select("customer").unique()


@measure(
    id="sentiment",
    title="Mood of texts",
    question="In what mood do customers write?",
    also="mood, positive, negative, reviews, 情感, 评价, 负面",
    place=60,
    columns=COLUMNS,
    parts={"texts": TEXTS, "accuracy": ACCURACY, "moods": MOODS},
    formula="texts by mood, −1 to 1: negative to −.05, positive from .05; share of negative ones with Wilson's "
    "interval of 95 %; accuracy: moods against the scores that stand beside the texts",
    source="VADER (Hutto and Gilbert 2014) for English; a list of words of the house for Chinese, segmented by jieba",
    chart=Chart("band", "period", ("negative_share",), low="low", high="high"),
    drill=customers_of_period,
    splits=True,
    needs=("texts",),
    without=USUAL,
)
def sentiment(data: Data, split: str | None = None) -> Answer:
    """Texts by mood in every reported period; the texts themselves; and how right the moods are.

    Args:
        data: The scoped data.
        split: A dimension of customers, or the event or channel of the texts.

    Returns:
        One row a period (and value of the split with a text), sorted. The part `texts` has every text, the most
        negative first; the part `accuracy` has a row a language and class where scores stand beside texts, the part
        `moods` all texts by mood. Where nothing says when they were written, one row tells of all.

    Raises:
        QuestionError: No table has texts, or the libraries that read them are not installed.
        UsageError: There is no such dimension.
    """
    dimension = split_by(data, split) if split else None
    rows = data.within(data.texts)
    code = dimension.code if dimension else pl.lit(0, dtype=pl.UInt32)
    felt = feeling(pl.col("mood"))
    counted = rows.group_by(data.period_index.alias("index"), code.alias("code")).agg(
        texts=pl.col("mood").count(),
        unread=pl.col("mood").null_count(),
        **{name: (felt == name).sum() for name in (NEGATIVE, NEUTRAL, POSITIVE)},
    )
    periods = data.periods.lazy().filter("reported")
    joined = periods.join(counted, on="index", how="inner" if split else "left", maintain_order="left")
    many = [pl.col(name).fill_null(0) for name in ("texts", NEGATIVE, NEUTRAL, POSITIVE)]
    low, high = wilson(pl.col(NEGATIVE), pl.col("texts"))
    table = joined.sort("index", "code").select(
        "period",
        *([dimension.label("code")] if dimension else []),
        *many,
        negative_share=pl.when(pl.col("texts") > 0).then(pl.col(NEGATIVE) / pl.col("texts")),
        low=low,
        high=high,
        unread=pl.col("unread").fill_null(0),
        complete="complete",
    )
    told, columns = dated(data, table, COLUMNS)
    parts = {"texts": dated(data, _texts(rows))[0], "accuracy": accuracy(data), "moods": _moods(rows)}
    chart = None if data.log.has(HISTORY) else BY_MOOD
    return Answer(told, parts, notes(), None if split else conclude, columns=columns, chart=chart)


def _moods(rows: pl.LazyFrame) -> pl.LazyFrame:
    """All texts together by mood, the worst first."""
    felt = rows.select(feeling=feeling(pl.col("mood"))).drop_nulls().group_by("feeling").agg(texts=pl.len())
    every = pl.LazyFrame({"feeling": [NEGATIVE, NEUTRAL, POSITIVE]}, schema={"feeling": FEELINGS})
    counts = every.join(felt, on="feeling", how="left", maintain_order="left").with_columns(
        pl.col("texts").fill_null(0)
    )
    share = pl.when(pl.col("texts").sum() > 0).then(pl.col("texts") / pl.col("texts").sum())
    return counts.select(pl.col("feeling").cast(pl.String), "texts", share=share)


def _texts(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Every text, the most negative first, of equal ones the newest; unread ones last."""
    ordered = rows.sort("mood", "time", descending=[False, True], nulls_last=True, maintain_order=True)
    felt = feeling(pl.col("mood")).cast(pl.String).alias("feeling")
    return ordered.select("time", felt, "mood", pl.col("language").cast(pl.String), "score", "text")
