"""Repeat and returning buyers: published rates, recounted in plain Python, and what is not known yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONDAY = date(2024, 1, 1)
WEEKS = Scope(grain=Grain.WEEK)
NAMES = ("buyers", "repeat_buyers", "returning_next", "returning_buyers")


def at(day: int, hour: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), datetime.min.time()) + timedelta(hours=hour)


def test_the_published_rates_of_cdnow(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "repurchase")
    again, back = (
        [round(100 * rate, 2) for rate in result.frame[name].head(6)] for name in ("repurchase_rate", "return_rate")
    )
    assert again == [9.60, 11.02, 14.38, 21.05, 18.65, 18.26]
    assert back == [14.75, 17.45, 18.62, 30.19, 33.74, 31.89]
    assert result.frame["returning_share"].to_list()[3:] == [1.0] * 15
    assert [entry is None for entry in result.frame["return_rate"]] == [False] * 17 + [True]


@settings(max_examples=8)
@given(
    rows=st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 41), st.integers(0, 23)), min_size=1, max_size=40)
)
def test_every_period_counts_its_buyers(log_of: Callable[..., EventLog], rows: list[tuple[str, int, int]]) -> None:
    rows = [("a", 0, 0), *rows]
    log = log_of(*((who, at(day, hour)) for who, day, hour in rows), ("z", at(2), "visit"))
    runner, question = Runner(log), Question.of("repurchase", WEEKS)
    frame = runner.answer(question).frame
    days = {who: {day for own, day, _ in rows if own == who} for who in "abcd"}
    last = max(2, *(day for _, day, _ in rows))
    assert len(frame) == last // 7 + 1

    def of(week: int) -> dict[str, int]:
        return {who: own for who in "abcd" if (own := sum(day // 7 == week for day in days[who]))}

    for week, row in enumerate(frame.iter_rows(named=True)):
        bought, later = of(week), of(week + 1)
        earlier = {who for before in range(week) for who in of(before)}
        known = (week + 2) * 7 <= last + 1
        assert tuple(row[name] for name in NAMES) == (
            len(bought),
            sum(count >= 2 for count in bought.values()),
            len(bought.keys() & later.keys()) if known else None,
            len(bought.keys() & earlier),
        )
        assert row["repurchase_rate"] == (pytest.approx(row["repeat_buyers"] / len(bought)) if bought else None)
        assert set(runner.customers(question, row)["id"]) == set(bought)


def test_two_orders_of_one_day_are_one_purchase(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0, 8)), ("ann", at(0, 9)), ("bob", at(1)), ("bob", at(2)), ("bob", at(2), "refund", 1))
    frame = answer(log, "repurchase", Scope(grain=Grain.WEEK)).frame
    assert frame.select(NAMES).rows() == [(2, 1, None, 0)]


def test_the_return_rate_waits_for_a_whole_next_period(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0)), ("ann", at(7)), ("bob", at(15)), ("cem", at(20), "visit"))
    for until, known in ((19, [1, None, None]), (20, [1, 0, None])):
        scope = Scope(grain=Grain.WEEK, until=at(until).date())
        assert answer(log, "repurchase", scope).frame["returning_next"].to_list() == known
    cut = Scope(grain=Grain.WEEK, since=at(7).date(), until=at(20).date())
    whole = answer(log, "repurchase", cut)
    assert whole.frame.select("buyers", "returning_next", "returning_buyers").rows() == [(1, 0, 1), (1, None, 0)]
    assert not any(note.startswith("Left truncated") for note in whole.notes)


def test_without_purchases_there_is_no_answer(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="purchase"):
        answer(log_of(("ann", at(0), "visit")), "repurchase")


def test_a_period_without_buyers_has_no_rates(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("ann", at(0)), ("ann", at(15), "visit")), "repurchase", WEEKS)
    assert result.frame.row(1)[1:8] == (0, 0, None, None, None, 0, None)
    figures = {figure.name: (figure.value, figure.n) for figure in result.figures}
    assert figures["Repurchase rate of the complete periods"] == (0, 1)
