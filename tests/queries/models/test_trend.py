"""Mann–Kendall and Theil–Sen against scipy, against plain counting, and where there is nothing to compare."""

from __future__ import annotations

from itertools import combinations
from math import erfc, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from queries.models import trend
from queries.models.trend import trends

series = st.lists(st.integers(0, 6).map(float), min_size=3, max_size=30)


def counted(values: list[float], seasons: int) -> tuple[float, float, float]:
    """S, its variance and the slope, pair by pair."""
    pairs = [(a, b) for a, b in combinations(range(len(values)), 2) if (b - a) % seasons == 0]
    s = sum(np.sign(values[b] - values[a]) for a, b in pairs)
    variance = 0.0
    for season in range(seasons):
        own = values[season::seasons]
        n, ties = len(own), [own.count(value) for value in set(own)]
        variance += (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    slopes = [(values[b] - values[a]) / (b - a) for a, b in pairs]
    return float(s), variance, float(np.median(slopes)) if slopes else float("nan")


@given(series, st.sampled_from([1, 2, 4, 12]))
def test_every_pair_is_counted(values: list[float], seasons: int) -> None:
    found = trends(np.array([values]), seasons)
    s, variance, slope = counted(values, seasons)
    assert found.s[0] == s
    assert found.slope[0] == pytest.approx(slope, nan_ok=True)
    p = erfc(max(abs(s) - 1, 0) / sqrt(variance) / sqrt(2)) if variance else float("nan")
    assert found.p[0] == pytest.approx(p, nan_ok=True)


@given(series)
def test_as_scipy_has_it(values: list[float]) -> None:
    found, times = trends(np.array([values])), np.arange(len(values))
    assert found.slope[0] == pytest.approx(theilslopes(values, times).slope)
    if len(set(values)) > 1:
        assert np.sign(found.s[0]) == np.sign(np.round(kendalltau(times, values).statistic, 12))


def test_the_normal_example_of_the_textbooks() -> None:
    # Ten values that rise but for one pair out of order: S = 45 − 2, variance 10 · 9 · 25 ÷ 18.
    found = trends(np.array([[1, 2, 3, 4, 5, 6, 7, 8, 10, 9]], dtype=float))
    assert (found.s[0], found.n[0]) == (43, 10)
    assert found.p[0] == pytest.approx(erfc(42 / sqrt(125) / sqrt(2)))


def test_a_season_is_no_trend_and_hides_none() -> None:
    december = np.array([[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 50] * 3], dtype=float)
    assert np.isnan(trends(december, 12).p[0])
    rising = december + np.arange(36) / 12
    assert trends(rising, 12).p[0] < 1e-6
    assert trends(rising, 12).slope[0] == pytest.approx(1 / 12)


def test_what_came_later_counts_from_then_on() -> None:
    late = trends(np.array([[np.nan, np.nan, 1, 2, 3], [9, 9, 1, 2, 3]]))
    assert (late.n[0], late.s[0], late.slope[0]) == (3, 3, 1)
    assert late.s[1] < 0


@pytest.mark.parametrize("values", [np.empty((0, 5)), np.empty((2, 0)), np.ones((2, 1)), np.full((2, 4), np.nan)])
def test_nothing_to_compare_is_no_trend(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    found = trends(values)
    assert len(found.p) == len(found.slope) == len(values)
    assert np.isnan(found.p).all()


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).poisson(3, (50, 20)).astype(float)
    whole = trends(values)
    monkeypatch.setattr(trend, "CELLS", 1)
    for ours, theirs in zip(trends(values), whole, strict=True):
        np.testing.assert_array_equal(ours, theirs)
