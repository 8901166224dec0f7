"""No answer says an English word in another language that is neither data nor the name of something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import duckdb

from queries import catalogue
from queries.answering.runner import Runner
from queries.errors import RegularsError
from queries.formats import cell, figure_text
from queries.question.comparison import Comparison
from queries.question.question import Question
from queries.session import Options, Session
from queries.wording import speak
from tests.pseudo import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from sample_data import Truth

WORD = re.compile("[A-Za-z]{3,}")
NO_WORDS = re.compile(r"--\w[\w-]*( [\w.]+=\S+)?|“[^”]*”|\[\[.*|\b[A-Z]{2,}\b|\b\w+[._]\w+\b|\b\w+=\w+")
"""Options, what is quoted, a piece of a mapping file, abbreviations and dotted names: the same in every language."""
UNTRANSLATABLE = {"alpha", "beta", "gamma", "purchase", "exit"}
ASKED = ({}, {"compare": Comparison.parse("before")}, {"compare": Comparison.parse("rfm=loyal")})


def words_of_data(path: Path) -> set[str]:
    """Every word in the file: in names of tables and columns, and in values."""
    found: set[str] = set()
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = connection.execute("SELECT table_name, column_name, data_type FROM information_schema.columns")
        for table, column, kind in columns.fetchall():
            texts = [table, column]
            if kind == "VARCHAR":
                rows = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
                texts += [value for (value,) in rows if value]
            found |= {word.lower() for text in texts for word in WORD.findall(text)}
    return found


def names() -> set[str]:
    """Ids of questions, names and choices of parameters: what a person types is the same in every language."""
    found = set(UNTRANSLATABLE)
    for metric in catalogue.metrics():
        found |= {metric.id, *metric.id.split("_")}
        for parameter in metric.parameters:
            found |= {parameter.name, *parameter.choices}
    return found


def texts_of(result: Result) -> Iterator[str]:
    """All that is read of an answer."""
    yield from (result.metric.title, result.metric.question, result.metric.formula, result.scope_words)
    yield from (*result.notes, *result.findings)
    yield from (figure_text(figure, result.currency) for figure in result.figures)
    for columns, frame in ((result.columns, result.frame), *result.parts.values()):
        for column in columns:
            yield from (column.heading, column.meaning)
        for row in frame.head(40).iter_rows(named=True):
            yield from (cell(row[c.name], c, row=row, currency=result.currency) for c in columns if not c.personal)


def test_every_answer_is_said(shop: tuple[Path, Truth], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = shop[0]
    allowed = words_of_data(path) | names()
    unsaid: dict[str, Any] = {}
    asked = 0
    with spoken(monkeypatch):
        session = Session([str(path)], Options())
        session.look()
        runner = session.load()
        for metric in catalogue.metrics():
            for more in ASKED:
                try:
                    texts = [*texts_of(runner.answer(Question.of(metric.id, **more)))]
                    asked += 1
                except RegularsError as error:
                    texts = [str(error)]
                for text in texts:
                    left = [
                        word
                        for word in WORD.findall(NO_WORDS.sub("", text))
                        if not {word.lower(), f"{word.lower()}s"} & allowed
                    ]
                    if left:
                        unsaid.setdefault(text, (metric.id, left))
    assert asked > 100

    assert unsaid == {}


def test_an_answer_is_asked_anew_in_another_language(shop_log: EventLog) -> None:
    runner, question = Runner(shop_log), Question.of("overview")
    english = runner.answer(question)
    assert any(finding.startswith("Overdue") for finding in english.findings)
    speak("zh_CN")
    try:
        chinese = runner.answer(question)
        assert runner.answer(question) is chinese
        assert any(finding.startswith("逾期未购") for finding in chinese.findings)
        assert chinese.frame.equals(english.frame)
        assert [column.name for column in chinese.columns] == [column.name for column in english.columns]
    finally:
        speak("en")
    assert runner.answer(question).findings == english.findings
