"""What segments say, in their summary and in cross tables: net scores, moods and contacts, recounted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.errors import QuestionError, UsageError
from queries.question.question import Question
from queries.question.scope import Scope
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MEASURES = ("nps", "negative_share", "tickets_per_customer")


def told(log: EventLog, group: dict[int, str]) -> dict[str, tuple[float | None, ...]]:
    """Group → net score of the latest answers, share whose latest text complains, contacts a customer."""
    data = Data(log, Scope())
    said = data.feedback.collect().select("customer", "score", "question").iter_rows()
    scores = {who: score for who, score, question in said if question == "nps" and score is not None}
    written = data.texts.collect().select("customer", "mood").iter_rows()
    moods = {who: mood for who, mood in written if mood is not None}
    tickets = Counter(data.tickets.collect()["customer"].to_list())
    found = {}
    for name in set(group.values()):
        members = [who for who, own in group.items() if own == name]
        given = [scores[who] for who in members if who in scores]
        wrote = [moods[who] for who in members if who in moods]
        net = 100 * (sum(s >= 9 for s in given) - sum(s < 7 for s in given)) / len(given) if given else None
        negative = sum(mood <= -0.05 for mood in wrote) / len(wrote) if wrote else None
        found[name] = (net, negative, sum(tickets[who] for who in members) / len(members))
    return found


def test_the_summary_tells_it_where_it_is_asked_for(shop_log: EventLog) -> None:
    members = membership(Data(shop_log, Scope()), "rfm8").select("customer", "segment").collect()
    expected = told(shop_log, dict(members.iter_rows()))
    frame = Runner(shop_log).answer(Question.of("rfm8", worth="no", voice="yes")).frame
    for segment, *values in frame.select("segment", *MEASURES).iter_rows():
        assert tuple(values) == pytest.approx(expected[segment])
    plain = Runner(shop_log).answer(Question.of("rfm8", worth="no")).frame
    assert not set(MEASURES) & set(plain.columns)


def test_a_cross_table_tells_it_by_two_dimensions_of_customers(shop_log: EventLog) -> None:
    customers = shop_log.customers.select("customer", "sex", "age_band").collect()
    group = {who: f"{sex or '(none)'} {age or '(none)'}" for who, sex, age in customers.iter_rows()}
    expected = told(shop_log, group)
    runner = Runner(shop_log)
    for place, measure in enumerate(MEASURES):
        frame = runner.answer(Question.of("cross", rows="sex", columns="age_band", measure=measure)).frame
        assert len(frame) >= 8
        for sex, age, value in frame.select("sex", "age_band", "value").iter_rows():
            assert value == pytest.approx(expected.get(f"{sex} {age}", (None, None, None))[place])


def test_a_cell_says_on_how_many_answers_it_stands(shop_log: EventLog) -> None:
    data = Data(shop_log, Scope())
    said = data.feedback.collect().select("customer", "score", "question").iter_rows()
    who = {code for code, score, question in said if question == "nps" and score is not None}
    customers = shop_log.customers.select("customer", "sex", "age_band").collect()
    answered = Counter((sex or "(none)", age or "(none)") for code, sex, age in customers.iter_rows() if code in who)
    runner, asked = Runner(shop_log), {"rows": "sex", "columns": "age_band"}
    result = runner.answer(Question.of("cross", measure="nps", **asked))
    cells = {(sex, age): n for sex, age, n in result.frame.select("sex", "age_band", "customers").iter_rows()}
    assert {cell: n for cell, n in cells.items() if n} == dict(answered)
    few = sum(n < 30 for n in answered.values())
    assert few
    assert any(
        note.startswith(f"{few:,} of {len(answered):,} cells stand on fewer than 30 cust") for note in result.notes
    )
    everyone = Runner(shop_log).answer(
        Question.of("cross", rows="sex", columns="age_band", measure="tickets_per_customer")
    )
    assert everyone.frame["customers"].sum() == shop_log.size
    assert not any("cells stand on" in note for note in everyone.notes)


def test_events_have_no_opinion(shop_log: EventLog, silent_log: EventLog, answer: Callable[..., Result]) -> None:
    with pytest.raises(UsageError, match="nps tells of customers, not of events"):
        answer(shop_log, "cross", rows="rfm8", columns="channel", measure="nps")
    with pytest.raises(QuestionError, match="no answers to whether customers would recommend"):
        answer(silent_log, "cross", measure="nps")
    notes = answer(silent_log, "rfm8", worth="no", voice="yes").notes
    assert "These data tell neither answers, nor texts, nor contacts with the service." in notes


@pytest.fixture
def silent_log(log_of: Callable[..., EventLog]) -> EventLog:
    """Purchases alone."""
    return log_of(("ann", "2024-01-01"), ("bob", "2024-02-01"), customers=[("ann", "Rome"), ("bob", "Oslo")])
