"""The keys of surveys and tickets: what a mapping file says of them is read so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tests.queries.eventlog.keys.conftest import OpenWith

SURVEY = """
    who,at,q1,q2,said,round
    ann,2024-01-01 10:00,9,Very satisfied,Lovely,w1
    bob,2024-01-02 10:00,10 - Extremely likely,b. Dissatisfied,,w1
    cy,2024-01-03 10:00,,非常满意,,w2
    dan,2024-01-04 10:00,none of it,,Only words,w2
    eve,2024-01-05 10:00,,,,w2
    fay,2024-01-06 10:00,"7,5",unheard of,,w2
"""
ASKED = """
    event = { value = "survey" }
    text = "said"
    wave = "round"
    questions = [{ column = "q1", asks = "nps" }, { column = "q2", asks = "csat" }]
"""
TICKETS = """
    who,at,answered,closed,topic,again
    ann,2024-01-01 10:00,01.02.2024 11:00,1706868000,late,0
    bob,2024-01-02 10:00,,,broken,ja
    cy,2024-01-03 10:00,soon,,,
"""


def test_answers_are_numbers_numbers_with_words_or_the_usual_words(open_with: OpenWith) -> None:
    opened = open_with(ASKED, orders=SURVEY)
    feedback = (
        opened.log.details.table("feedback")
        .join(opened.log.customers, on="customer", how="left", maintain_order="left")
        .collect()
    )
    plain = feedback.with_columns(pl.col("id", "question", "wave").cast(pl.String))
    assert plain.select("id", "question", "score", "text", "wave").rows() == [
        ("ann", "q1", 9.0, "Lovely", "w1"),
        ("ann", "q2", 5.0, None, "w1"),
        ("bob", "q1", 10.0, None, "w1"),
        ("bob", "q2", 2.0, None, "w1"),
        ("cy", "q2", 5.0, None, "w2"),
        ("dan", "q1", None, "Only words", "w2"),
        ("fay", "q1", 7.5, None, "w2"),
    ]
    assert opened.log.has("wave")
    assert [opened.log.has(asks) for asks in ("nps", "csat", "ces")] == [True, True, False]


def test_times_of_tickets_have_formats_of_their_own(open_with: OpenWith) -> None:
    opened = open_with(
        """
        event = { value = "support" }
        replied = { column = "answered", format = "dmy" }
        resolved = { column = "closed", format = "epoch_s" }
        reason = "topic"
        reopened = "again"
        """,
        orders=TICKETS,
    )
    tickets = opened.log.details.table("tickets").collect().with_columns(pl.col("reason").cast(pl.String))
    assert tickets.select("replied", "resolved", "reason", "reopened").rows() == [
        (datetime(2024, 2, 1, 11), datetime(2024, 2, 2, 10), "late", False),
        (None, None, "broken", True),
        (None, None, None, False),
    ]
    assert not open_with('event = { value = "support" }', orders=TICKETS).log.has("tickets")
