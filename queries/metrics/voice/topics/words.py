"""What is said of topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Finding
from queries.formats import numbers
from queries.metrics.voice.topics.sides import BEFORE, REST
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

TOLD, SURE = 3, 3.0
"""So many topics are told in words, of those so many standard errors apart: many words are looked at."""
LONGEST = 120
WHICH = {
    "complaints": mark("texts that complain"),
    "praise": mark("texts that praise"),
    "reviews": mark("texts with a score"),
    "all": mark("texts"),
}


def notes(data: Data, of: str, against: str) -> tuple[str, ...]:
    """What is compared with what."""
    which = say(WHICH[of])
    compared = {
        REST: say("{which} are compared with all others", which=which)
        if of in ("complaints", "praise")
        else say("{which}, by frequency", which=which),
        BEFORE: say(
            "{which} of the last complete period before {as_of} are compared with those of the one before",
            which=which,
            as_of=data.as_of,
        ),
    }.get(against, say("{which} of {against} are compared with those of everyone else", which=which, against=against))
    return (
        say(
            "{upper}{compared}. A topic counts once a text. Moods are read by a machine: sentiment "
            "tells how often they are right.",
            upper=compared[:1].upper(),
            compared=compared[1:],
        ),
    )


def conclude(tables: Mapping[str, pl.DataFrame], of: str) -> Conclusion:
    """The most telling topics, each with a text it stands on."""
    frame = tables[""]
    if frame.is_empty():
        return Conclusion(notes=(say("No word is in enough of these texts (--set minimum=1)."),))
    return Conclusion(findings=tuple(_findings(frame, of)))


def _findings(frame: pl.DataFrame, of: str) -> Iterator[str]:
    telling = frame.filter(pl.col("z").is_null() | (pl.col("z") > SURE)).head(TOLD)
    if telling.is_empty():
        yield say(
            "No topic sets these {which} apart for sure: the strongest is “{topic}”.",
            which=say(WHICH[of]),
            topic=frame["topic"][0],
        )
    for row in telling.iter_rows(named=True):
        text = row["example"] if len(row["example"]) <= LONGEST else f"{row['example'][:LONGEST]}…"
        words = say(
            "“{topic}”: {texts:,} texts, {share}, as in “{text}”",
            topic=row["topic"],
            texts=row["texts"],
            share=numbers.share(row["share"]),
            text=text,
        )
        yield Finding(words, Behind(row))
