"""Reviews of which nothing says whose they are or when they were written: texts and a rating."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.errors import MappingError, QuestionError
from queries.mapping.model import Field, Meaning
from queries.mapping.reading import loads
from queries.mapping.writing import dumps
from queries.question.question import Question
from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from queries.answering.result import Result

REVIEWS = [
    ("水果", 1, "很新鲜，非常满意，好评"), ("水果", 0, "太差了，都烂了，失望"), ("平板", 1, "屏幕很漂亮，很好用"),
    ("平板", 0, "垃圾，死机，骗子"), ("酒店", 0, "房间很脏，太差"),
    ("酒店", 1, "干净舒适，推荐"), ("酒店", 1, "烂透了，失望"),
]  # fmt: skip
"""Kind of goods, label, text; the last says the contrary of its label."""


def of(folder: Path, header: str, rows: list[tuple[object, ...]]) -> Session:
    file = folder / "reviews.csv"
    file.write_text("\n".join([header, *(",".join(f'"{cell}"' for cell in row) for row in rows)]), "utf-8")
    session = Session([file])
    session.look()
    assert session.guess is not None
    assert session.guess.certain
    session.load()
    return session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return of(tmp_path, "cat,label,review", [*REVIEWS * 3])


def ask(session: Session, metric: str, **parameters: object) -> Result:
    return session.runner.answer(Question.of(metric, None, **parameters))


def test_the_file_opens_and_says_what_it_lacks(session: Session) -> None:
    assert session.guess is not None
    (told,) = session.guess.decisions
    assert told.words.startswith("reviews says neither whose its texts are nor when they were written")
    fields = session.guess.mapping.events[0].fields
    assert fields == {
        Meaning.EVENT: Field(value="review"), Meaning.SCORE: Field("label"), Meaning.TEXT: Field("review")
    }  # fmt: skip
    again = loads(dumps(session.guess.mapping))
    assert again.events == session.guess.mapping.events
    assert ask(session, "overview").frame.rows() == [("interactions", 21.0, "count")]


def test_moods_are_told_of_all_texts_and_checked_against_the_label(session: Session) -> None:
    pytest.importorskip("rjieba")
    result = ask(session, "sentiment")
    assert result.frame.columns == [
        "texts", "negative", "neutral", "positive", "negative_share", "low", "high", "unread"
    ]  # fmt: skip
    assert result.frame.select("texts", "negative", "positive", "unread").rows() == [(21, 12, 9, 0)]
    accuracy = result.parts["accuracy"][1].select("score_says", "texts", "right").rows()
    assert accuracy == [("negative", 9, 9), ("positive", 12, 9)]
    assert result.parts["moods"][1].rows() == [("negative", 12, 12 / 21), ("neutral", 0, 0.0), ("positive", 9, 9 / 21)]
    assert "time" not in result.parts["texts"][1].columns
    assert (result.scope_words, result.metric.drill) == ("no dates", None)
    assert result.metric.chart is not None
    assert result.metric.chart.part == "moods"


def test_topics_set_complaints_apart_without_dates(session: Session) -> None:
    pytest.importorskip("rjieba")
    result = ask(session, "topics", minimum=3)
    assert {"失望", "太差"} & set(result.frame["topic"])
    assert not {"customers", "last", "before", "change"} & set(result.frame.columns)
    with pytest.raises(QuestionError, match=r"a date of each order or visit; no column of “reviews\.csv” says"):
        ask(session, "topics", against="before")
    with pytest.raises(QuestionError, match=r"a customer of each row; no column of “reviews\.csv” says"):
        ask(session, "topics", against="rfm=champions")


def test_ratings_say_whether_customers_are_content(tmp_path: Path) -> None:
    """Each rating counts: 4 and 5 of 5 are content; the kind of a dozen goods is no customer."""
    stars = [(f"goods {n % 25}", 1 + n % 5, f"words of one, number {n}") for n in range(100)]
    result = ask(of(tmp_path, "product,stars,comment", [*stars]), "csat")
    assert result.frame.columns == ["answers", "top", "rate", "mean", "low", "high"]
    assert result.frame.row(0)[:4] == (100, 40, 0.4, 3.0)
    assert (
        result.notes[0]
        == "“stars”: a scale of 1 to 5; 4 and more count as good. No row says whose it is: each answer counts."
    )


@pytest.mark.parametrize(
    ("metric", "what"),
    [
        ("answers", "a customer of each row"), ("service", "a customer of each row"), ("rfm", "a customer of each row"),
        ("growth", "a date of each order or visit"), ("cross", "a customer of each row"),
    ],
)  # fmt: skip
def test_what_needs_customers_or_dates_is_refused_in_one_sentence(session: Session, metric: str, what: str) -> None:
    with pytest.raises(QuestionError, match=f"This needs {what}; no column of “reviews.csv” says"):
        ask(session, metric)


def test_orders_without_dates_are_still_no_history() -> None:
    entry = '[[events]]\ntable = "t"\ncustomer = "who"\nevent = {value = "purchase"}\namount = "paid"\n'
    with pytest.raises(MappingError, match="time is missing"):
        loads(entry)
