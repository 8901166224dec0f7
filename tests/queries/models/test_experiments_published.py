"""Statistics of experiments on numbers that nobody here made, and on what follows from their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.models.means import Sample, Sums, cuped, lift_of_means, welch
from queries.models.multiple import benjamini_hochberg
from queries.models.power import detectable, per_arm
from queries.models.proportions import (
    chances_to_be_best,
    lift_of_shares,
    sample_ratio,
    two_shares,
    wilson,
)


def test_two_proportions_of_statsmodels() -> None:
    """The example of statsmodels' proportions_ztest: 5 of 83 against 12 of 99."""
    found = two_shares(12, 99, 5, 83)
    assert found is not None
    assert (found.z, found.p) == (pytest.approx(-1.40783, abs=5e-6), pytest.approx(0.15918, abs=5e-6))


def test_wilson_of_the_same() -> None:
    found = wilson(5, 83)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(0.0260, abs=5e-5), pytest.approx(0.1334, abs=5e-5))


@pytest.mark.parametrize(("count", "n"), [(0, 40), (40, 40), (1, 1)])
def test_wilson_stays_between_nobody_and_everybody(count: int, n: int) -> None:
    found = wilson(count, n)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_sample_ratio_mismatch_of_kohavi() -> None:
    """821,588 against 815,482 where halves were planned."""
    found = sample_ratio([821_588, 815_482], [1, 1])
    assert found is not None
    assert found.chi2 == pytest.approx(22.774, abs=5e-4)
    assert found.p < 0.001


def test_sizes_as_planned_are_no_mismatch() -> None:
    found = sample_ratio([900, 100], [0.9, 0.1])
    assert found is not None
    assert (found.chi2, found.p) == (pytest.approx(0), pytest.approx(1))


@pytest.mark.parametrize("sizes", [(10, 20), (25, 4), (3, 300)])
def test_welch_agrees_with_scipy(sizes: tuple[int, int]) -> None:
    from scipy.stats import ttest_ind

    rng = np.random.default_rng(sum(sizes))
    a, b = rng.gamma(2, 10, sizes[0]), rng.gamma(1, 25, sizes[1])
    found = welch(*(Sample(len(x), float(x.mean()), float(x.var(ddof=1))) for x in (a, b)))
    theirs = ttest_ind(b, a, equal_var=False)
    interval = theirs.confidence_interval(0.95)
    assert found is not None
    assert (found.t, found.df, found.p) == pytest.approx((theirs.statistic, theirs.df, theirs.pvalue), rel=1e-9)
    assert found.difference[1:] == pytest.approx((interval.low, interval.high), rel=1e-9)


def test_power_of_the_textbook() -> None:
    """10 % against 15 %, 5 % two-sided, power 0.8: Fleiss' 686 a group (without the correction for continuity)."""
    assert per_arm(0.10, 0.5) == 686
    assert per_arm(0.10, -1 / 2) == per_arm(0.05, 1.0)
    assert per_arm(0.10, 0.0) is None
    assert per_arm(0.6, 1.0) is None


@given(base=st.floats(0.01, 0.9), n=st.integers(50, 10_000_000))
def test_what_can_be_detected_needs_no_more_than_there_are(base: float, n: int) -> None:
    lift = detectable(base, n)
    if lift is not None:
        assert (per_arm(base, lift) or n + 1) <= n  # no number needed means that the lift cannot be
        smaller = per_arm(base, lift * 0.999)
        assert smaller is None or smaller >= n  # None where rounding leaves no lift


def test_benjamini_hochberg_of_1995() -> None:
    """The fifteen p of their paper on thrombolysis: at 5 % the first four are discoveries."""
    ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
    ps += [0.7590, 1.0000]
    qs = benjamini_hochberg(ps)
    assert sum(q <= 0.05 for q in qs) == 4
    assert qs[3] == pytest.approx(0.0095 * 15 / 4)
    assert benjamini_hochberg(ps[::-1]) == pytest.approx(qs[::-1])
    assert benjamini_hochberg([]) == []


