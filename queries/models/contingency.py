"""Whether two dimensions go together by more than chance: Pearson's χ² of a table of counts, and Cramér's V."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

SPARSE = 5
"""Cells that expect fewer make the test unreliable."""


def residual(observed: pl.Expr, row: pl.Expr, column: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """The adjusted residual of a cell: how many standard errors it is from what independence expects.

    Beyond 3 in about three of a thousand cells when nothing goes together (Haberman 1973). Null where a row or
    column is empty or everything.
    """
    expected = row.cast(pl.Float64) * column / whole
    spread = (expected * (1 - row / whole) * (1 - column / whole)).sqrt()
    return pl.when(spread > 0).then((observed - expected) / spread)


class Contingency(NamedTuple):
    """What a table of counts says about independence.

    Attributes:
        chi2: Σ (observed − expected)² ÷ expected.
        df: Degrees of freedom: (rows − 1) × (columns − 1).
        p: How likely chance alone exceeds χ².
        v: Cramér's V: √(χ² ÷ (n × (min(rows, columns) − 1))), 0 none to 1 complete.
        n: How many were counted.
        sparse: Cells that expect fewer than 5.
        cells: All cells.
    """

    chi2: float
    df: int
    p: float
    v: float
    n: int
    sparse: int
    cells: int


def contingency(counts: Sequence[Sequence[int]]) -> Contingency | None:
    """The test of a table whose every individual is in exactly one cell.

    Args:
        counts: One row of counts each; all rows are equally long. Rows and columns without anybody do not count.

    Returns:
        None where fewer than two rows or two columns have anybody: nothing can go together there.
    """
    from scipy.special import chdtrc

    observed = np.asarray(counts, dtype=np.float64)
    if observed.ndim != 2:
        return None
    observed = observed[observed.sum(axis=1) > 0][:, observed.sum(axis=0) > 0]
    height, width = observed.shape
    if height < 2 or width < 2:
        return None
    n = observed.sum()
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / n
    chi2 = float(((observed - expected) ** 2 / expected).sum())
    df = (height - 1) * (width - 1)
    strength = float(np.sqrt(chi2 / (n * (min(height, width) - 1))))
    sparse = int((expected < SPARSE).sum())
    return Contingency(chi2, df, float(chdtrc(df, chi2)), strength, int(n), sparse, expected.size)
