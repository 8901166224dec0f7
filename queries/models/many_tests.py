"""Looking at many things at once: of a hundred that are nothing, five are below 5 % by chance alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def benjamini_hochberg(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """The q of each p: the smallest share of false discoveries at which it is one (Benjamini, Hochberg 1995).

    Args:
        p: How likely chance alone does as much, each from 0 to 1; NaN was not tested and does not count.

    Returns:
        q in the order of p, never below it; NaN where p is.
    """
    q = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    ascending = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[ascending] * len(ascending) / np.arange(1, len(ascending) + 1)
    # A test is no worse than one with a higher p.
    q[ascending] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1.0)
    return q
