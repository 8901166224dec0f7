"""Intervals hold what they promise, in short; `make soak` draws more."""

from __future__ import annotations

from tests.queries.models.coverage import PROMISED, covered

DRAWS = 300
"""Chance leaves 1.3 % at each side (one standard error): three of them are allowed."""


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    found = covered(DRAWS)
    assert len(found) == 11
    assert {name: share for name, share in found.items() if abs(share - PROMISED) > 0.039} == {}
