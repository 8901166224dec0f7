"""The answers to one question of a survey: which question it is, on which scale, the latest of each customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import CUSTOMERS
from queries.data.events import stay_lazy
from queries.data.needs import unmet
from queries.data.once import once
from queries.errors import UsageError
from queries.mapping.surveys import questions_of
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.data.data import Data
    from queries.mapping.model import Asks, SurveyQuestion

SCALES = (5.0, 7.0, 10.0)
"""The highest answers of usual scales: that of a question is the first which no answer exceeds."""
RECOMMEND = (0.0, 10.0)
"""The scale of the question whether customers would recommend."""


@dataclass(frozen=True)
class Scale:
    """What was found of the answers to a question.

    Attributes:
        low: The lowest answer that could be given.
        high: The highest.
        outside: How many answers are not between the two; they do not count.
        least: The lowest answer that was given.
        n: How many answers there are in all.
    """

    low: float
    high: float
    outside: int
    least: float | None
    n: int


@dataclass(frozen=True)
class Answers:
    """The answers to one question.

    Attributes:
        question: The column of the answers.
        others: Further questions that ask the same; they are not mixed.
        scale: What was found of its scale.
        rows: `customer`, `time`, `day`, `event`, `channel`, `score`, `round`: one row an answer within the scale, in
            log order. `round` is the wave of the survey, where a column says it, else the period.
        has_waves: Whether a column says which wave an answer belongs to.
        has_customers: Whether rows say whose they are; else each answer counts.
    """

    question: str
    others: tuple[str, ...]
    scale: Scale
    rows: pl.LazyFrame
    has_waves: bool
    has_customers: bool

    def notes(self, scale: str) -> tuple[str, ...]:
        """What a reader has to know of the question; `scale` is what is said of its scale."""
        if not self.has_customers:
            told = [
                say(
                    "“{question}”: {scale} No row says whose it is: each answer counts.",
                    question=self.question,
                    scale=scale,
                )
            ]
            return (*told, *self._more())
        counted = say("in each wave") if self.has_waves else say("in each period, which counts as a wave")
        told = [
            say(
                "“{question}”: {scale} Of each customer the latest answer {counted}.",
                question=self.question,
                scale=scale,
                counted=counted,
            )
        ]
        return (*told, *self._more())

    def latest(self, rows: pl.LazyFrame, *code: str) -> pl.LazyFrame:
        """Of some answers those that count: the latest of each customer and round, and of each value of a split."""
        if not self.has_customers:
            return rows
        return rows.unique(["customer", "round", *code], keep="last", maintain_order=True)

    def _more(self) -> Iterator[str]:
        """What does not count, and what else is asked."""
        if self.scale.outside:
            ends = say("{low:g} to {high:g}", low=self.scale.low, high=self.scale.high)
            yield say(
                "{outside:,} of {n:,} answers are not between {ends} and do not count.",
                outside=self.scale.outside,
                n=self.scale.n,
                ends=ends,
            )
        if self.others:
            names = ", ".join(f"“{name}”" for name in self.others)
            yield say("Asked likewise: {names}; --set question=NAME asks another one.", names=names)


def answers_to(data: Data, asks: Asks, question: str | None = None) -> Answers:
    """The answers to the question that asks something, scoped like the events.

    Args:
        data: The scoped data.
        asks: What is asked.
        question: The column, where several ask the same; None is the first.

    Raises:
        QuestionError: No column asks it.
        UsageError: There is no such question.
    """
    known = {one.column: one for entry in data.log.mapping.events for one in questions_of(entry) if one.asks == asks}
    if not known:
        raise unmet(data.log, asks)
    spelled = {name.casefold(): name for name in known}
    name = next(iter(known)) if question is None else spelled.get(question.casefold())
    if name is None:
        listed = ", ".join(f"“{one}”" for one in known)
        raise UsageError(
            say("No column “{question}” asks this.", question=question), say("There is {listed}.", listed=listed)
        )
    scale = scale_of(data, known[name])
    said = data.feedback.filter(pl.col("question").cast(pl.String) == name)
    has_waves = data.log.has("wave")
    period = data.period_index.cast(pl.String)
    of_round = pl.col("wave").cast(pl.String).fill_null(period) if has_waves else period
    rows = said.filter(pl.col("score").is_between(scale.low, scale.high)).select(
        "customer", "time", "day", "event", "channel", "score", round=of_round
    )
    return Answers(name, tuple(one for one in known if one != name), scale, rows, has_waves, data.log.has(CUSTOMERS))


@once(of="everyone")
def scale_of(data: Data, question: SurveyQuestion) -> Scale:
    """The scale of a question: what the mapping says, else that of all its answers, whatever the scope."""
    known = RECOMMEND if question.asks == "nps" else None
    if data.keep is stay_lazy:  # nobody looks at answers that are elsewhere
        low, high = question.scale or known or (1.0, SCALES[0])
        return Scale(low, high, 0, None, 0)
    score = pl.col("score")
    told = data.log.details.table("feedback").filter(
        pl.col("question").cast(pl.String) == question.column, score.is_not_null()
    )
    given = data.keep(told.select("score")).collect()["score"]
    least, most = given.filter(given >= 0).min(), given.max()
    low, high = question.scale or known or _usual(_number(least), _number(most))
    outside = int((~given.is_between(low, high)).sum())
    return Scale(low, high, outside, _number(least), len(given))


def _usual(least: float | None, most: float | None) -> tuple[float, float]:
    """The smallest usual scale that holds all answers; of other answers the one that they span."""
    if least == 0 and most == 1:
        return 0.0, 1.0  # a label
    low = 0.0 if least is not None and least < 1 else 1.0
    return low, next((end for end in SCALES if most is None or most <= end), most or SCALES[-1])


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
