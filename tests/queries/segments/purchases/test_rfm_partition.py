"""RFM parts the customers: each once, equal values together, for any number of bins and any window."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.errors import QuestionError, UsageError
from queries.question.question import Question
from queries.question.scope import Scope
from queries.segments.membership import membership
from queries.segments.purchases.rfm import GRID, MEANINGS, SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

PEOPLE = [(f"p{n}", "Rome") for n in range(12)]
events = st.lists(
    st.tuples(
        st.integers(0, 9), st.integers(0, 60), st.sampled_from(["purchase", "purchase", "refund"]), st.integers(0, 5)
    ),
    min_size=1,
    max_size=40,
)


def rows_of(given: list[tuple[int, int, str, int]]) -> list[tuple[Any, ...]]:
    start = datetime(2024, 1, 1)
    return [(f"p{who}", start + timedelta(days=day), kind, amount) for who, day, kind, amount in given]


def score(value: float, values: list[float], bins: int) -> int:
    """1 + the number of cut points below the value, cut points interpolated linearly."""
    ordered, cuts = sorted(values), []
    for k in range(1, bins):
        place = k / bins * (len(ordered) - 1)
        low, part = int(place), place - int(place)
        high = min(low + 1, len(ordered) - 1)
        cuts.append(ordered[low] + (ordered[high] - ordered[low]) * part)
    return 1 + sum(cut < value - 1e-9 for cut in cuts)


def recomputed(given: list[tuple[int, int, str, int]], end: int, window: int | None) -> dict[str, tuple[int, int, int]]:
    """Recency, frequency and monetary of everyone who bought in the window."""
    first = end - window if window else 0
    inside = [event for event in given if first <= event[1] < end]
    found = {}
    for who in {event[0] for event in inside if event[2] == "purchase"}:
        days = {event[1] for event in inside if event[0] == who and event[2] == "purchase"}
        money = sum(event[3] * (-1 if event[2] == "refund" else 1) for event in inside if event[0] == who)
        found[f"p{who}"] = (end - max(days), len(days), money)
    return found


@settings(max_examples=10)
@given(given=events, bins=st.integers(2, 10), window=st.none() | st.integers(1, 70))
def test_scores_and_segments_of_everyone(
    log_of: Callable[..., EventLog], given: list[tuple[int, int, str, int]], bins: int, window: int | None
) -> None:
    given = [(0, 0, "purchase", 1), *given]
    log = log_of(*rows_of(given), customers=PEOPLE)
    end = max(day for _, day, _, _ in given) + 1
    expected = recomputed(given, end, window)
    members = membership(Data(log, Scope()), "rfm", bins=bins, window=window).collect()
    assert members["customer"].to_list() == list(range(12))
    ids = dict(log.customers.select("customer", "id").collect().iter_rows())
    columns = list(zip(*expected.values(), strict=True)) if expected else []
    for row in members.iter_rows(named=True):
        figures = expected.get(ids[row["customer"]])
        if figures is None:
            assert (row["segment"], row["r"]) == ("no purchase", None)
            continue
        assert (row["recency"], row["frequency"], row["monetary"]) == figures
        r, f, m = (score(value, list(column), bins) for value, column in zip(figures, columns, strict=True))
        assert (row["r"], row["f"], row["m"]) == (bins + 1 - r, f, m)
        assert row["segment"] == (GRID[row["r"]][f - 1] if bins == 5 else f"{row['r']}-{f}")


@settings(max_examples=8)
@given(given=events, bins=st.integers(2, 10), since=st.integers(0, 50))
def test_the_summary_adds_up(
    log_of: Callable[..., EventLog], given: list[tuple[int, int, str, int]], bins: int, since: int
) -> None:
    given = [(0, 60, "purchase", 1), *given]
    runner = Runner(log_of(*rows_of(given), customers=PEOPLE))
    scope = Scope(since=date(2024, 1, 1) + timedelta(days=since))
    question = Question.of("rfm", scope, bins=bins)
    frame = runner.answer(question).frame
    inside = [event for event in given if event[1] >= since]
    assert frame["segment"].is_unique().all()
    assert frame["customers"].sum() == 12
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["interactions"].sum() == len(inside)
    assert frame["orders"].sum() == sum(event[2] == "purchase" for event in inside)
    revenue = sum(event[3] * (-1 if event[2] == "refund" else 1) for event in inside)
    assert frame["revenue"].sum() == pytest.approx(revenue)
    if revenue > 0:
        assert frame["revenue_share"].sum() == pytest.approx(1)
    named = [row for row in frame.iter_rows(named=True) if row["customers"]]
    sizes = {row["segment"]: len(runner.customers(question, row)) for row in named}
    assert sizes == {row["segment"]: row["customers"] for row in named}


def test_the_grid_names_every_cell_and_every_name_is_explained() -> None:
    assert set(GRID) == {1, 2, 3, 4, 5}
    assert all(len(names) == 5 for names in GRID.values())
    assert {name for names in GRID.values() for name in names} == set(SEGMENTS) == set(MEANINGS)


def test_declared_segments_are_listed_even_when_empty(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    frame = answer(log_of(("a", "2024-01-01", "purchase", 1)), "rfm").frame
    assert frame["segment"].to_list() == [*SEGMENTS, "no purchase"]
    assert frame["customers"].sum() == 1
    assert frame.filter(pl.col("customers") == 0)["aov"].null_count() == len(SEGMENTS)


def test_a_window_without_purchases_leaves_everyone_out(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", "2024-01-01", "purchase", 1), ("a", "2024-06-01", "visit"))
    result = answer(log, "rfm", window=30)
    assert result.frame.filter(pl.col("customers") > 0)["segment"].to_list() == ["no purchase"]
    assert result.parts["thresholds"][1]["recency"].null_count() == 4


def test_data_without_purchases_are_refused(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="no purchase events"):
        answer(log_of(("a", "2024-01-01", "visit")), "rfm")


@pytest.mark.parametrize(
    "given", [{"bins": 1}, {"bins": 11}, {"bins": "many"}, {"window": 0}, {"window": -3}, {"bin": 5}]
)
def test_parameters_out_of_bounds_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Question.of("rfm", **given)
