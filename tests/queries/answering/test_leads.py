"""Where sentences lead: to customers and questions that are there, whoever hands the sentence on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries import catalogue
from queries.answering.leads import open_leads
from queries.answering.masked import masked_words
from queries.answering.runner import Runner
from queries.catalogue import Asks, Behind, Finding, in_words, lead_of
from queries.errors import QuestionError
from queries.export.write import write
from queries.question.comparison import Comparison
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

LEADING = (
    "overview", "growth", "lifecycle", "abc", "churn", "concentration", "rhythm", "channels", "attribution", "drivers",
    "matrix", "funnel", "products", "basket", "next_product", "profile", "cross", "migration",
)  # fmt: skip
"""The questions of which something is said about a sample shop that leads somewhere."""


@pytest.fixture(scope="module")
def runner(shop_log: EventLog) -> Runner:
    return Runner(shop_log)


def asked_of(metric: str) -> Question:
    """The question, so that something is said."""
    more = {"profile": {"segment": "rfm=loyal"}, "next_product": {"minimum": 3}}
    return Question.of(metric, **more.get(metric, {}))


@pytest.mark.parametrize("metric", LEADING)
def test_every_lead_is_open(runner: Runner, metric: str) -> None:
    """What a sentence leads to can be asked, and the customers it means are there."""
    question = asked_of(metric)
    leads = [lead for finding in runner.answer(question).findings if (lead := lead_of(finding)) is not None]
    assert leads
    for lead in leads:
        if isinstance(lead, Asks):
            asked = Question.of(lead.metric, question.scope, **lead.parameters)
            assert runner.answer(asked).frame.height
        else:
            assert runner.behind(question, lead.row).frame.height


def test_the_overdue_are_as_many_as_the_sentence_says(runner: Runner) -> None:
    result = runner.answer(Question.of("overview"))
    overdue, *changes = result.findings
    lead = lead_of(overdue)
    assert isinstance(lead, Behind)
    people = runner.behind(result.question, lead.row)
    count = result.table("risk")[1]["customers"].item()
    assert f"{count:,} repeat customers" in overdue
    assert people.frame.height == count > 0
    assert people.row == "Overview: measure overdue"
    assert changes
    assert all(isinstance(lead_of(change), Asks) for change in changes)


def test_a_mask_and_a_comparison_keep_where_sentences_lead(runner: Runner) -> None:
    result = runner.answer(Question.of("overview"))
    leads = [lead_of(finding) for finding in result.findings]
    assert [lead_of(finding) for finding in masked_words(result).findings] == leads
    half = Scope(date(2024, 7, 1), date(2024, 12, 31))
    alone = runner.answer(Question.of("overview", half))
    compared = runner.answer(Question.of("overview", half, compare=Comparison.parse("before")))
    assert [lead_of(f) for f in compared.findings if lead_of(f)] == [lead_of(f) for f in alone.findings]
    assert len(alone.findings) > 1


def test_exports_write_the_sentence_alone(runner: Runner, tmp_path: Path) -> None:
    result = runner.answer(Question.of("overview"))
    assert json.loads(json.dumps(list(result.findings))) == [str(finding) for finding in result.findings]
    write(result, tmp_path / "told.md", "markdown")
    assert f"- {result.findings[0]}" in (tmp_path / "told.md").read_text("utf-8")


def test_a_lead_to_what_these_data_cannot_answer_is_none(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    """Visits alone: the base grows, and nothing leads to orders."""
    rows: list[tuple[str, str | datetime, str]] = [("ann", "2024-01-03", "visit"), ("bob", "2024-02-03", "visit")]
    rows += [(who, "2024-03-03", "visit") for who in ("ann", "bob", "cid")]
    log = log_of(*rows, ("ann", "2024-04-01", "visit"))
    told = answer(log, "overview", Scope(grain=Grain.MONTH)).findings
    assert told
    assert {type(lead_of(finding)) for finding in told} == {Asks}
    for finding in told:
        lead = lead_of(finding)
        assert isinstance(lead, Asks)
        assert answer(log, lead.metric).frame.height


def test_a_lead_that_these_data_cannot_follow_is_taken_away(log_of: Callable[..., EventLog]) -> None:
    rhythm, log = catalogue.metric("rhythm"), log_of(("ann", "2024-01-03", "visit"))
    findings = (Finding("Busiest: Monday.", Behind({"weekday": 1})), Finding("Value.", Asks("value")), "Plain.")
    told = open_leads(findings, rhythm, log)
    assert told == findings
    assert [lead_of(finding) for finding in told] == [Behind({"weekday": 1}), None, None]
    assert lead_of(open_leads(findings, replace(rhythm, drill=None), log)[0]) is None
    with pytest.raises(QuestionError):
        Runner(log).answer(Question.of("value"))


def test_other_words_lead_where_the_first_led() -> None:
    assert lead_of(in_words(Finding("Ann left.", Asks("churn")), "A… left.")) == Asks("churn")
    assert type(in_words("Ann left.", "A… left.")) is str
