"""How many customers a test needs, and what a test of so many can see."""

from __future__ import annotations

from math import ceil, sqrt

POWER = 0.8
"""A test that finds a real effect four times out of five is what is usually planned."""


def per_arm(base: float, lift: float, *, significance: float = 0.05, power: float = POWER) -> int | None:
    """Customers that each of two groups needs to tell `base` from `base · (1 + lift)`, two-sided.

    n = (z_{α/2} √(2 p̄ q̄) + z_β √(p₁q₁ + p₂q₂))² ÷ Δ², rounded up.

    Returns:
        None where there is no such difference to be seen: no lift, or a share that is not between 0 and 1.
    """
    from scipy.special import ndtri

    other = base * (1 + lift)
    if not (0 < base < 1 and 0 < other < 1) or other == base:
        return None
    middle = (base + other) / 2
    alpha, beta = float(ndtri(1 - significance / 2)), float(ndtri(power))
    spread = alpha * sqrt(2 * middle * (1 - middle)) + beta * sqrt(base * (1 - base) + other * (1 - other))
    return ceil((spread / (other - base)) ** 2)


def detectable(base: float, n: int, *, significance: float = 0.05, power: float = POWER) -> float | None:
    """The smallest lift upwards that two groups of `n` each can tell; None where not even a share of 1 would be told.

    The inverse of `per_arm`, by halving: fewer customers are needed the larger the lift.
    """
    if not 0 < base < 1:
        return None
    low, high = 0.0, (1 - base) / base * (1 - 1e-9)
    if (needed := per_arm(base, high, significance=significance, power=power)) is None or needed > n:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        needed = per_arm(base, middle, significance=significance, power=power)
        low, high = (middle, high) if needed is None or needed > n else (low, middle)
    return high
