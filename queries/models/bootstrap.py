"""What an action changed, against others: a ratio of ratios, with an interval from customers drawn again and again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from queries.models.proportions import CONFIDENCE, Range

DRAWS = 2_000
BUNDLES = 500
"""Customers are put into so many bundles at random: drawing bundles tells as much as drawing customers."""


class Groups(NamedTuple):
    """Bundles of customers of the treated and of those compared: a row a bundle, its `base` and its `after` summed.

    `base` is what `after` is held against: what was before the action or, where chance alone parted the groups, how
    many customers there are.
    """

    treated: np.ndarray
    compared: np.ndarray


class Effect(NamedTuple):
    """What an action changed.

    Attributes:
        expected: What the treated would have done, had they gone the way of those compared.
        lift: What they did more, as a share of that.
        extra: What they did more.
    """

    expected: float
    lift: Range
    extra: Range


def effect_of(groups: Groups, seed: int, draws: int = DRAWS) -> Effect | None:
    """By how much the treated changed more than those compared, with intervals.

    lift = (after ÷ base of the treated) ÷ (after ÷ base of the compared) − 1. Bundles of each group are drawn with
    replacement, as many as there are; 2.5 % of the draws are below the interval and as many above.

    Returns:
        None where there is nothing to hold something against: a base or the after of those compared is not above 0.
    """
    rng = np.random.default_rng(seed)
    whole = [part.sum(axis=0) for part in groups]
    if min(whole[0][0], *whole[1]) <= 0:
        return None
    drawn = [_drawn(part, rng, draws) for part in groups]
    expected, (lift, extra) = _expected(*whole), _apart(*whole)
    lifts, extras = _apart(*drawn)
    return Effect(float(expected), _range(float(lift), lifts), _range(float(extra), extras))


def _expected(treated: np.ndarray, compared: np.ndarray) -> np.ndarray:
    """The base of the treated, grown as that of those compared."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(treated[..., 0] * compared[..., 1] / compared[..., 0])


def _apart(treated: np.ndarray, compared: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lift and extra of sums, in whatever shape they come."""
    expected = _expected(treated, compared)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(treated[..., 1] / expected - 1), np.asarray(treated[..., 1] - expected)


def _drawn(bundles: np.ndarray, rng: np.random.Generator, draws: int) -> np.ndarray:
    """Sums of bundles drawn with replacement: a row a draw."""
    size = len(bundles)
    times = rng.multinomial(size, np.full(size, 1 / size), size=draws)
    return np.asarray(times @ bundles)


def _range(value: float, drawn: np.ndarray) -> Range:
    """The value between the quantiles of the draws; draws without a base tell nothing and are left out."""
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn[np.isfinite(drawn)], [tail, 1 - tail])
    return Range(value, float(low), float(high))
