"""Scores: which of them nobody has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from queries.customers.scores import empty_scores


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).map(sorted), st.booleans())
def test_empty_scores_are_those_between_equal_shares(shares: list[float], falling: bool) -> None:
    edges = [0.0, *shares, 1.0]
    rising = [k + 1 for k in range(len(edges) - 1) if edges[k] == edges[k + 1]]
    bins = len(shares) + 1
    assert empty_scores(shares, falling=falling) == sorted(bins + 1 - k if falling else k for k in rising)
    assert empty_scores([*shares, None]) == []
