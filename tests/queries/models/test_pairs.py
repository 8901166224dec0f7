"""Pairs in baskets against plain counting, in one block and in many."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from queries.models import pairs
from queries.models.pairs import meetings, together

if TYPE_CHECKING:
    import pytest

held = st.sets(st.tuples(st.integers(0, 8), st.sampled_from([0, 3, 7, 8, 20])), max_size=40)


def table(rows: set[tuple[int, int]]) -> pl.DataFrame:
    return pl.DataFrame(sorted(rows), schema={"basket": pl.UInt32, "key": pl.UInt32}, orient="row")


@given(held, st.integers(1, 4))
def test_pairs_are_counted_as_by_hand(rows: set[tuple[int, int]], minimum: int) -> None:
    counts: Counter[tuple[int, int]] = Counter()
    for basket in range(9):
        counts.update(combinations(sorted(key for b, key in rows if b == basket), 2))
    expected = sorted((*pair, n) for pair, n in counts.items() if n >= minimum)
    assert together(table(rows), minimum).rows() == expected


@given(held, held, st.integers(1, 3))
def test_meetings_of_two_tables(ours: set[tuple[int, int]], theirs: set[tuple[int, int]], minimum: int) -> None:
    counts = Counter((a, b) for basket, a in ours for other, b in theirs if basket == other)
    expected = sorted((*pair, n) for pair, n in counts.items() if n >= minimum)
    assert meetings(table(ours), table(theirs), minimum).rows() == expected
    # What else is told of a pair is told of our rows in the baskets where both meet, in whatever order they come.
    last = Counter({(a, b): basket for basket, a in sorted(ours) for other, b in theirs if basket == other})
    weighed = table(ours).with_columns(weight="basket").reverse()
    told = meetings(weighed, table(theirs), minimum, also={"last": pl.col("weight").max()})
    assert told.rows() == [(*row, last[row[:2]]) for row in expected]


def test_blocks_make_no_difference_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {(n % 50, n * 7 % 23) for n in range(600)}
    whole, checks = together(table(rows), 2), [0]
    monkeypatch.setattr(pairs, "BLOCK", 1)
    assert together(table(rows), 2, lambda: checks.append(1)).equals(whole)
    assert len(whole) > 0
    assert len(checks) > 20
