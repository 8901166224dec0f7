"""Customers by the mood of what they last wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.customers.opinions import NEGATIVE, NEUTRAL, POSITIVE, feeling, latest_moods
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

NO_TEXT = mark("no text")


def notes(data: Data) -> tuple[str, ...]:
    """How old a text may be, and how sure a mood is."""
    return (
        say(
            "Of each customer the latest text before {as_of} counts, however old it is. A mood is "
            "read by a machine: sentiment tells how often it is right, where scores stand beside the "
            "texts.",
            as_of=data.as_of,
        ),
    )


@segmentation(
    id="mood",
    title="Mood of what they wrote",
    question="Who wrote in which mood last?",
    also="last text, unhappy, 情绪",
    place=96,
    segments=(NEGATIVE, NEUTRAL, POSITIVE),
    rest=NO_TEXT,
    meanings={
        NEGATIVE: "the latest text complains",
        NEUTRAL: "the latest text does neither",
        POSITIVE: "the latest text praises",
        NO_TEXT: "wrote nothing, or in a language that is not read",
    },
    columns=(Column("mood", "mood of the latest text, from −1 to 1", Unit.SCORE),),
    notes=notes,
    needs=("texts",),
    formula="mood of the latest text, −1 to 1: negative to −.05, positive from .05",
    source="VADER (Hutto and Gilbert 2014) for English; a list of words of the house for Chinese",
)
def mood(data: Data) -> pl.LazyFrame:
    """Every customer with a text that could be read: `customer`, `segment`, `mood`; sorted by customer.

    Raises:
        QuestionError: No table has texts, or the libraries that read them are not installed.
    """
    segments = pl.Enum([NEGATIVE, NEUTRAL, POSITIVE, NO_TEXT])
    return latest_moods(data).select("customer", feeling(pl.col("mood")).cast(segments).alias("segment"), "mood")
