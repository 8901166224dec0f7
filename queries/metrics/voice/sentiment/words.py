"""What is said of moods, and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.customers.opinions import NEGATIVE, NEUTRAL, POSITIVE
from queries.formats import numbers
from queries.models.intervals import wilson
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FEW = 30
LANGUAGES = {"zh": "Chinese", "en": "English"}
MEASURED = mark(
    "Chinese moods are read by a list of words of the house, fitted to no reviews: of 2,000 labelled ones of ten kinds "
    "of goods it takes 87 % rightly for praise or blame, from 74.5 % (water heaters) to 96.5 % (clothes)."
)
"""What `tests/queries/text/test_accuracy.py` measures."""


def notes() -> tuple[str, ...]:
    """How moods are read, and how often that is right."""
    return (
        say(
            "A machine reads moods word by word: irony, and what is bad without a bad word, escape "
            "it. Read the texts (--part texts) before acting."
        ),
        MEASURED,
    )


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The share of negative texts of all periods, and how right moods are here."""
    frame = tables[""]
    counts = frame.select(pl.col("texts", NEGATIVE, POSITIVE, "unread").sum())
    low, high = wilson(pl.col(NEGATIVE), pl.col("texts"))
    row = counts.with_columns(low=low, high=high).row(0, named=True)
    n, unread = row["texts"], row["unread"]
    told = (
        [say("{unread:,} texts are in languages that are not read; they count in no share.", unread=unread)]
        if unread
        else []
    )
    if not n:
        return Conclusion(notes=(*told, say("No text in this scope is in Chinese or English.")))
    figure = Figure("Negative", row[NEGATIVE] / n, Unit.SHARE, row["low"], row["high"], n)
    findings = [
        say(
            "Of {n:,} texts {row:,} complain ({row2}) and {row3:,} praise.",
            n=n,
            row=row[NEGATIVE],
            row2=numbers.share(row[NEGATIVE] / n),
            row3=row[POSITIVE],
        )
    ]
    return Conclusion((figure,), (*findings, *_checked(tables["accuracy"])), tuple(told))


def _checked(accuracy: pl.DataFrame) -> Iterator[str]:
    """How often moods agree with the scores beside the texts, by language."""
    clear = accuracy.filter(pl.col("score_says") != NEUTRAL)
    for name, words in LANGUAGES.items():
        rows = clear.filter(pl.col("language") == name)
        n = int(rows["texts"].sum())
        if n < FEW:
            continue
        parts = [
            say("{accuracy} of the {score_says}", accuracy=numbers.share(one["accuracy"]), score_says=one["score_says"])
            for one in rows.iter_rows(named=True)
        ]
        whole = int(rows["right"].sum()) / n
        yield (
            say(
                "{words} moods agree with the scores beside them in {whole} of {n:,} good or bad texts: {names}.",
                words=words,
                whole=numbers.share(whole),
                n=n,
                names=say(" and ").join(parts),
            )
        )
