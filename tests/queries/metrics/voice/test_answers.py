"""Who answers: against invitations where there are such, against everyone active where there are none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner
from queries.errors import UsageError
from queries.mapping.model import Activity, EventTable, Mapping, SurveyQuestion
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from tests.queries.surveys import ORDERS, WHO, detailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from tests.queries.surveys import SaidBy

MONTHS = Scope(grain=Grain.MONTH)
JAN, FEB = "2024-01-10", "2024-02-10"


@pytest.fixture(scope="module")
def invited(database: Callable[..., Path]) -> Runner:
    """Four were invited: ann answered at once, bob a month later, cy before, and dan not at all."""
    path = database(
        "CREATE TABLE survey AS SELECT * FROM (VALUES ('ann', TIMESTAMP '2024-01-03', 'survey', 9), "
        "('bob', TIMESTAMP '2024-02-20', 'survey', 9), ('cy', TIMESTAMP '2024-01-01', 'survey', 9)) "
        "t(customer, time, event, nps)",
        "CREATE TABLE sent AS SELECT * FROM (VALUES ('ann', TIMESTAMP '2024-01-02', 'survey_sent'), "
        "('ann', TIMESTAMP '2024-01-02', 'survey_sent'), ('bob', TIMESTAMP '2024-01-02', 'survey_sent'), "
        "('cy', TIMESTAMP '2024-01-02', 'survey_sent'), ('dan', TIMESTAMP '2024-01-02', 'survey_sent')) "
        "t(customer, time, event)",
        "CREATE TABLE orders AS SELECT * FROM (VALUES ('dan', TIMESTAMP '2024-01-01', 5), "
        "('ann', TIMESTAMP '2024-01-01', 15), ('dan', TIMESTAMP '2024-03-31', 5)) t(customer, time, amount)",
    )
    survey = EventTable("survey", WHO, questions=(SurveyQuestion("nps", "nps"),))
    mapping = Mapping(
        (survey, replace(survey, table="sent", questions=()), ORDERS),
        roles={"purchase": ("purchase",), "survey": ("survey",)},
        activity={"survey_sent": Activity("ignore", 0.0)},
    )
    return Runner(detailed(path, mapping))


def test_an_answer_belongs_to_the_invitation_before_it(invited: Runner) -> None:
    result = invited.answer(Question.of("answers", MONTHS))
    assert result.frame.select("invited", "answered", "complete").rows() == [
        (4, 1, True), (0, 0, True), (0, 0, False),
    ]  # fmt: skip
    assert "an answer within 30 days" in result.notes[0]
    assert result.findings[0] == "1 of 4 customers asked in a period answered: 25.0 %."
    longer = invited.answer(Question.of("answers", MONTHS, within=60))
    assert longer.frame.select("invited", "answered").row(0) == (4, 2)
    assert set(invited.customers(Question.of("answers", MONTHS, within=60), longer.frame.row(0, named=True))["id"]) == {
        "ann", "bob",
    }  # fmt: skip


def test_who_answers_is_compared_with_who_does_not(invited: Runner) -> None:
    columns, who = invited.answer(Question.of("answers", MONTHS)).parts["who"]
    assert [column.name for column in columns] == who.columns
    rows = {row["figure"]: (row["answered"], row["others"]) for row in who.iter_rows(named=True)}
    assert rows["orders"] == (1.0, pytest.approx(2 / 3))
    assert rows["revenue"] == (15.0, pytest.approx(10 / 3))


def test_without_invitations_everyone_active_counts_as_asked(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    log = said_by(("a", JAN, 10), ("a", "2024-01-11", 9), ("b", FEB, 3), orders=(("c", JAN), ("a", FEB)))
    result = answer(log, "answers", MONTHS)
    assert result.frame.select("invited", "answered").rows() == [(3, 1), (2, 1)]
    assert "No invitations are known" in result.notes[0]
    assert result.findings[0] == "2 of 5 customers active in a period answered: 40.0 %."  # nobody was asked


def test_it_is_split_by_what_customers_are(said_by: SaidBy) -> None:
    log = said_by(("a", JAN, 10), ("b", JAN, 3), orders=(("c", JAN),))
    runner = Runner(log)
    split = runner.answer(Question.of("answers", MONTHS, "promoter")).frame
    assert split.select("promoter", "invited", "answered").rows() == [
        ("promoters", 1, 1), ("detractors", 1, 1), ("no answer", 2, 0),
    ]  # fmt: skip
    with pytest.raises(UsageError, match="cannot be split by event"):
        runner.answer(Question.of("answers", MONTHS, "event"))
