"""Would customers recommend us: the net promoter score, period by period, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import USUAL, Answer, Chart, Column, Conclusion, Figure, Parameter, Unit, measure, shared
from queries.customers.opinions import DETRACTOR, PASSIVE, PROMOTER, standing
from queries.data.answers import RECOMMEND, Answers, answers_to
from queries.dimensions.dated import dated
from queries.dimensions.rounds import by_period, of_period
from queries.models.intervals import net_score
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

FEW, MANY = 30, 300
"""Fewer answers say little; among many somebody gives the lowest that is offered."""
COLUMNS = (
    shared.PERIOD,
    Column("answers", "answers, the latest of each customer and wave", Unit.COUNT),
    Column("promoters", "of 9 or more", Unit.COUNT),
    Column("passives", "of 7 or more, below 9", Unit.COUNT),
    Column("detractors", "below 7", Unit.COUNT),
    Column(
        "nps", "net promoter score, from −100 to 100", Unit.SCORE, title="NPS",
        numerator="100 × (promoters − detractors)", denominator="answers",
    ),
    Column("low", "low end of its interval of 95 %", Unit.SCORE),
    Column("high", "high end", Unit.SCORE),
    shared.COMPLETE,
)  # fmt: skip
QUESTION = Parameter("question", "the column of the answers, where several ask the same; the first without it", "text")


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None, question: str | None) -> pl.LazyFrame:
    """The customers whose answer counts in the row's period, and in its part of the split."""
    return of_period(data, answers_to(data, "nps", question), row, split)


@measure(
    id="nps",
    title="Would they recommend us",
    question="Would customers recommend us?",
    also="net promoter score, recommend, promoters, detractors, 净推荐值, 推荐",
    place=10,
    columns=COLUMNS,
    parameters=(QUESTION,),
    formula="100 × (promoters − detractors) ÷ answers; promoters 9 or more, passives 7 or more, detractors below, of 0 "
    "to 10; interval: net share ± 1.96 √((p + d − (p − d)²) ÷ n)",
    source="Net Promoter Score (Reichheld 2003); latest answer of each customer and wave",
    chart=Chart("band", "period", ("nps",), low="low", high="high"),
    drill=customers_of_period,
    splits=True,
    needs=("nps",),
    without=USUAL,
)
def nps(data: Data, question: str | None = None, split: str | None = None) -> Answer:
    """The net promoter score of every reported period.

    Args:
        data: The scoped data.
        question: The column of the answers; None is the first that asks it.
        split: A dimension of customers, or the event or channel of the answers.

    Returns:
        One row a period (and value of the split that answered), sorted; without answers a period has zeros and a blank
        score. Answers that are not between 0 and 10 do not count, and are said.

    Raises:
        QuestionError: No column asks whether customers would recommend.
        UsageError: There is no such question or dimension.
    """
    answers = answers_to(data, "nps", question)
    counts = {name: (standing(pl.col("score")) == name).sum() for name in (PROMOTER, PASSIVE, DETRACTOR)}
    table, named = by_period(data, answers, split, counts)
    n, score = pl.col("answers"), net_score(pl.col("promoters"), pl.col("detractors"), pl.col("answers"))
    frame = table.select(
        "period",
        *named,
        n,
        PROMOTER,
        PASSIVE,
        DETRACTOR,
        nps=score[0],
        low=score[1],
        high=score[2],
        complete="complete",
    )
    told, columns = dated(data, frame, COLUMNS)
    return Answer(told, notes=answers.notes(_scale(answers)), conclude=None if split else _conclude, columns=columns)


def _scale(answers: Answers) -> str:
    """What is said of the scale: another one than 0 to 10 makes another score."""
    scale = answers.scale
    if (scale.low, scale.high) != RECOMMEND:
        return say(
            "asked from {low:g} to {high:g}, not from 0 to 10: this score is not comparable with others.",
            low=scale.low,
            high=scale.high,
        )
    if scale.n >= MANY and scale.least is not None and scale.least >= 1:
        return say("0 to 10, though no answer is 0: if it was asked from 1, this score is not comparable with others.")
    return "0 to 10."


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The score of all periods together, and where it went."""
    frame = tables[""]
    score = net_score(pl.col(PROMOTER), pl.col(DETRACTOR), pl.col("answers"))
    summed = frame.select(pl.col("answers", PROMOTER, PASSIVE, DETRACTOR).sum())
    row = summed.with_columns(nps=score[0], low=score[1], high=score[2]).row(0, named=True)
    if not row["answers"]:
        return Conclusion(notes=(say("Nobody answered in this scope."),))
    figure = Figure("NPS", row["nps"], Unit.SCORE, row["low"], row["high"], row["answers"])
    findings = [
        say(
            "Of {answers:,} answers {row:,} are promoters' and {row2:,} detractors': NPS {nps} ({low} to {high}).",
            answers=row["answers"],
            row=row[PROMOTER],
            row2=row[DETRACTOR],
            nps=_signed(row["nps"]),
            low=_signed(row["low"]),
            high=_signed(row["high"]),
        )
    ]
    is_dated = "complete" in frame.columns
    whole = frame.filter(pl.col("complete"), pl.col("answers") >= FEW) if is_dated else frame.clear()
    if len(whole) >= 2:
        before, last = whole.row(-2, named=True), whole.row(-1, named=True)
        apart = last["low"] > before["high"] or last["high"] < before["low"]
        said = say("their intervals do not overlap") if apart else say("their intervals overlap, so it may be chance")
        findings.append(
            say(
                "{nps} in the period from {period}, {nps2} in that from {period2}: {said}.",
                nps=_signed(last["nps"]),
                period=last["period"],
                nps2=_signed(before["nps"]),
                period2=before["period"],
                said=said,
            )
        )
    few = (
        ()
        if row["answers"] >= FEW
        else (say("Only {answers:,} answers: read the interval, not the score.", answers=row["answers"]),)
    )
    return Conclusion((figure,), tuple(findings), few)


def _signed(score: float) -> str:
    """A score as it is spoken of: whole, with its sign; 0 without one."""
    whole = round(score)
    return f"{whole:+d}" if whole else "0"
