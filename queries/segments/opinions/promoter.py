"""Promoters, passives and detractors, by each customer's latest answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.customers.opinions import DETRACTOR, PASSIVE, PROMOTER, latest_scores, standing
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

NO_ANSWER = mark("no answer")


def notes(data: Data) -> tuple[str, ...]:
    """How old an answer may be."""
    return (say("Of each customer the latest answer before {as_of} counts, however old it is.", as_of=data.as_of),)


@segmentation(
    id="promoter",
    title="Promoters and detractors",
    question="Who would recommend us, and who would not?",
    also="promoters, passives, detractors, nps, 推荐者, 贬损者",
    place=95,
    segments=(PROMOTER, PASSIVE, DETRACTOR),
    rest=NO_ANSWER,
    meanings={
        PROMOTER: "would recommend: 9 or 10 of 10",
        PASSIVE: "content, not keen: 7 or 8",
        DETRACTOR: "would not recommend: 6 or less",
        NO_ANSWER: "was not asked, or did not answer",
    },
    columns=(Column("score", "latest answer to whether the customer would recommend", Unit.SCORE),),
    notes=notes,
    needs=("nps",),
    formula="latest answer of 0 to 10: promoters 9 or more, passives 7 or more, detractors below",
    source="Net Promoter Score (Reichheld 2003)",
)
def promoter(data: Data) -> pl.LazyFrame:
    """Every customer who answered: `customer`, `segment`, `score`; sorted by customer.

    Raises:
        QuestionError: No column asks whether customers would recommend.
    """
    segments = pl.Enum([PROMOTER, PASSIVE, DETRACTOR, NO_ANSWER])
    return latest_scores(data).select("customer", standing(pl.col("score")).cast(segments).alias("segment"), "score")
