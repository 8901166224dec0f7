"""The engagement score: the published example, every score against plain Python, bands, and the edges."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.errors import UsageError
from queries.mapping.model import Activity
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.activity.engagement.score import CAP, capped_counts, summed, weighted
from queries.segments.membership import membership
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
LAST = 45
ACTIVITY = {
    "purchase": Activity("active", 100),
    "visit": Activity("active", 40),
    "open": Activity("passive", 20),
    "click": Activity("passive", 45.5),
}
acts = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.integers(0, LAST),
        st.sampled_from([*ACTIVITY, "refund"]),
        st.sampled_from([1, 1, 2, 25]),
    ),
    min_size=1,
    max_size=12,
)


def at(day: int) -> date:
    return FIRST + timedelta(days=day)


def scores(log: EventLog, scope: Scope | None = None, **parameters: Any) -> dict[str, Any]:
    """Id → score, active, passive."""
    members = membership(Data(log, scope or Scope()), "engagement", **parameters).join(log.customers, on="customer")
    return {row[0]: row[1:] for row in members.select("id", "score", "active", "passive").collect().iter_rows()}


def test_the_published_example_of_three_roles() -> None:
    # Adam's 37 visits on one day count 20: the totals of the roles are 52, 28 and 17.
    visits = [
        ("adam", 1, 0, 37),
        ("adam", 2, 0, 12),
        ("ben", 1, 0, 20),
        ("cleo", 1, 1, 20),
        ("cleo", 2, 1, 8),
        ("dan", 1, 2, 17),
    ]
    rows = [(who, day, role) for who, day, role, times in visits for _ in range(times)]
    frame = pl.LazyFrame(rows, schema={"who": pl.String, "day": pl.Int32, "role": pl.UInt32}, orient="row")
    counted = capped_counts(frame, "who", "day", "role")
    totals = counted.group_by("role").agg(pl.col("n").sum()).sort("role").collect()
    assert totals.rows() == [(0, 52), (1, 28), (2, 17)]
    shares = [weight / sum((100, 80, 60)) for weight in (100, 80, 60)]
    assert [round(100 * share, 2) for share in shares] == [41.67, 33.33, 25]
    assert counted.select(weighted(shares, "role").sum()).collect().item() == pytest.approx(35.25)


@pytest.mark.parametrize("unit", [1.0, 0.1, 1e-9, 1e15, 1e-290, 1e290])
def test_sums_of_weights_large_and_small(unit: float) -> None:
    counts = pl.LazyFrame({"customer": [1, 1, 2, 5], "kind": [0, 1, 1, 0], "n": [3, 20, 1, 7]})
    told = summed(counts, "customer", {"a": [unit, 0.0], "b": [0.25 * unit, 0.7 * unit]}, "kind").collect()
    assert told["customer"].to_list() == [1, 2, 5]
    assert (told["a"] / unit).to_list() == pytest.approx([3, 0, 7])
    assert (told["b"] / unit).to_list() == pytest.approx([14.75, 0.7, 1.75])


def test_sums_of_nothing_that_weighs() -> None:
    counts = pl.LazyFrame({"customer": [1, 2], "kind": [0, 0], "n": [3, 20]})
    assert summed(counts, "customer", {"a": [0.0]}, "kind").collect()["a"].to_list() == [0, 0]


def expected(rows: list[tuple[str, int, str]], end: int, method: str, w_a: float, w_p: float) -> dict[str, list[float]]:
    """Score, active and passive by the published steps; weights relative to the largest that occurred."""
    window = [row for row in rows if end - 30 <= row[1] < end]
    counts = Counter((who, kind, day) for who, day, kind in window if kind != "refund")
    largest = max((ACTIVITY[kind].weight for _, kind, _ in counts), default=1)
    sums = {"active": Counter[str](), "passive": Counter[str]()}
    for (who, kind, _), times in counts.items():
        relative = 1 if method == "counting" else ACTIVITY[kind].weight / largest
        sums[ACTIVITY[kind].kind][who] += min(times, CAP) * relative  # type: ignore[assignment]
    root = (lambda raw: raw) if method == "counting" else math.sqrt
    people = {who for who, _, _ in rows}

    def scaled(raw: dict[str, float]) -> dict[str, float]:
        top = max(map(root, raw.values()), default=0)
        return {who: 100 * root(raw.get(who, 0)) / top if top else 0 for who in people}

    parts = {name: scaled(dict(raw)) for name, raw in sums.items()}
    if method != "combined":
        score = scaled({who: sums["active"][who] + sums["passive"][who] for who in people})
    else:
        weights = [(parts[name], weight) for name, weight in (("active", w_a), ("passive", w_p)) if sums[name]]
        every = sum(weight for _, weight in weights)
        score = {who: sum(part[who] * weight for part, weight in weights) / every if every else 0 for who in people}
    return {who: [score[who], parts["active"][who], parts["passive"][who]] for who in people}


@settings(max_examples=13)
@given(
    given_rows=acts,
    end=st.integers(1, LAST + 1),
    method=st.sampled_from(["combined", "counting", "standardised"]),
    w_p=st.sampled_from([0.3, 2.0]),
)
def test_scores_follow_the_published_steps(
    log_of: Callable[..., EventLog], given_rows: list[tuple[str, int, str, int]], end: int, method: str, w_p: float
) -> None:
    rows = [("a", 0, "visit"), ("z", LAST, "visit")]
    rows += [(who, day, kind) for who, day, kind, times in given_rows for _ in range(times)]
    log = log_of(*((who, at(day), kind) for who, day, kind in rows), activity=ACTIVITY)
    wanted = expected([row for row in rows if row[1] < end], end, method, 0.7, w_p)
    found = scores(log, Scope(as_of=at(end)), method=method, w_p=w_p)
    assert set(found) == set(wanted)
    somebody = any(score for score, _, _ in wanted.values())
    for who, figures in found.items():
        assert figures == (pytest.approx(wanted[who]) if somebody else (None, None, None))
    if somebody:
        highest = max(score for score, _, _ in found.values())
        assert highest <= 100 + 1e-9
        if method != "combined":
            assert highest == pytest.approx(100)


def test_only_the_ratio_of_weights_counts(log_of: Callable[..., EventLog]) -> None:
    rows = [("a", at(0), "visit"), ("a", at(1), "open"), ("b", at(1), "purchase"), ("c", at(2), "click")]
    half = {kind: Activity(said.kind, said.weight / 2) for kind, said in ACTIVITY.items()}
    whole = scores(log_of(*rows, activity=ACTIVITY))
    halved = scores(log_of(*rows, activity=half))
    assert set(halved) == set(whole) == {"a", "b", "c"}
    for who, figures in halved.items():
        assert figures == pytest.approx(whole[who])


def test_bands_and_nobody_left_out(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Counting: 8, 6, 4, 2 and 0 of 8 events are 100, 75, 50, 25 and 0.
    rows = [(who, at(40), "visit") for who, times in zip("abcd", (8, 6, 4, 2), strict=True) for _ in range(times)]
    log = log_of(*rows, ("e", at(0), "visit"), ("f", at(39), "refund"), ("g", at(39), "refund"), activity=ACTIVITY)
    result = answer(log, "engagement", method="counting")
    sizes = dict(result.frame.select("segment", "customers").iter_rows())
    assert sizes == {"top": 1, "high": 1, "medium": 1, "low": 1, "none": 3}
    assert result.frame["share"].sum() == pytest.approx(1)
    weights = result.parts["thresholds"][1]
    assert weights.filter(event="visit").row(0) == ("visit", "active", 40, 1, 20, 20)
    assert weights.filter(event="refund").row(0) == ("refund", "ignore", 0, 0, 2, 0)


def test_nobody_did_anything_in_the_window(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", at(0), "visit"), ("b", at(40), "refund"), activity=ACTIVITY)
    assert list(scores(log).values()) == [(None, None, None)] * 2
    frame = answer(log, "engagement").frame
    assert frame.filter(segment="none")["customers"].to_list() == [2]


def test_kinds_the_mapping_does_not_know_are_named(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", at(0), "visit"), ("b", at(1), "call"), activity=ACTIVITY)
    notes = answer(log, "engagement").notes
    assert "Not in the mapping's [activity], so active with weight 60: call." in notes
    assert any("the 30 days before the analysis date: 2023-12-04 to 2024-01-02" in note for note in notes)


def test_a_band_is_a_scope_and_opens_its_customers(log_of: Callable[..., EventLog]) -> None:
    rows = [("a", at(40), "purchase"), ("b", at(40), "visit"), ("c", at(0), "visit")]
    runner = Runner(log_of(*rows, activity=ACTIVITY))
    question = Question.of("engagement")
    for row in some_rows(runner.answer(question).frame):
        assert len(runner.customers(question, row)) == row["customers"]
        scope = Scope(segment=Segment("engagement", row["segment"]))
        assert len(runner.data(scope).customers.collect()) == row["customers"]


def test_weights_below_zero_are_refused() -> None:
    with pytest.raises(UsageError, match="w_a"):
        Question.of("engagement", w_a=-1)
