"""The distribution of events per customer: every number against plain Python, and the published share of CDNOW."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

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
ONCE = 12_054 / 23_570
visits = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(0, 27), st.sampled_from(["web", "app", None])),
    min_size=1,
    max_size=50,
)


def at(day: int) -> str:
    return (MONDAY + timedelta(days=day)).isoformat()


def test_half_of_cdnows_customers_bought_once(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "distribution", of="days")
    assert result.frame.row(0, named=True) == {"times": 1, "customers": 12_054, "share": ONCE, "cumulative": ONCE}
    assert (result.figures[0].name, result.figures[0].value, result.figures[0].n) == ("One time share", ONCE, 23_570)
    assert round(100 * ONCE, 2) == 51.14


def test_every_order_of_cdnow_is_counted(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "distribution")
    assert result.frame["customers"].sum() == 23_570
    assert (result.frame["times"] * result.frame["customers"]).sum() == 69_659
    statistics = dict(result.parts["statistics"][1].select("statistic", "times").iter_rows())
    assert statistics["n"] == 23_570
    assert statistics["mean"] == pytest.approx(69_659 / 23_570)


@settings(max_examples=10)
@given(rows=visits, since=st.integers(0, 20))
def test_every_customer_is_counted_once(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str | None]], since: int
) -> None:
    log = log_of(("a", at(0)), *((who, at(day), "visit", None, channel) for who, day, channel in rows), ("z", at(27)))
    scope = Scope(since=MONDAY + timedelta(days=since), grain=Grain.WEEK)
    told = [(who, day) for who, day, _ in [("a", 0, None), *rows, ("z", 27, None)] if day >= since]
    counted = Counter(Counter(who for who, _ in told).values())
    frame = Runner(log).answer(Question.of("distribution", scope)).frame
    everyone = sum(counted.values())
    assert dict(frame.select("times", "customers").iter_rows()) == counted
    assert frame["times"].is_sorted()
    assert frame["share"].sum() == pytest.approx(1)
    up_to = [sum(n for times, n in counted.items() if times <= most) / everyone for most in frame["times"]]
    assert frame["cumulative"].to_list() == pytest.approx(up_to)

    weekly = Counter(
        (MONDAY + timedelta(weeks=week), times) for (_, week), times in Counter((w, d // 7) for w, d in told).items()
    )
    by_period = Runner(log).answer(Question.of("distribution", scope, by="period")).frame
    assert {(row[0], row[1]): row[2] for row in by_period.select("period", "times", "customers").iter_rows()} == weekly
    for _, part in by_period.group_by("period"):
        assert part["share"].sum() == pytest.approx(1)
        assert part.sort("times")["cumulative"][-1] == pytest.approx(1)


@settings(max_examples=8)
@given(rows=visits)
def test_split_by_channel_a_customer_counts_in_each_channel(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str | None]]
) -> None:
    log = log_of(*((who, at(day), "visit", None, channel) for who, day, channel in rows))
    frame = Runner(log).answer(Question.of("distribution", split="channel")).frame
    each = Counter((channel or "(none)", who) for who, _, channel in rows)
    expected = Counter((channel, times) for (channel, _), times in each.items())
    assert {(row[0], row[1]): row[2] for row in frame.select("channel", "times", "customers").iter_rows()} == expected


def test_the_median_lies_between_two_customers(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("a", at(0)), *[("b", at(day)) for day in range(4)]), "distribution")
    rows = [("n", 2, "count"), ("mean", 2.5, "number"), ("p25", 1.75, "number"), ("p50", 2.5, "number")]
    assert result.parts["statistics"][1].rows()[:4] == rows
    assert result.findings == ("50.0 % of 2 customers came once; the median is 2.5 times, the mean 2.5.",)


def test_nobody_in_the_scope_is_no_row(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", at(0)), ("b", at(9), "visit"))
    result = answer(log, "distribution", Scope(since=MONDAY + timedelta(days=3), events=("purchase",)))
    assert (len(result.frame), result.figures, result.findings) == (0, (), ())
    assert result.parts["statistics"][1].rows()[0] == ("n", 0, "count")


def test_the_last_period_that_goes_on_is_marked(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    frame = answer(log_of(("a", at(0)), ("a", at(8))), "distribution", Scope(grain=Grain.WEEK), by="period").frame
    assert frame["complete"].to_list() == [True, False]


@pytest.mark.parametrize("split", [None, "channel"])
@pytest.mark.parametrize("by", ["scope", "period"])
@pytest.mark.parametrize("of", ["events", "days"])
def test_a_row_opens_its_customers(log_of: Callable[..., EventLog], by: str, of: str, split: str | None) -> None:
    rows = [
        ("a", 0, "web"),
        ("a", 0, "web"),
        ("a", 1, "app"),
        ("a", 8, "web"),
        ("b", 0, "web"),
        ("b", 9, None),
        ("c", 1, "app"),
    ]
    log = log_of(*((who, at(day), "visit", None, channel) for who, day, channel in rows))
    runner, question = Runner(log), Question.of("distribution", Scope(grain=Grain.WEEK), split, by=by, of=of)
    for row in some_rows(runner.answer(question).frame):
        found = runner.customers(question, row)
        assert len(found) == row["customers"] == found["id"].n_unique()