@given(ps=st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_no_q_is_below_its_p_and_the_order_stays(ps: list[float]) -> None:
    qs = benjamini_hochberg(ps)
    assert all(q >= p or q == pytest.approx(p) for p, q in zip(ps, qs, strict=True))  # equal up to rounding
    ranked = [q for _, q in sorted(zip(ps, qs, strict=True))]
    assert ranked == sorted(ranked)
    assert max(qs) <= 1


def exactly_best(a: int, n_a: int, b: int, n_b: int) -> float:
    """P(B > A) in closed form (Miller 2015), as a sum of exact fractions."""
    from fractions import Fraction
    from math import factorial

    def beta(x: int, y: int) -> Fraction:
        return Fraction(factorial(x - 1) * factorial(y - 1), factorial(x + y - 1))

    alpha_a, beta_a, alpha_b, beta_b = 1 + a, 1 + n_a - a, 1 + b, 1 + n_b - b
    terms = (
        beta(alpha_a + i, beta_b + beta_a) / ((beta_b + i) * beta(1 + i, beta_b) * beta(alpha_a, beta_a))
        for i in range(alpha_b)
    )
    return float(sum(terms))


@pytest.mark.parametrize(
    ("a", "n_a", "b", "n_b"), [(10, 100, 15, 100), (0, 10, 0, 10), (30, 60, 29, 61), (5, 83, 12, 99)]
)
def test_the_chance_to_be_best_is_that_of_the_closed_form(a: int, n_a: int, b: int, n_b: int) -> None:
    first, second = chances_to_be_best([a, b], [n_a, n_b])
    assert second == pytest.approx(exactly_best(a, n_a, b, n_b), abs=1e-5)
    assert first + second == pytest.approx(1, abs=1e-5)


@given(groups=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=5))
def test_chances_to_be_best_sum_to_one(groups: list[tuple[int, int]]) -> None:
    chances = chances_to_be_best([did for did, _ in groups], [did + more for did, more in groups])
    assert sum(chances) == pytest.approx(1, abs=1e-3)


def test_cuped_takes_away_what_the_time_before_explains() -> None:
    """Where y is x and an effect, nothing is left but the effect; and the textbook's θ on a small frame."""
    rng = np.random.default_rng(3)
    groups = []
    for effect in (0.0, 2.0):
        x = rng.normal(10, 3, 200)
        y = x * 1.5 + effect
        groups.append(Sums(200, y.sum(), x.sum(), y @ y, x @ x, x @ y))
    a, b = cuped(groups)
    assert a is not None
    assert b is not None
    assert b.mean - a.mean == pytest.approx(2.0)
    assert a.variance == pytest.approx(0, abs=1e-6)


def test_cuped_without_anything_before_is_the_plain_sample() -> None:
    group = Sums(4, 10.0, 0.0, 30.0)
    assert cuped([group]) == [group.sample()]


@given(ys=st.lists(st.integers(0, 50), min_size=2, max_size=40))
def test_sums_give_the_mean_and_variance_of_numpy(ys: list[int]) -> None:
    y = np.array(ys, dtype=float)
    sample = Sums(len(y), y.sum(), yy=float(y @ y)).sample()
    assert sample is not None
    assert (sample.mean, sample.variance) == (pytest.approx(y.mean()), pytest.approx(y.var(ddof=1), abs=1e-9))


def test_a_ratio_of_ones_is_the_mean() -> None:
    y = np.array([3.0, 5.0, 0.0, 7.0])
    sums = Sums(4, y.sum(), 4.0, float(y @ y), 4.0, y.sum())
    ratio, sample = sums.ratio(), sums.sample()
    assert ratio is not None
    assert sample is not None
    assert (ratio.mean, ratio.variance) == (sample.mean, pytest.approx(sample.variance))


def test_a_lift_by_the_delta_method_by_hand() -> None:
    """m 10 and 12, variance 25 and 36, n 100 each: Var = 0.36 ÷ 100 + 144 · 0.25 ÷ 10,000 = 0.0072."""
    lift = lift_of_means(Sample(100, 10.0, 25.0), Sample(100, 12.0, 36.0))
    assert lift is not None
    assert lift.value == pytest.approx(0.2)
    assert lift.high - lift.low == pytest.approx(2 * 1.959964 * 0.0072**0.5, rel=1e-6)


def test_nothing_is_compared_where_nothing_can_be() -> None:
    assert wilson(0, 0) is None
    assert two_shares(0, 10, 0, 10) is None
    assert two_shares(1, 0, 1, 10) is None
    assert lift_of_shares(0, 10, 5, 10) is None
    assert sample_ratio([10], [1]) is None
    assert welch(Sample(3, 1.0, 0.0), Sample(3, 1.0, 0.0)) is None
    assert lift_of_means(Sample(3, 0.0, 0.0), Sample(3, 1.0, 1.0)) is None
    assert Sums(1, 1.0).sample() is None
    assert Sums(2, 1.0).ratio() is None
    assert detectable(0.1, 2) is None
    assert detectable(0.0, 100) is None


def test_the_closed_form_is_itself_right() -> None:
    """Of one trial each: P(B > A) of 1/2 by symmetry, whatever came out alike."""
    assert exactly_best(1, 1, 1, 1) == pytest.approx(0.5)
