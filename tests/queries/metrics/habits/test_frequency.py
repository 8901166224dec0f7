"""Frequency against the mean of the range, by weight, and by how long a customer is known."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import fmean, median, stdev
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.mapping.model import Activity
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONDAY = date(2024, 1, 1)
WEEKS = Scope(grain=Grain.WEEK)
WEIGHTS = {"purchase": 100.0, "visit": 33.3, "open": 20.0}
ACTIVITY = {kind: Activity("passive" if kind == "open" else "active", weight) for kind, weight in WEIGHTS.items()}
acts = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 34), st.sampled_from([*WEIGHTS])), min_size=1, max_size=50
)


def at(day: int) -> date:
    return MONDAY + timedelta(days=day)


@settings(max_examples=10)
@given(rows=acts, since=st.integers(0, 10), last=st.integers(20, 40), split=st.sampled_from([None, "event"]))
def test_index_and_z_are_against_the_complete_periods(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], since: int, last: int, split: str | None
) -> None:
    every = [("a", 0, "visit"), *rows, ("a", last, "visit")]
    log = log_of(*((who, at(day), kind) for who, day, kind in every), activity=ACTIVITY)
    scope = WEEKS.changed(since=at(since))
    end = max(day for _, day, _ in every) + 1
    weeks = [week for week in range(10) if week * 7 >= since and week * 7 + 7 <= end]
    counts = Counter((kind if split else "", day // 7) for _, day, kind in every if day >= since)
    frame = Runner(log).answer(Question.of("frequency", scope, split, method="standardised")).frame
    for row in frame.iter_rows(named=True):
        part, week = row[split] if split else "", (row["period"] - MONDAY).days // 7
        own = [counts[part, other] for other in weeks]
        assert row["complete"] == (week in weeks)
        if week not in weeks:
            assert (row["index"], row["z"]) == (None, None)
            continue
        assert row["index"] == (pytest.approx(100 * row["interactions"] / fmean(own)) if any(own) else None)
        spread = stdev(own) if len(own) > 1 else 0
        wanted = pytest.approx((row["interactions"] - fmean(own)) / spread, abs=1e-9) if spread else None
        assert row["z"] == wanted
    if not split and weeks and any(counts["", week] for week in weeks):
        assert frame["index"].mean() == pytest.approx(100)


@settings(max_examples=8)
@given(rows=acts, split=st.sampled_from([None, "event", "activity"]))
def test_weighted_is_the_sum_of_the_weights(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], split: str | None
) -> None:
    log = log_of(*((who, at(day), kind) for who, day, kind in rows), activity=ACTIVITY)
    frame = Runner(log).answer(Question.of("frequency", WEEKS, split, method="weighted")).frame
    sums: dict[tuple[str, date], float] = {}
    for _, day, kind in rows:
        part = {"event": kind, "activity": ACTIVITY[kind].kind}.get(split or "", "")
        key = (part, at(day // 7 * 7))
        sums[key] = sums.get(key, 0) + WEIGHTS[kind]
    for row in frame.iter_rows(named=True):
        assert row["weighted"] == pytest.approx(sums.get((row[split] if split else "", row["period"]), 0))
    assert frame["weighted"].sum() == pytest.approx(sum(sums.values()))


@settings(max_examples=10)
@given(rows=acts, grain=st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH]))
def test_tenure_counts_those_known_for_a_period(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], grain: Grain
) -> None:
    every = [*rows, ("z", 34, "visit")]
    log = log_of(*((who, at(day), kind) for who, day, kind in every))
    days = {who: [day for own, day, _ in every if own == who] for who in "abcz"}
    told = [
        len(own) / (35 - min(own)) * 30 for own in days.values() if len(own) > 1 and 35 - min(own) >= grain.usual_days
    ]
    result = Runner(log).answer(Question.of("frequency", Scope(grain=grain), method="standardised"))
    found = dict(result.parts["tenure"][1].select("statistic", "per_30_days").iter_rows())
    assert found["n"] == len(told)
    assert found["mean"] == (pytest.approx(fmean(told)) if told else None)
    assert found["p50"] == (pytest.approx(median(told)) if told else None)
    assert [figure.n for figure in result.figures] == ([len(told)] if told else [])


def test_the_default_counts_alone(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("a", at(0)), ("a", at(8))), "frequency")
    assert result.frame.columns == [
        "period",
        "interactions",
        "customers",
        "per_customer",
        "per_30_days",
        "orders",
        "amount",
        "complete",
    ]
    assert (dict(result.parts), result.figures, result.notes) == ({}, (), ())


def test_weights_and_range_are_said(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", at(0)), ("a", at(8), "visit"), ("b", at(13), "refund"), activity=ACTIVITY)
    assert "Weights: purchase 100, refund 0, visit 33.3." in answer(log, "frequency", WEEKS, method="weighted").notes
    notes = answer(log, "frequency", WEEKS, method="standardised").notes
    assert "100 is the mean of 2 complete periods, from 2024-01-01 to 2024-01-08." in notes
    early = answer(log, "frequency", WEEKS.changed(as_of=at(3)), method="standardised")
    assert "No period is complete: there is nothing to compare with." in early.notes
    assert early.frame["index"].to_list() == [None]


def test_one_complete_period_has_no_spread(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    frame = answer(log_of(("a", at(0)), ("a", at(6))), "frequency", WEEKS, method="standardised").frame
    assert frame.select("index", "z").rows() == [(100.0, None)]
