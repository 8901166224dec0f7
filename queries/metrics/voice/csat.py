"""Are customers content: the share of the best two answers, with its interval."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from queries.catalogue import USUAL, Answer, Chart, measure
from queries.data.answers import answers_to
from queries.data.needs import CONTENT
from queries.dimensions.boxes import COLUMNS, QUESTION, conclusion, top_boxes
from queries.dimensions.rounds import of_period
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from queries.data.data import Data
    from queries.mapping.model import Asks


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None, question: str | None) -> pl.LazyFrame:
    """The customers whose answer counts in the row's period, and in its part of the split."""
    return of_period(data, answers_to(data, asked(data), question), row, split)


def asked(data: Data) -> Asks:
    """What tells whether customers are content: the question itself, else how they rate things."""
    return "csat" if data.log.asks("csat") else "rating"


@measure(
    id="csat",
    title="Are they content",
    question="Are customers content?",
    also="satisfaction, content, top two, 满意度",
    place=20,
    columns=COLUMNS,
    parameters=(QUESTION,),
    formula="answers in the two best steps (4 and 5 of 5, 6 and 7 of 7, 9 and 10 of 10) ÷ answers; Wilson's "
    "interval of 95 %",
    source="CSAT as top two boxes; there is no one standard, so that the scale and the mean stand beside it",
    chart=Chart("band", "period", ("rate",), low="low", high="high"),
    drill=customers_of_period,
    splits=True,
    needs=(CONTENT,),
    without=USUAL,
)
def csat(data: Data, question: str | None = None, split: str | None = None) -> Answer:
    """The share of content answers of every reported period.

    Args:
        data: The scoped data.
        question: The column of the answers; None is the first that asks it, else the first of ratings.
        split: A dimension of customers, or the event or channel of the answers.

    Returns:
        One row a period (and value of the split that answered), sorted; without answers a period has zeros and blank
        rates. The scale is that of the mapping, else the smallest usual one that holds every answer; it is said.

    Raises:
        QuestionError: No column asks it, and none has ratings.
        UsageError: There is no such question or dimension.
    """
    answer = top_boxes(data, asked(data), question, split)
    content = say("answers are content")
    return answer if split else replace(answer, conclude=partial(conclusion, what=content, name="CSAT"))
