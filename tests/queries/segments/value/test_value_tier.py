"""Value tiers: against plain Python, who is potential, what is said without amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings

from queries.errors import UsageError
from tests.queries.segments.recount import ROWS, Row, at, end_of, everyone, figures, log_with, quantile, segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


@settings(max_examples=8)
@given(rows=ROWS)
def test_the_tier_of_everyone(log_of: Callable[..., EventLog], rows: list[Row]) -> None:
    log = log_with(log_of, rows)
    assert segments(log, "value_tier") == tiers(rows, 0.75, 0.25)
    assert segments(log, "value_tier", hi=0.6, lo=0.5) == tiers(rows, 0.6, 0.5)


def tiers(rows: list[Row], hi: float, lo: float) -> dict[str, str]:
    """Id → tier, by the definitions."""
    of_buyers, rates = figures(rows), clicks_a_month(rows)
    often, much = ([float(row[place]) for row in of_buyers.values()] for place in (1, 2))
    clicked = [rate for rate in rates.values() if rate > 0]
    tier_of = {}
    for who, rate in rates.items():
        _, frequency, monetary = of_buyers.get(who, (0, 0, 0))
        if who in of_buyers and frequency >= quantile(often, hi) and monetary >= quantile(much, hi):
            tier_of[who] = "high"
        elif rate > 0 and rate >= quantile(clicked, hi) and frequency < quantile(often, 0.5):
            tier_of[who] = "potential"
        elif who in of_buyers and frequency <= quantile(often, lo) and monetary <= quantile(much, lo):
            tier_of[who] = "low"
        elif who in of_buyers:
            tier_of[who] = "middle"
    return everyone(tier_of)


def clicks_a_month(rows: list[Row]) -> dict[str, float]:
    """Id → clicks in thirty days, of at least thirty since the first event."""
    first: dict[str, int] = {}
    clicks: dict[str, int] = {}
    for number, day, kind, _ in rows:
        who = f"p{number}"
        first[who] = min(day, first.get(who, day))
        clicks[who] = clicks.get(who, 0) + (kind == "click")
    return {who: clicks[who] * 30 / max(end_of(rows) - first[who], 30) for who in first}


def test_nobody_is_potential_without_clicks_and_visits(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows = [("a", at(0), "purchase", 9), ("a", at(1), "purchase", 9), ("b", at(1), "look"), ("c", at(1), "purchase", 1)]
    result = answer(log_of(*rows), "value_tier", worth="no")
    assert result.frame.filter(pl.col("segment") == "potential")["customers"].item() == 0
    assert any("nobody is potential" in note for note in result.notes)
    visits = answer(log_of(*rows, roles={"purchase": ("purchase",), "visit": ("look",)}), "value_tier", worth="no")
    assert visits.frame.filter(pl.col("segment") == "potential")["customers"].item() == 1
    assert any("look" in note and "Visits stand in" in note for note in visits.notes)


def test_missing_amounts_are_told(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("a", at(0)), ("b", at(1)), ("b", at(2))), "value_tier")
    assert any("counts as 0" in note for note in result.notes)
    assert result.frame["customers"].sum() == 2
    assert result.frame["revenue"].null_count() == len(result.frame)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"hi": 0.2}, r"What is low up to 0\.25 cannot be high from 0\.2 on"),
        ({"lo": -1}, "lo cannot be -1"),
    ],
)
def test_limits_that_make_no_sense_are_refused(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        answer(log_of(("a", at(0), "purchase", 1)), "value_tier", **parameters)
