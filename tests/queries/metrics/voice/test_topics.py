"""Topics: log-odds recounted in plain Python, words that say the same, sides, the texts they stand on, the way on."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.answering.masked import masked_answer
from queries.answering.runner import Runner
from queries.errors import UsageError
from queries.mapping.model import Field, Meaning
from queries.metrics.voice.topics.contrast import PRIOR
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from queries.text.reading import read
from sample_data.phrases import CHINESE, DETRACTORS, ENGLISH

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog
    from tests.queries.surveys import SaidBy

MONTHS = Scope(grain=Grain.MONTH)
JAN, FEB, MAR = "2024-01-10", "2024-02-10", "2024-03-10"
BAD, GOOD = ["terrible parcel service", "awful parcel box", "terrible broken parcel"], ["lovely tea", "great tea box"]


@pytest.fixture(scope="module")
def log(said_by: SaidBy) -> EventLog:
    """Complaints about parcels in February, praise of tea in both months."""
    texts = [(f"b{n}", FEB, 2, BAD[n % 3]) for n in range(12)] + [(f"g{n}", JAN, 9, GOOD[n % 2]) for n in range(10)]
    texts += [(f"h{n}", FEB, 9, GOOD[n % 2]) for n in range(4)] + [("z", MAR, 5, "it has a handle at ann@example.org")]
    rows = [(who, at, score, None, None, None, "survey", text) for who, at, score, text in texts]
    return said_by(*rows, fields={Meaning.TEXT: Field("text")})


def asked(log: EventLog, **parameters: str | int) -> pl.DataFrame:
    return Runner(log).answer(Question.of("topics", MONTHS, **parameters)).frame


def test_log_odds_recounted(log: EventLog) -> None:
    frame = asked(log, minimum=1)
    every = [*(BAD[n % 3] for n in range(12)), *(GOOD[n % 2] for n in range(10)), *(GOOD[n % 2] for n in range(4)),
             "it has a handle at ann@example.org"]  # fmt: skip
    found = {text: (mood, words) for text, _, mood, words in read(pl.Series(every), lambda *_: None).iter_rows()}
    here, there = Counter[str](), Counter[str]()
    for text in every:
        mood, words = found[text]
        (here if mood <= -0.05 else there).update(words)
    both = here + there
    prior = {word: PRIOR * many for word, many in both.items()}
    whole = sum(prior.values())

    def odds(side: Counter[str], word: str) -> float:
        with_word = side[word] + prior[word]
        return math.log(with_word / (sum(side.values()) + whole - with_word))

    for topic, z, texts, elsewhere in frame.select("topic", "z", "texts", "elsewhere").iter_rows():
        error = math.sqrt(1 / (here[topic] + prior[topic]) + 1 / (there[topic] + prior[topic]))
        assert (texts, elsewhere) == (here[topic], there[topic])
        assert z == pytest.approx((odds(here, topic) - odds(there, topic)) / error)
    assert frame["z"].is_sorted(descending=True)


def test_complaints_against_the_rest(log: EventLog) -> None:
    top = asked(log).row(0, named=True)
    assert top["topic"] == "parcel"
    assert (top["texts"], top["customers"], top["share"], top["elsewhere"]) == (12, 12, 1.0, 0)
    assert (top["negative_share"], top["last"], top["before"], top["change"]) == (1.0, 12, 0, 12)
    assert top["example"] in BAD
    assert "tea" not in asked(log)["topic"].to_list()


def test_words_of_the_same_texts_are_one_topic(log: EventLog) -> None:
    frame = asked(log)
    topics = dict(frame.select("topic", "also").iter_rows())
    broken = next(topic for topic in topics if "broken" in topic)
    assert broken in ("terrible broken", "broken parcel")
    assert "broken" in topics[broken].split(", ")
    assert len(frame) == len(set(frame["topic"]))


def test_a_period_against_the_one_before(log: EventLog) -> None:
    frame = asked(log, of="all", against="before")
    top = frame.row(0, named=True)
    assert (top["topic"], top["texts"], top["elsewhere"], top["last"], top["before"]) == ("parcel", 12, 0, 12, 0)


def test_a_segment_against_everyone_else(log: EventLog) -> None:
    frame = asked(log, of="all", against="promoter=promoters")
    assert frame["topic"][0] == "tea"
    assert "parcel" not in frame["topic"].to_list()
    with pytest.raises(UsageError, match="has no segment"):
        asked(log, against="promoter=nobody")


def test_all_texts_by_frequency(log: EventLog) -> None:
    frame = asked(log, of="all")
    assert frame.select("topic", "texts").head(2).rows() == [("tea", 14), ("parcel", 12)]
    assert frame["z"].null_count() == len(frame)


def test_addresses_are_no_topics_and_are_masked_in_examples(log: EventLog) -> None:
    runner = Runner(log)
    masked = masked_answer(runner.answer(Question.of("topics", MONTHS, of="all", minimum=1))).frame
    handle = masked.filter(topic="handle").row(0, named=True)
    assert "ann@example.org" not in handle["example"]
    assert not masked["topic"].str.contains("ann|example").any()


def test_a_topic_leads_on_to_who_wrote_of_it(log: EventLog) -> None:
    runner, question = Runner(log), Question.of("topics", MONTHS)
    row = next(row for row in runner.answer(question).frame.iter_rows(named=True) if row["topic"] == "parcel")
    assert set(runner.customers(question, row)["id"]) == {f"b{n}" for n in range(12)}


def test_the_complaints_of_the_sample_shop_are_found_as_planted(shop_log: EventLog) -> None:
    frame = Runner(shop_log).answer(Question.of("topics")).frame
    planted = {*ENGLISH[DETRACTORS], *CHINESE[DETRACTORS]}
    assert len(frame) >= 4
    assert set(frame["example"].head(4)) <= planted
