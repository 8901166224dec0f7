"""What was asked before and after: a step leads there, and one that gets no answer leads nowhere."""

from __future__ import annotations

from queries.question.question import Question
from tui.state.history import History

OVERVIEW, RFM, RETENTION = (Question.of(name) for name in ("overview", "rfm", "retention"))


def went(*questions: Question) -> History[str]:
    history = History[str]()
    for question in questions:
        history.visit(question)
    return history


def test_a_step_that_gets_no_answer_leads_nowhere() -> None:
    history = went(OVERVIEW, RFM, RETENTION)
    assert history.go(-1) is not None
    history.stay(RETENTION)  # it was stopped before it was answered
    back = history.go(-1)
    assert back is not None
    assert back.question == RFM
    history.visit(RFM)
    after = history.go(1)
    assert after is not None
    assert after.question == RETENTION


def test_of_a_question_asked_twice_the_nearest_time_counts() -> None:
    history = went(OVERVIEW, RFM, OVERVIEW, RETENTION)
    history.go(-1)
    history.stay(RETENTION)
    history.go(-1)
    history.stay(OVERVIEW)
    back = history.go(-1)
    assert back is not None
    assert back.question == RFM


def test_what_was_never_answered_changes_nothing() -> None:
    history = went(OVERVIEW, RFM)
    history.stay(RETENTION)
    back = history.go(-1)
    assert back is not None
    assert back.question == OVERVIEW
