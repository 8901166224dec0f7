"""Cohorts and who of them comes back: published shares, every mode recounted in plain Python, edges."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import UsageError
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONDAY = date(2024, 1, 1)
WEEKS = Scope(grain=Grain.WEEK)

events = st.tuples(st.sampled_from("abcde"), st.integers(0, 55), st.sampled_from(["visit", "purchase"]))
settings_of = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["on", "on_or_after"]),
        "windows": st.sampled_from(["calendar", "rolling"]),
        "start": st.sampled_from([None, "any", "visit"]),
        "again": st.sampled_from([None, "any", "purchase"]),
        "brackets": st.sampled_from([None, (1, 3), (2, 4, 5)]),
    }
)


def at(day: int, hour: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), datetime.min.time()) + timedelta(hours=hour)


def test_the_published_january_cohort(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "retention")
    january = result.frame.filter(pl.col("cohort") == date(1997, 1, 1))
    assert [round(100 * rate, 1) for rate in january["rate"].head(7)] == [100, 14.7, 12.3, 10.3, 8.7, 9.4, 9.2]
    assert result.frame["cohort"].unique().sort().to_list() == [date(1997, month, 1) for month in (1, 2, 3)]
    assert len(january) == 18
    assert result.frame["complete"].all()


def expected(rows: list[tuple[str, int, str]], given: dict[str, Any], days: int) -> dict[tuple[int, int], int]:
    """Cohort week and interval (or place of the bracket) → customers, counted one by one."""
    started, again = given["start"], given["again"] or given["start"]

    def fits(kind: str, name: str | None) -> bool:
        return name == "any" or kind == (name or "purchase")

    found: dict[tuple[int, int], set[str]] = {}
    for who in "abcde":
        begun = min((day for own, day, kind in rows if own == who and fits(kind, started)), default=None)
        if begun is None:
            continue
        back = {day for own, day, kind in rows if own == who and fits(kind, again) and day >= begun}
        passed = {(day - begun) // 7 if given["windows"] == "rolling" else day // 7 - begun // 7 for day in back}
        labels = (0, *(given["brackets"] or range(1, 100)))
        places = {sum(label < interval for label in labels) for interval in passed}
        for place in range(len(labels)):
            if place in places or (given["mode"] == "on_or_after" and any(later > place for later in places)):
                found.setdefault((begun // 7, place), set()).add(who)
    return {cell: len(who) for cell, who in found.items()}


@settings(max_examples=13)
@given(rows=st.lists(events, min_size=1, max_size=30), chosen=settings_of)
def test_every_cell_counts_who_came_back(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], chosen: dict[str, Any]
) -> None:
    rows = [("a", 0, "visit"), ("b", 1, "purchase"), *rows]
    # Later kinds of one day come later, so that hours never decide.
    log = log_of(*((who, at(day), kind) for who, day, kind in rows))
    runner, question = Runner(log), Question.of("retention", WEEKS, **chosen)
    frame = runner.answer(question).frame
    last = max(day for _, day, _ in rows)
    labels = [0, *(chosen["brackets"] or range(1, 100))]
    told = {
        ((row["cohort"] - MONDAY).days // 7, labels.index(row["interval"])): row["customers"]
        for row in frame.iter_rows(named=True)
    }
    assert {cell: count for cell, count in told.items() if count} == expected(rows, chosen, last)
    assert (frame["rate"] * frame["size"] - frame["customers"]).abs().max() == pytest.approx(0, abs=1e-9)
    assert (frame["rate"] <= 1).all()
    for row in frame.sample(min(3, len(frame)), seed=1).iter_rows(named=True):
        assert len(runner.customers(question, row)) == row["customers"]


def test_cells_without_anybody_are_zero_and_those_to_come_are_not_there(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0)), ("ann", at(21)), ("bob", at(7)))
    frame = answer(log, "retention", WEEKS).frame
    cells = frame.select((pl.col("cohort") - MONDAY).dt.total_days() // 7, "size", "interval", "customers", "complete")
    assert cells.rows() == [
        (0, 1, 0, 1, True),
        (0, 1, 1, 0, True),
        (0, 1, 2, 0, True),
        (0, 1, 3, 1, False),
        (1, 1, 0, 1, True),
        (1, 1, 1, 0, True),
        (1, 1, 2, 0, False),
    ]


def test_overall_weighs_by_size_and_leaves_incomplete_cells_out(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(
        *((who, at(0)) for who in "abc"), ("a", at(7)), ("d", at(7)), ("d", at(14)), ("b", at(14)), ("c", at(15))
    )
    overall = answer(log, "retention", WEEKS).parts["overall"][1]
    assert overall.rows() == [(0, 2, 4, 4, 1.0), (1, 1, 3, 1, pytest.approx(1 / 3)), (2, 0, 0, 0, None)]


def test_rolling_windows_begin_with_the_customer(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(6)), ("ann", at(7)), ("bob", at(0)), ("bob", at(13)), ("cem", at(20), "visit"))
    by = {name: answer(log, "retention", WEEKS, windows=name).frame for name in ("calendar", "rolling")}
    assert by["calendar"]["customers"].to_list() == [2, 2, 0]
    assert by["rolling"]["customers"].to_list() == [2, 1, 0]
    # Ann's second window ends on day 19, the data on day 20; her third has only begun.
    assert by["rolling"]["complete"].to_list() == [True, True, False]


def test_the_split_is_that_of_the_start(log_of: Callable[..., EventLog]) -> None:
    log = log_of(
        ("ann", at(0), "purchase", 1, "web"),
        ("ann", at(7), "purchase", 1, "store"),
        ("bob", at(1), "purchase", 1, None),
    )
    frame = Runner(log).answer(Question.of("retention", WEEKS, "channel")).frame
    assert frame.select("channel", "interval", "customers").rows() == [
        ("web", 0, 1),
        ("web", 1, 1),
        ("(none)", 0, 1),
        ("(none)", 1, 0),
    ]


def test_coming_back_counts_from_the_start_on(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0, 8), "purchase"), ("ann", at(0, 9), "visit"), ("bob", at(0, 9), "visit"))
    result = answer(log, "retention", Scope(grain=Grain.DAY), start="visit", again="purchase")
    assert result.frame.select("size", "customers").rows() == [(2, 0)]
    assert "Cohorts by first visit; coming back is purchase." in result.notes


def test_a_later_scope_leaves_out_who_began_before(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", at(0)), ("ann", at(8)), ("bob", at(9)), ("bob", at(15)), ("cem", at(30)))
    since = MONDAY + timedelta(days=7)
    for scope in (Scope(grain=Grain.WEEK, since=since), Scope(grain=Grain.WEEK, since=since, until=at(28).date())):
        for windows in ("calendar", "rolling"):
            frame = answer(log, "retention", scope, windows=windows).frame
            assert frame.filter(pl.col("cohort") == since)["size"].unique().to_list() == [1]
            assert frame["cohort"].min() == since


def test_brackets_rise_from_one(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0)), ("ann", at(20)))
    result = answer(log, "retention", WEEKS, brackets=(1, 3))
    assert result.frame.select("interval", "customers", "complete").rows() == [
        (0, 1, True),
        (1, 0, True),
        (3, 1, False),
    ]
    assert "Brackets: 3 is intervals 2 to 3." in result.notes
    for wrong in ((0, 2), (3, 3), (4, 2)):
        with pytest.raises(UsageError, match="brackets cannot be"):
            answer(log, "retention", WEEKS, brackets=wrong)


def test_unknown_events_are_named(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0), "visit"))
    assert (
        answer(log, "retention", WEEKS).notes[0]
        == "Cohorts by first event of any kind; coming back is event of any kind."
    )
    with pytest.raises(UsageError, match="no event “sale”"):
        answer(log, "retention", WEEKS, start="sale")


def test_nobody_began_is_an_empty_table(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", at(0), "visit"), ("ann", at(9), "purchase"))
    early = answer(log, "retention", Scope(grain=Grain.WEEK, as_of=at(5).date()), start="purchase")
    assert len(early.frame) == len(early.parts["overall"][1]) == 0
    assert early.figures == ()
