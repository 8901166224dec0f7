"""Was it easy: the share of the best answers, with its interval."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from queries.catalogue import USUAL, Answer, Chart, measure
from queries.data.answers import answers_to
from queries.dimensions.boxes import COLUMNS, QUESTION, conclusion, top_boxes
from queries.dimensions.rounds import of_period
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from queries.data.data import Data


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None, question: str | None) -> pl.LazyFrame:
    """The customers whose answer counts in the row's period, and in its part of the split."""
    return of_period(data, answers_to(data, "ces", question), row, split)


@measure(
    id="ces",
    title="Was it easy",
    question="Was it easy for customers?",
    also="effort, how easy, 费力度",
    place=30,
    columns=COLUMNS,
    parameters=(QUESTION,),
    formula="answers of 5 and more of 7 (4 and more of 5, 8 and more of 10) ÷ answers; Wilson's interval of 95 %",
    source="Customer Effort Score 2.0 (share of 5 to 7), and its mean",
    chart=Chart("band", "period", ("rate",), low="low", high="high"),
    drill=customers_of_period,
    splits=True,
    needs=("ces",),
    without=USUAL,
)
def ces(data: Data, question: str | None = None, split: str | None = None) -> Answer:
    """The share of answers that say it was easy, of every reported period.

    Args:
        data: The scoped data.
        question: The column of the answers; None is the first that asks it.
        split: A dimension of customers, or the event or channel of the answers.

    Returns:
        One row a period (and value of the split that answered), sorted; without answers a period has zeros and blank
        rates. The scale is that of the mapping, else the smallest usual one that holds every answer; it is said.

    Raises:
        QuestionError: No column asks it.
        UsageError: There is no such question or dimension.
    """
    answer, easy = top_boxes(data, "ces", question, split), say("answers say that it was easy")
    return answer if split else replace(answer, conclude=partial(conclusion, what=easy, name="CES"))
