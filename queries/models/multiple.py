"""Many tests at once: Benjamini and Hochberg's share of false discoveries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Each p as q: the smallest share of false discoveries at which its test would still be one (1995).

    Of m tests the k-th smallest p becomes p · m ÷ k, and no q is above that of a larger p. In the order given.
    """
    values = np.asarray(ps, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * len(values) / np.arange(1, len(values) + 1)
    falling = np.minimum.accumulate(scaled[::-1])[::-1]
    adjusted = np.empty_like(falling)
    adjusted[order] = np.minimum(falling, 1.0)
    return [float(value) for value in adjusted]
