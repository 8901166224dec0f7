"""The net promoter score: by hand, the traps that others fell into, and against the answers themselves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError, UsageError
from queries.mapping.model import Field, Meaning, SurveyQuestion
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from tests.queries.surveys import SaidBy

MONTHS = Scope(grain=Grain.MONTH)
JAN, FEB = "2024-01-10", "2024-02-10"


def counts(result: Result) -> list[tuple[Any, ...]]:
    return result.frame.select("answers", "promoters", "passives", "detractors").rows()


def test_every_score_has_its_place_halves_too(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    scores = (0, 6, 6.5, 6.99, 7, 8.5, 8.99, 9, 9.5, 10)
    result = answer(said_by(*((f"c{n}", JAN, score) for n, score in enumerate(scores))), "nps", MONTHS)
    assert counts(result) == [(10, 3, 3, 4)]
    assert result.frame["nps"].to_list() == [pytest.approx(-10)]


def test_half_promoters_a_fifth_detractors(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    scores = [10] * 100 + [8] * 60 + [0] * 40
    result = answer(said_by(*((f"c{n}", JAN, score) for n, score in enumerate(scores))), "nps", MONTHS)
    figure = result.figures[0]
    assert (figure.value, figure.n) == (pytest.approx(30), 200)
    assert (figure.low, figure.high) == (pytest.approx(19.18, abs=0.005), pytest.approx(40.82, abs=0.005))
    assert result.findings[0] == "Of 200 answers 100 are promoters' and 40 detractors': NPS +30 (+19 to +41)."


def test_what_is_not_between_0_and_10_does_not_count_and_is_said(
    said_by: SaidBy, answer: Callable[..., Result]
) -> None:
    log = said_by(("a", JAN, 10), ("b", JAN, 11), ("c", JAN, -1), ("d", JAN, 99), ("e", JAN, None, 5))
    result = answer(log, "nps", MONTHS)
    assert counts(result) == [(1, 1, 0, 0)]
    assert "3 of 4 answers are not between 0 to 10 and do not count." in result.notes


def test_the_latest_answer_of_a_customer_counts_in_each_wave(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    rows = [("a", JAN, 3, None, None, "w1"), ("a", "2024-01-12", 10, None, None, "w1"), ("a", FEB, 0, None, None, "w1")]
    log = said_by(*rows, ("b", FEB, 7, None, None, "w1"), ("b", FEB, 9, None, None, "w2"))
    assert counts(answer(log, "nps", MONTHS)) == [(0, 0, 0, 0), (3, 1, 1, 1)]


def test_without_waves_a_period_is_one(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    log = said_by(("a", JAN, 3), ("a", "2024-01-12", 10), ("a", FEB, 0), fields={})
    result = answer(log, "nps", MONTHS)
    assert counts(result) == [(1, 1, 0, 0), (1, 0, 0, 1)]
    assert "Of each customer the latest answer in each period, which counts as a wave." in result.notes[0]


def test_ten_steps_alone_make_no_such_question(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    rating = {"fields": {Meaning.SCORE: Field("nps", MONTHS)}, "questions": (SurveyQuestion("nps", "rating"),)}
    log = said_by(("a", JAN, 3), ("b", JAN, 10), **rating)
    assert not log.has("nps")
    with pytest.raises(QuestionError, match="no answers to whether customers would recommend") as refused:
        answer(log, "nps", MONTHS)
    assert 'asks = "nps"'.replace('"', "") in refused.value.todo.replace("“", "").replace("”", "")


def test_another_scale_is_said(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    one_to_ten = (SurveyQuestion("nps", "nps", (1.0, 10.0)),)
    result = answer(said_by(("a", JAN, 1), ("b", JAN, 10), ("c", JAN, 0), questions=one_to_ten), "nps", MONTHS)
    assert counts(result) == [(2, 1, 0, 1)]
    assert "asked from 1 to 10, not from 0 to 10: this score is not comparable with others." in result.notes[0]
    many = answer(said_by(*((f"c{n}", JAN, 1 + n % 10) for n in range(300))), "nps", MONTHS)
    assert "though no answer is 0" in many.notes[0]


def test_two_questions_are_not_mixed(said_by: SaidBy, answer: Callable[..., Result]) -> None:
    both = (SurveyQuestion("nps", "nps"), SurveyQuestion("csat", "nps"))
    log = said_by(("a", JAN, 10, 0), ("b", JAN, 9, 0), questions=both)
    assert counts(answer(log, "nps", MONTHS)) == [(2, 2, 0, 0)]
    assert counts(answer(log, "nps", MONTHS, question="CSAT")) == [(2, 0, 0, 2)]
    assert "Asked likewise: “csat”; --set question=NAME asks another one." in answer(log, "nps", MONTHS).notes
    with pytest.raises(UsageError, match="There is “nps”, “csat”"):
        answer(log, "nps", MONTHS, question="other")


def test_incomplete_periods_are_marked_and_empty_ones_blank(said_by: SaidBy) -> None:
    log = said_by(("a", JAN, 10), ("b", "2024-03-10", 10))
    frame = Runner(log).answer(Question.of("nps", MONTHS)).frame
    assert frame.select("answers", "nps", "complete").rows() == [
        (1, 100.0, True), (0, None, True), (1, 100.0, False),
    ]  # fmt: skip


answers = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 89), st.integers(0, 10)), min_size=1, max_size=30)


@settings(max_examples=15)
@given(rows=answers)
def test_a_row_leads_on_to_those_it_counts(said_by: SaidBy, rows: list[tuple[str, int, int]]) -> None:
    dated = [(who, f"2024-0{1 + day // 30}-{1 + day % 28:02} {n % 24:02}:00", score) for n, (who, day, score) in
             enumerate(rows)]  # fmt: skip
    log = said_by(*dated, fields={})
    runner, question = Runner(log), Question.of("nps", MONTHS, "channel")
    months = {(who, at[:7]) for who, at, _ in dated}
    plain = Question.of("nps", MONTHS)
    for row in runner.answer(plain).frame.iter_rows(named=True):
        expected = {who for who, month in months if month == f"{row['period']:%Y-%m}"}
        assert row["answers"] == len(expected) == row["promoters"] + row["passives"] + row["detractors"]
        assert set(runner.customers(plain, row)["id"]) == expected
    split = runner.answer(question).frame
    assert Counter(split["channel"]) == Counter({"(none)": len(split)})
