"""The lifecycle stages: by hand, recomputed from the definition, and the limits in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.errors import QuestionError, UsageError
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.activity.lifecycle.segmentation import MEANINGS, STAGES, Limits, limits_of, stage_at
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
PEOPLE = [(f"p{n}", "Rome") for n in range(6)]
acts = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 90), st.sampled_from(["purchase", "purchase", "refund", "visit"])),
    max_size=25,
)
limit = st.none() | st.integers(1, 100)


def at(day: int) -> date:
    return FIRST + timedelta(days=day)


def stages(log: EventLog, scope: Scope | None = None, **given: Any) -> dict[str, str]:
    """Id → stage."""
    members = membership(Data(log, scope or Scope()), "lifecycle", **given).join(log.customers, on="customer")
    return dict(members.select("id", pl.col("segment").cast(pl.String)).collect().iter_rows())


def quantile(values: list[int], share: float) -> float:
    """Interpolated linearly."""
    ordered, place = sorted(values), share * (len(values) - 1)
    low = int(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def expected(
    rows: list[tuple[int, int, str]], end: int, new: int, silent: float | None, churned: float | None
) -> dict[str, str]:
    """The definition, customer by customer."""
    bought = {
        who: sorted({d for w, d, kind in rows if w == who and kind == "purchase" and d < end}) for who in range(6)
    }
    gaps = [b - a for days in bought.values() for a, b in pairwise(days)]
    quiet, gone = silent, churned
    if gaps and quiet is None:
        quiet = min(quantile(gaps, 0.8), *([churned] if churned else []), 1e9)
    if gaps and gone is None:
        gone = max(quantile(gaps, 0.95), *([silent] if silent else []), 0)
    found = {}
    for who, days in bought.items():
        if not days:
            stage = "prospect"
        elif end - days[0] <= new and len(days) == 1:
            stage = "new"
        elif gone is not None and end - days[-1] > gone + 1e-9:
            stage = "churned"
        else:
            stage = "silent" if quiet is not None and end - days[-1] > quiet + 1e-9 else "active"
        found[f"p{who}"] = stage
    return found


def test_each_stage_by_hand(log_of: Callable[..., EventLog]) -> None:
    # Gaps 10, 20, 20, 20, 30: 80 % are 22 days or shorter (between 20 and 30), 95 % are 28.
    days = {"p0": [0, 10, 30, 50, 70, 100], "p1": [71], "p2": [70], "p3": [75], "p4": [0]}
    rows = [(who, at(day), "purchase", 1) for who, own in days.items() for day in own]
    log = log_of(*rows, ("p5", at(99), "visit"), customers=PEOPLE)
    told = limits_of(Data(log, Scope())).collect().row(0)
    assert told == pytest.approx((30, 22, 28))
    assert stages(log) == {"p0": "active", "p1": "new", "p2": "churned", "p3": "new", "p4": "churned", "p5": "prospect"}
    assert stages(log, new=0, silent=26, churned=30)["p3"] == "active"
    assert stages(log, new=0, silent=25, churned=30)["p3"] == "silent"
    assert stages(log, new=0, silent=25, churned=25)["p3"] == "churned"


@settings(max_examples=15)
@given(rows=acts, new=st.integers(0, 60), silent=limit, churned=limit, end=st.integers(1, 91))
@example(rows=[(0, 0, "purchase")], new=30, silent=None, churned=None, end=91)
@example(rows=[(0, 0, "refund")], new=30, silent=None, churned=None, end=91)
def test_stages_of_everyone_as_the_definition_has_them(
    log_of: Callable[..., EventLog],
    rows: list[tuple[int, int, str]],
    new: int,
    silent: int | None,
    churned: int | None,
    end: int,
) -> None:
    rows = [*rows, (5, 0, "visit"), (5, 90, "visit"), (0, 0, "purchase")]
    if silent and churned:
        silent, churned = sorted((silent, churned))
    log = log_of(*((f"p{who}", at(day), kind) for who, day, kind in rows), customers=PEOPLE)
    found = stages(log, Scope(as_of=at(end)), new=new, silent=silent, churned=churned)
    known = expected(rows, end, new, silent, churned)
    # Who has not come yet at the analysis date is not known then.
    assert found == {who: known[who] for who in found}
    assert set(found) == {
        f"p{w}" for w in range(6) if all(r[0] != w for r in rows) or min(r[1] for r in rows if r[0] == w) < end
    }


@settings(max_examples=60)
@given(
    first=st.none() | st.integers(1, 400),
    times=st.integers(1, 3),
    last=st.integers(1, 400),
    silent=st.none() | st.floats(1, 300),
    churned=st.none() | st.floats(1, 300),
)
def test_one_stage_at_any_date(
    first: int | None, times: int, last: int, silent: float | None, churned: float | None
) -> None:
    frame = pl.DataFrame(
        {
            "first": [first],
            "times": [times],
            "last": [min(last, first) if first else None],
            "s": [silent],
            "c": [churned],
        },
        schema={"first": pl.Int32, "times": pl.UInt32, "last": pl.Int32, "s": pl.Float64, "c": pl.Float64},
    )
    limits = Limits(30, pl.col("s"), pl.col("c"))
    stage = frame.select(stage_at(pl.col("first"), pl.col("times"), pl.col("last"), limits)).item()
    if first is None:
        assert stage == "prospect"
    elif first <= 30 and times == 1:
        assert stage == "new"
    elif churned is not None and min(last, first) > churned:
        assert stage == "churned"
    else:
        assert stage == ("silent" if silent is not None and min(last, first) > silent else "active")


def test_the_stages_stand_in_their_order_and_each_is_explained(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    assert set(MEANINGS) == set(STAGES)
    result = answer(log_of(("a", at(0)), ("a", at(9))), "lifecycle")
    assert result.frame["segment"].to_list() == list(STAGES)
    assert result.frame["customers"].to_list() == [0, 0, 1, 0, 0]


def test_without_gaps_it_says_what_to_set(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", at(0)), ("b", at(50)))
    result = answer(log, "lifecycle")
    assert any("no gaps" in note and "--set silent=60 --set churned=120" in note for note in result.notes)
    assert stages(log) == {"a": "active", "b": "new"}
    assert stages(log, churned=20) == {"a": "churned", "b": "new"}
    assert result.parts["thresholds"][1].rows() == [
        ("new", 30.0, None, 0, False),
        ("silent", None, None, 0, False),
        ("churned", None, None, 0, False),
    ]


def test_the_limits_and_how_they_were_found(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(*(("a", at(day)) for day in (0, 10, 20, 30, 40, 140)))
    result = answer(log, "lifecycle", churned=120)
    assert result.parts["thresholds"][1].rows() == [
        ("new", 30.0, 0.8, 5, False),
        ("silent", pytest.approx(28), 0.8, 5, False),
        ("churned", 120.0, 1.0, 5, True),
    ]
    said = " ".join(result.notes)
    assert "Silent: more than 28 days without an order (80 % of all 5 gaps are that long or shorter)." in said
    assert (
        "Churned: more than 120 days without an order (as set: 100 % of all 5 gaps are that long or shorter)." in said
    )


@pytest.mark.parametrize(
    ("given", "limits"),
    [
        ({}, (28.0, 82.0)),
        ({"silent": 90}, (90.0, 90.0)),
        ({"churned": 20}, (20.0, 20.0)),
        ({"silent": 5, "churned": 5}, (5.0, 5.0)),
    ],
)
def test_a_limit_that_is_set_moves_a_proposed_one_that_contradicts_it(
    log_of: Callable[..., EventLog], given: dict[str, int], limits: tuple[float, float]
) -> None:
    log = log_of(*(("a", at(day)) for day in (0, 10, 20, 30, 40, 140)))
    assert limits_of(Data(log, Scope()), **given).collect().row(0)[1:] == pytest.approx(limits)


def test_churn_before_silence_is_refused(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(UsageError, match="churned after 10 days who is silent only after 20"):
        answer(log_of(("a", at(0))), "lifecycle", silent=20, churned=10)


@pytest.mark.parametrize("given", [{"new": -1}, {"silent": 0}, {"churned": "often"}, {"limit": 3}])
def test_parameters_out_of_bounds_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Question.of("lifecycle", **given)


def test_data_without_purchases_are_refused(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="no purchase events"):
        answer(log_of(("a", at(0), "visit")), "lifecycle")


def test_churn_goes_by_the_same_limit_also_within_a_segment(log_of: Callable[..., EventLog]) -> None:
    rows = [("a", at(day)) for day in (0, 10, 20, 30, 40, 140)] + [("b", at(day)) for day in (0, 3, 6)]
    runner = Runner(log_of(*rows, customers=[("a", "Rome"), ("b", "Oslo")]))
    own = (
        runner.answer(Question.of("lifecycle"))
        .parts["thresholds"][1]
        .filter(pl.col("stage") == "churned")["days"]
        .item()
    )
    for segment in ("active", "churned"):
        scope = Scope(segment=Segment("lifecycle", segment))
        rules = runner.answer(Question.of("churn", scope)).frame
        assert rules.filter("in_force")["threshold"].item() == pytest.approx(own)
        notes = runner.answer(Question.of("survival", scope, until="silence")).notes
        assert any(f"more than {int(own)} days" in note for note in notes)
    everyone = runner.answer(Question.of("churn")).frame.filter("in_force")
    sizes = dict(runner.answer(Question.of("lifecycle")).frame.select("segment", "customers").iter_rows())
    assert everyone["churned"].item() == sizes["churned"] == 1


def test_stages_of_cdnow(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "lifecycle")
    sizes = dict(result.frame.select("segment", "customers").iter_rows())
    assert sum(sizes.values()) == 23_570
    # All came in the first three months: nobody is new, and nobody known has not bought.
    assert (sizes["prospect"], sizes["new"]) == (0, 0)
    gaps = result.parts["thresholds"][1]
    assert gaps["days"].to_list() == [30, 119, 283]
    assert gaps["gaps"].to_list() == [44_021] * 3
    last = cdnow_log.events.group_by("customer").agg(pl.col("day").max()).collect()["day"]
    silence = 546 - last
    assert sizes["churned"] == (silence > 283).sum()
    assert sizes["silent"] == ((silence > 119) & (silence <= 283)).sum()
