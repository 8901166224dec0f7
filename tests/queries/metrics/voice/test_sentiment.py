"""The mood of texts by period, the texts it stands on, and how right it is, by hand and recounted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from queries.answering.masked import masked_answer
from queries.answering.runner import Runner
from queries.mapping.model import Field, Meaning
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from sample_data.phrases import DETRACTORS, EACH, PHRASES, PROMOTERS

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog
    from tests.queries.surveys import SaidBy

MONTHS = Scope(grain=Grain.MONTH)
JAN, FEB = "2024-01-10", "2024-02-10"
TEXTS = [
    ("a", JAN, 1, "Terrible, it broke at once. Write to ann@example.org"),
    ("b", JAN, 10, "I love it, wonderful!"),
    ("c", JAN, 0, "物流太慢了,很失望"),
    ("d", JAN, 9, "Die Lieferung war sehr gut und ich bin zufrieden"),
    ("e", FEB, 2, "非常好,推荐"),
    ("f", FEB, None, "It has a handle."),
    ("g", FEB, 10, None),
]


@pytest.fixture(scope="module")
def log(said_by: SaidBy) -> EventLog:
    fields = {Meaning.TEXT: Field("text")}
    rows = [(who, at, score, None, None, None, "survey", text) for who, at, score, text in TEXTS]
    return said_by(*rows, fields=fields)


def test_texts_by_mood(log: EventLog) -> None:
    result = Runner(log).answer(Question.of("sentiment", MONTHS))
    counted = result.frame.select("texts", "negative", "neutral", "positive", "negative_share", "unread").rows()
    assert counted == [(3, 2, 0, 1, 2 / 3, 1), (2, 0, 1, 1, 0.0, 0)]
    assert result.findings[0] == "Of 5 texts 2 complain (40.0 %) and 2 praise."
    assert "1 texts are in languages that are not read; they count in no share." in result.notes


def test_every_text_is_there_masked_the_worst_first(log: EventLog) -> None:
    result = Runner(log).answer(Question.of("sentiment", MONTHS))
    columns, texts = masked_answer(result).parts["texts"]
    assert [column.name for column in columns] == texts.columns
    assert len(texts) == 6
    assert texts["mood"].drop_nulls().is_sorted()
    assert texts["language"].to_list()[-1] == "other"
    assert "ann@example.org" not in "".join(texts["text"])
    assert "Terrible, it broke at once." in "".join(texts["text"])


def test_moods_are_held_against_the_scores_beside_them(log: EventLog) -> None:
    _, accuracy = Runner(log).answer(Question.of("sentiment", MONTHS)).parts["accuracy"]
    assert accuracy.select("language", "score_says", "texts", "right", "accuracy").rows() == [
        ("zh", "negative", 2, 1, 0.5),
        ("en", "negative", 1, 1, 1.0),
        ("en", "positive", 1, 1, 1.0),
    ]


def test_a_row_leads_on_to_who_wrote(log: EventLog) -> None:
    runner, question = Runner(log), Question.of("sentiment", MONTHS)
    row = runner.answer(question).frame.row(0, named=True)
    assert set(runner.customers(question, row)["id"]) == {"a", "b", "c"}


def test_the_comments_of_the_sample_shop_are_found_as_planted(shop_log: EventLog) -> None:
    _, texts = Runner(shop_log).answer(Question.of("sentiment")).parts["texts"]
    planted = {text: place // EACH % 3 for place, text in enumerate(PHRASES)}
    felt = Counter((planted[text], feeling) for feeling, text in texts.select("feeling", "text").iter_rows())
    for band, mood, other in ((DETRACTORS, "negative", "positive"), (PROMOTERS, "positive", "negative")):
        told = sum(many for (own, _), many in felt.items() if own == band)
        assert told > 20
        assert felt[band, mood] / told > 0.75
        assert felt[band, other] == 0
