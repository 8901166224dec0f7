"""What an action changed, against others, with an interval from customers drawn again and again."""

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
    many customers there are. In the latter case a third column may say what they did `before`: chance leaves the
    groups a little apart, and what that explains is taken away (CUPED).
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

    lift = (after ÷ base of the treated) ÷ (after ÷ base of the compared) − 1; with `before`, what was to be expected
    of the treated is corrected by what they did more before. Bundles of each group are drawn with replacement, as
    many as there are; 2.5 % of the draws are below the interval and as many above.

    Returns:
        None where there is nothing to hold something against: a base or the after of those compared is not above 0.
    """
    rng = np.random.default_rng(seed)
    treated, compared = (part.sum(axis=0) for part in groups)
    if min(treated[0], *compared[:2]) <= 0:
        return None
    explained = slope(groups)
    expected = _expected(treated, compared, explained)
    if not expected > 0:
        return None
    lift, extra = _apart(treated, compared, explained)
    drawn_treated, drawn_compared = (_drawn(part, rng, draws) for part in groups)
    lifts, extras = _apart(drawn_treated, drawn_compared, explained)
    return Effect(float(expected), _range(float(lift), lifts), _range(float(extra), extras))


def slope(groups: Groups) -> float:
    """How much more a customer does after for one more before, within the groups; 0 without `before`."""
    across = along = 0.0
    for part in groups:
        if part.shape[1] < 3:
            return 0.0
        base, after, before = part.T
        more_after, more_before = (one - base * one.sum() / base.sum() for one in (after, before))
        across += float(more_before @ more_after)
        along += float(more_before @ more_before)
    return across / along if along > 0 else 0.0


def _expected(treated: np.ndarray, compared: np.ndarray, explained: float) -> np.ndarray:
    """The base of the treated, grown as that of those compared."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = treated[..., 0] / compared[..., 0]
        grown = share * compared[..., 1]
        return np.asarray(grown + explained * (treated[..., 2] - share * compared[..., 2]) if explained else grown)


def _apart(treated: np.ndarray, compared: np.ndarray, explained: float) -> tuple[np.ndarray, np.ndarray]:
    """Lift and extra of sums, in whatever shape they come."""
    expected = _expected(treated, compared, explained)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(treated[..., 1] / expected - 1), np.asarray(treated[..., 1] - expected)


def _drawn(bundles: np.ndarray, rng: np.random.Generator, draws: int) -> np.ndarray:
    """Sums of bundles drawn with replacement: a row a draw."""
    size = len(bundles)
    # Each draw counts in cells of its own: a tenth of the time of asking for multinomial numbers, which are the same.
    picked = rng.integers(size, size=(draws, size), dtype=np.min_scalar_type(size))
    cells = picked + size * np.arange(draws)[:, None]
    times = np.bincount(cells.ravel(), minlength=draws * size).reshape(draws, size)
    return np.asarray(times.astype(np.float64) @ bundles)


def _range(value: float, drawn: np.ndarray) -> Range:
    """The value between the quantiles of the draws; draws without a base tell nothing and are left out."""
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn[np.isfinite(drawn)], [tail, 1 - tail])
    return Range(value, float(low), float(high))
