"""Benjamini–Hochberg against its paper's example and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from queries.models.many_tests import benjamini_hochberg

PAPER = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip
"""Benjamini, Hochberg 1995, section 4: fifteen tests, of which four are told at 5 %."""


def test_the_example_of_the_paper() -> None:
    assert (benjamini_hochberg(np.array(PAPER)) <= 0.05).tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_as_scipy_has_it(p: list[float]) -> None:
    assert benjamini_hochberg(np.array(p)) == pytest.approx(false_discovery_control(p))


def test_what_was_not_tested_does_not_count() -> None:
    with_gaps = benjamini_hochberg(np.array([0.01, np.nan, 0.04]))
    assert with_gaps[[0, 2]] == pytest.approx(benjamini_hochberg(np.array([0.01, 0.04])))
    assert np.isnan(with_gaps[1])
    assert len(benjamini_hochberg(np.array([]))) == 0
