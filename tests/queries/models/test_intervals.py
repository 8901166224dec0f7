"""Intervals of shares and of net scores: published figures, and what holds of any counts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.models.intervals import net_score, wilson


def shares(count: int, n: int) -> tuple[float | None, ...]:
    ends = wilson(pl.col("k"), pl.col("n"))
    return pl.DataFrame({"k": [count], "n": [n]}).select(low=ends[0], high=ends[1]).row(0)


def net(above: int, below: int, n: int) -> tuple[float | None, ...]:
    score = net_score(pl.col("p"), pl.col("d"), pl.col("n"))
    frame = pl.DataFrame({"p": [above], "d": [below], "n": [n]}, schema=dict.fromkeys("pdn", pl.UInt32))
    return frame.select(score=score[0], low=score[1], high=score[2]).row(0)


def test_published_figures() -> None:
    assert shares(5, 83) == pytest.approx((0.0260, 0.1334), abs=5e-5)
    score, low, high = net(100, 40, 200)  # half promoters, a fifth detractors: 30 ± 10.82
    assert score == pytest.approx(30)
    assert low == pytest.approx(30 - 10.82, abs=0.005)
    assert high == pytest.approx(30 + 10.82, abs=0.005)


def test_nobody_has_no_interval() -> None:
    assert shares(0, 0) == (None, None)
    assert net(0, 0, 0) == (None, None, None)


@given(n=st.integers(1, 500), parts=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_ends_stand_around_the_value_within_their_bounds(n: int, parts: tuple[float, float]) -> None:
    above = int(n * parts[0])
    below = int((n - above) * parts[1])
    low, high = shares(above, n)
    assert low is not None
    assert high is not None
    assert -1e-12 <= low <= above / n + 1e-12 <= high + 2e-12 <= 1 + 4e-12
    score, least, most = net(above, below, n)
    assert least is not None
    assert most is not None
    assert -100 <= least <= score + 1e-9 <= most + 2e-9 <= 100 + 4e-9
    assert net(below, above, n)[0] == pytest.approx(-score)
