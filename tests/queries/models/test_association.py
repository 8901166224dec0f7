"""Odds ratios, φ and many tests at once: published figures, the standard library and a recount."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.models.association import chance, false_discovery, odds_ratio, phi

CELLS = [pl.col(name) for name in "abcd"]
P = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1]
"""The fifteen p values of Benjamini and Hochberg 1995, of which four are found at 5 %."""


def of(a: int, b: int, c: int, d: int) -> dict[str, float]:
    frame = pl.DataFrame({"a": [a], "b": [b], "c": [c], "d": [d]})
    return frame.select(**odds_ratio(*CELLS), phi=phi(*CELLS)).row(0, named=True)


def test_an_odds_ratio_with_its_interval() -> None:
    # Aspirin against heart attacks (Physicians' Health Study): 189 of 11,034 with placebo, 104 of 11,037 with aspirin.
    found = of(189, 104, 10_845, 10_933)
    assert found["odds_ratio"] == pytest.approx(1.832, abs=0.001)
    assert (found["low"], found["high"]) == (pytest.approx(1.440, abs=0.001), pytest.approx(2.331, abs=0.001))


def test_an_empty_cell_is_finite() -> None:
    found = of(10, 5, 0, 5)
    assert found["odds_ratio"] == pytest.approx((10.5 * 5.5) / (5.5 * 0.5))
    assert found["low"] < found["odds_ratio"] < found["high"]


def test_phi_is_the_correlation_of_two_facts() -> None:
    first, second = [1] * 7 + [0] * 9, [1] * 5 + [0] * 2 + [1] * 3 + [0] * 6
    assert of(5, 3, 2, 6)["phi"] == pytest.approx(np.corrcoef(first, second)[0, 1])
    assert of(5, 0, 5, 0)["phi"] is None
    assert of(5, 0, 0, 5)["phi"] == 1


def test_p_is_that_of_a_normal_deviate_on_both_sides() -> None:
    for correlation, n in ((0.1, 100), (-0.3, 50), (0.0, 10)):
        expected = 2 * (1 - NormalDist().cdf(sqrt(n) * abs(correlation)))
        assert chance(np.array([correlation]), n)[0] == pytest.approx(expected)


def test_the_published_example_finds_four() -> None:
    q = false_discovery(np.array(P))
    assert int((q < 0.05).sum()) == 4
    assert q[3] == pytest.approx(15 * 0.0095 / 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_the_least_of_what_comes_after(p: list[float]) -> None:
    ranked = sorted(p)
    expected = [min(1, *(ranked[k] * len(p) / (k + 1) for k in range(len(p)) if ranked[k] >= one)) for one in p]
    assert false_discovery(np.array(p)) == pytest.approx(np.array(expected))
