"""Churn by silence: thresholds, errors, rates and what sets the churned apart, recomputed in plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONDAY = date(2024, 1, 1)
LAST = 69
purchases = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, LAST)), max_size=60)


def days_of(given: list[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for who, day in [("a", 0), ("a", LAST), *given]:
        found.setdefault(who, set()).add(day)
    return {who: sorted(days) for who, days in found.items()}


def log_with(log_of: Callable[..., EventLog], days: dict[str, list[int]], **changes: Any) -> EventLog:
    rows = [(who, (MONDAY + timedelta(days=day)).isoformat()) for who, listed in days.items() for day in listed]
    return log_of(*rows, **changes)


def by_rule(result: Result) -> dict[str, dict[str, Any]]:
    return {row["rule"]: row for row in result.frame.iter_rows(named=True)}


@settings(max_examples=8)
@given(given=purchases)
def test_every_rule_as_counted_by_hand(log_of: Callable[..., EventLog], given: list[tuple[str, int]]) -> None:
    days = days_of(given)
    rules = by_rule(Runner(log_with(log_of, days)).answer(Question.of("churn", holdout=20)))
    gaps = [b - a for listed in days.values() for a, b in pairwise(listed)]
    silences = [LAST + 1 - listed[-1] for listed in days.values()]
    begin = LAST + 1 - 20
    test = [
        (begin - max(d for d in listed if d < begin), listed[-1] >= begin)
        for listed in days.values()
        if listed[0] < begin
    ]
    silent_from = np.quantile(gaps, 0.8)
    for name, share in (("all gaps, 95 %", 0.95), ("all gaps, 90 %", 0.9), ("all gaps, 80 %", 0.8)):
        row, limit = rules[name], np.quantile(gaps, share)
        assert row["threshold"] == pytest.approx(limit)
        assert row["buyers"] == len(days)
        assert row["churned"] == sum(silence > limit + 1e-9 for silence in silences)
        assert row["silent"] == sum(silent_from + 1e-9 < silence <= limit + 1e-9 for silence in silences)
        assert row["came_back"] == sum(gap > limit + 1e-9 for gap in gaps)
        assert row["tested"] == len(test)
        back = [silence for silence, returned in test if returned]
        away = [silence for silence, returned in test if not returned]
        flagged = sum(silence > limit + 1e-9 for silence in back) / len(back) if back else None
        missed = sum(silence <= limit + 1e-9 for silence in away) / len(away) if away else None
        assert (row["flagged_returned"], row["missed_gone"]) == (pytest.approx(flagged), pytest.approx(missed))
        over = row["came_back"] + row["churned"]
        assert row["false_churn_rate"] == (pytest.approx(row["came_back"] / over) if over else None)
    best = rules["two errors, least sum"]
    if best["missed_gone"] is not None and best["flagged_returned"] is not None:
        sums = [
            sum(s > d for s, r in test if r) / sum(r for _, r in test)
            + sum(s <= d for s, r in test if not r) / sum(not r for _, r in test)
            for d, _ in test
        ]
        assert best["missed_gone"] + best["flagged_returned"] == pytest.approx(min(sums))


@settings(max_examples=8)
@given(given=purchases, threshold=st.integers(1, 30), grain=st.sampled_from([Grain.WEEK, Grain.MONTH]))
def test_rates_by_period_as_counted_by_hand(
    log_of: Callable[..., EventLog], given: list[tuple[str, int]], threshold: int, grain: Grain
) -> None:
    days = days_of(given)
    result = Runner(log_with(log_of, days)).answer(Question.of("churn", Scope(grain=grain), threshold=threshold))
    spells = []
    for listed in days.values():
        began = listed[0]
        for day, after in zip(listed, [*listed[1:], None], strict=True):
            if after is None or after - day > threshold:
                left = day + threshold
                spells.append((began, left if left <= LAST else None, began == listed[0]))
                began = after or 0
    for row in some_rows(result.parts["rates"][1]):
        first = max(0, (row["period"] - MONDAY).days)
        length = (
            7 if grain is Grain.WEEK else 31 if row["period"].month == 1 else 29 if row["period"].month == 2 else 31
        )
        within = range(first, first + length)
        at_start = [left for began, left, _ in spells if began < first and (left is None or left >= first)]
        assert row["active_at_start"] == len(at_start)
        assert row["churned"] == sum(left in within for left in at_start if left is not None)
        assert row["new"] == sum(began in within and new for began, _, new in spells)
        assert row["won_back"] == sum(began in within and not new for began, _, new in spells)
    gone_for_now = sum(listed[-1] + threshold <= LAST for listed in days.values())
    assert by_rule(result)["as set"]["churned"] == gone_for_now


def test_the_rule_in_force_comes_first(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_with(log_of, {"ann": [0, 5, 9, 20], "bob": [3, 40]})
    proposed, given = answer(log, "churn"), answer(log, "churn", threshold=12)
    assert proposed.frame["rule"][0] == "all gaps, 95 %"
    assert given.frame["rule"][0] == "as set"
    assert given.frame["in_force"].to_list() == [True] + [False] * 5
    assert given.frame["threshold"][0] == 12


def test_whoever_has_gaps_enough_is_measured_by_their_own(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    # ann comes every second day and has been away for 11; bob comes every tenth and is away for as long.
    log = log_with(log_of, {"ann": [60 - 2 * n for n in range(8)], "bob": [60 - 10 * n for n in range(7)], "cem": [70]})
    row = by_rule(answer(log, "churn"))["own gaps, 90 %"]
    assert (row["threshold"], row["churned"]) == (None, 2)
    log = log_with(log_of, {"ann": [60 - 2 * n for n in range(8)], "bob": [64 - 10 * n for n in range(7)], "cem": [70]})
    question = Question.of("churn")
    row = by_rule(Runner(log).answer(question))["own gaps, 90 %"]
    assert row["churned"] == 1
    assert Runner(log).customers(question, row)["id"].to_list() == ["ann"]


def test_rows_lead_on_to_the_churned(log_of: Callable[..., EventLog]) -> None:
    runner, question = (
        Runner(log_with(log_of, {"a": [0, 3, 9], "b": [2], "c": [30], "d": [1, 28]})),
        Question.of("churn"),
    )
    for row in some_rows(runner.answer(question).frame):
        assert len(runner.customers(question, row)) == row["churned"], row["rule"]


def test_what_sets_the_churned_apart(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    days = {f"r{n}": [0, 30] for n in range(3)} | {f"p{n}": [0, 60] for n in range(3)} | {"z": [69]}
    cities = [(who, "Rome" if who.startswith("r") else "Paris") for who in days]
    result = answer(log_with(log_of, days, customers=cities), "churn", threshold=20)
    rows = {(row["feature"], row["value"]): row for row in result.parts["features"][1].iter_rows(named=True)}
    rome = rows["city", "Rome"]
    # z came too late to have churned and is not counted.
    assert (rome["customers"], rome["churned"], rome["churn_rate"], rome["lift"]) == (3, 3, 1, 2)
    assert rows["city", "Paris"]["churn_rate"] == 0


@pytest.mark.parametrize("scope", [Scope(), Scope(as_of=date(2024, 1, 2)), Scope(since=date(2024, 1, 3))])
def test_without_any_gap_there_is_no_threshold_and_a_note_says_so(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], scope: Scope
) -> None:
    log = log_with(log_of, {"ann": [0], "bob": [5]})
    result = answer(log, "churn", scope)
    assert result.frame["threshold"].drop_nulls().len() <= 1
    assert result.frame["churned"].sum() <= len(result.frame)
    assert any("set a threshold" in note for note in result.notes)


def test_nobody_churned_leaves_no_lift_and_says_nothing_of_it(log_of: Callable[..., EventLog]) -> None:
    log = log_with(log_of, {f"c{number:02}": [0, 30, 60, LAST] for number in range(31)})
    result = Runner(log).answer(Question.of("churn", Scope(), threshold=40))
    assert result.frame["churned"][0] == 0
    features = result.parts["features"][1]
    assert len(features) > 0
    assert features["lift"].null_count() == len(features)
    assert len(result.findings) == 1


def test_a_threshold_that_is_set_holds_where_there_are_no_gaps(log_of: Callable[..., EventLog]) -> None:
    result = Runner(log_with(log_of, {"ann": [0], "bob": [LAST]})).answer(Question.of("churn", Scope(), threshold=40))
    row = result.frame.row(0, named=True)
    assert (row["buyers"], row["churned"], row["came_back"], row["false_churn_rate"]) == (2, 1, 0, 0)


def test_the_published_quantile_of_the_gaps(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    rules = by_rule(answer(cdnow_log, "churn"))
    assert rules["all gaps, 90 %"]["threshold"] == 200
    assert rules["all gaps, 95 %"]["buyers"] == 23_570
