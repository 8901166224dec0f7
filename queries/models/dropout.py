"""Purchases before a dropout that may follow each of them: closed where that is safe, else summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from queries.models.histories import Floats

NEAR = 1e-3
"""So close to a = 1 or a + b = 1 the closed form divides nothing by nothing."""
LARGE_SUM, LARGE_SHAPE = 100.0, 30.0
"""Beyond these ₂F₁ runs into gamma functions that overflow."""
ENOUGH = 1e-14


def until_dropout(a: float, b: Floats, shape: Floats, z: Floats) -> Floats:
    """Expected purchases of somebody active, who may leave after each.

    Args:
        a: With `b` the beta distribution of the chance to leave after a purchase, as far as it is known.
        b: One for each row.
        shape: Of the gamma distribution of the purchase rate; its scale enters by `z`.
        z: t ÷ (scale + t), for the time t that is looked ahead.
    """
    # A wide dropout scale, a heavy buyer, or a singular point of the closed form.
    hard = (a + b > LARGE_SUM) | (shape > LARGE_SHAPE) | (np.abs(a + b - 1) < NEAR) | (abs(a - 1) < NEAR)
    found = np.full_like(z, np.nan)
    found[~hard] = _closed(a, b[~hard], shape[~hard], z[~hard])
    # What ₂F₁ could not say (it stumbles where its parameters differ by whole numbers) is summed, too.
    left = ~np.isfinite(found)
    found[left] = _summed(a, b[left], shape[left], z[left])
    return found


def _closed(a: float, b: Floats, shape: Floats, z: Floats) -> Floats:
    """c ÷ (a − 1) · [1 − (1 − z)^shape · ₂F₁(shape, b; c; z)] with c = a + b − 1, as published.

    Written by Euler's transformation as (1 − z)^(a−1) · ₂F₁(c − shape, a − 1; c; z), which loses fewer digits.
    """
    from scipy.special import hyp2f1

    c = a + b - 1
    kept = np.exp((a - 1) * np.log1p(-z)) * hyp2f1(c - shape, a - 1, c, z)
    bought: Floats = c / (a - 1) * (1 - kept)
    return np.maximum(bought, 0.0)


def _summed(a: float, b: Floats, shape: Floats, z: Floats) -> Floats:
    """Σ P(still active after n purchases) · P(more than n occasions), the latter an incomplete beta function.

    The same number, from positive terms alone: nothing overflows, cancels or is singular.
    """
    from scipy.special import betainc

    found, still = np.zeros_like(z), np.ones_like(z)
    open_rows = np.arange(len(z))
    n = 0
    while len(open_rows):
        more = still[open_rows] * betainc(n + 1.0, shape[open_rows], z[open_rows])
        found[open_rows] += more
        open_rows = open_rows[more > ENOUGH * found[open_rows]]
        still[open_rows] *= (b[open_rows] + n) / (a + b[open_rows] + n)
        n += 1
    return found
