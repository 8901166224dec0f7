"""Answers on a scale as a share of its best steps: what the questions of satisfaction and of ease share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Column, Conclusion, Figure, Parameter, Unit, shared
from queries.data.answers import answers_to
from queries.dimensions.dated import dated
from queries.dimensions.rounds import by_period
from queries.formats import numbers
from queries.models.intervals import wilson
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.answers import Answers
    from queries.data.data import Data
    from queries.mapping.model import Asks

FEW = 30
COLUMNS = (
    shared.PERIOD,
    Column("answers", "answers, the latest of each customer and wave", Unit.COUNT),
    Column("top", "answers among the best steps of the scale", Unit.COUNT),
    Column("rate", "share of them", Unit.SHARE, numerator="top", denominator="answers"),
    Column("mean", "mean of the answers, on their own scale", Unit.SCORE),
    Column("low", "low end of the rate's interval of 95 % (Wilson)", Unit.SHARE),
    Column("high", "high end", Unit.SHARE),
    shared.COMPLETE,
)
QUESTION = Parameter("question", "the column of the answers, where several ask the same; the first without it", "text")


def best_from(answers: Answers, asks: Asks) -> float:
    """From which answer on counts as good: the top two steps; of the question how easy it was, on 7 steps, three."""
    scale = answers.scale
    steps = 1.0 if scale.high - scale.low < 4 else 2.0
    return scale.high - steps + (0.0 if asks == "ces" and scale.high >= 7 else 1.0)


def top_boxes(data: Data, asks: Asks, question: str | None, split: str | None) -> Answer:
    """The share of good answers by period, as `COLUMNS` say, with what a reader has to know of the scale.

    Raises:
        QuestionError: No column asks it.
        UsageError: There is no such question or dimension.
    """
    answers = answers_to(data, asks, question)
    best, scale = best_from(answers, asks), answers.scale
    counts = {"top": (pl.col("score") >= best).sum(), "sum": pl.col("score").sum()}
    table, named = by_period(data, answers, split, counts)
    n, top = pl.col("answers"), pl.col("top")
    low, high = wilson(top, n)
    frame = table.select(
        "period",
        *named,
        n,
        top,
        rate=pl.when(n > 0).then(top / n),
        mean=pl.when(n > 0).then(pl.col("sum") / n),
        low=low,
        high=high,
        complete="complete",
    )
    said = say(
        "a scale of {low:g} to {high:g}; {best:g} and more count as good.", low=scale.low, high=scale.high, best=best
    )
    told, columns = dated(data, frame, COLUMNS)
    return Answer(told, notes=answers.notes(said), columns=columns)


def conclusion(tables: Mapping[str, pl.DataFrame], what: str, name: str) -> Conclusion:
    """The rate of all periods together.

    Args:
        tables: The answer without a split.
        what: What a good answer says, in a sentence: “are content”.
        name: What the figure is called.
    """
    frame = tables[""]
    total = frame.select(pl.col("answers", "top").sum(), sum=(pl.col("mean") * pl.col("answers")).sum())
    low, high = wilson(pl.col("top"), pl.col("answers"))
    row = total.with_columns(low=low, high=high).row(0, named=True)
    if not row["answers"]:
        return Conclusion(notes=(say("Nobody answered in this scope."),))
    rate, n = row["top"] / row["answers"], row["answers"]
    figures = (
        Figure(name, rate, Unit.SHARE, row["low"], row["high"], n),
        Figure("Mean", row["sum"] / n, Unit.SCORE, n=n),
    )
    ends = say("{low} to {high}", low=numbers.share(row["low"]), high=numbers.share(row["high"]))
    few = () if n >= FEW else (say("Only {n:,} answers: read the interval, not the rate.", n=n),)
    return Conclusion(
        figures,
        (
            say(
                "{top:,} of {n:,} {what}: {rate} ({ends}).",
                top=row["top"],
                n=n,
                what=what,
                rate=numbers.share(rate),
                ends=ends,
            ),
        ),
        few,
    )
