"""The log-rank test: whether survival curves of groups differ by more than chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl


class LogRank(NamedTuple):
    """The statistic, its degrees of freedom, and how likely chance alone exceeds it."""

    chi2: float
    df: int
    p: float


def log_rank(curves: pl.DataFrame, group: str) -> LogRank | None:
    """The test of two or more groups.

    Args:
        curves: The group, `days`, `at_risk`, `events`, a row a distinct duration of each group.
        group: The column that names the group.

    Returns:
        For two groups (ΣO − E)² ÷ ΣV; for more the general form with their covariances. None where fewer than
        two groups can be compared.
    """
    from scipy.special import chdtrc

    died, known = _by_day(curves, group)
    all_died, all_known = died.sum(axis=1), known.sum(axis=1)
    counted = (all_died > 0) & (all_known > 1)
    died, known, all_died, all_known = (part[counted] for part in (died, known, all_died, all_known))
    share = known / all_known[:, None]
    apart = (died - all_died[:, None] * share).sum(axis=0)
    spread = all_died * (all_known - all_died) / (all_known - 1)
    covariance = np.diag((spread[:, None] * share).sum(axis=0)) - (share * spread[:, None]).T @ share
    df = int(np.linalg.matrix_rank(covariance)) if covariance.size else 0
    if df < 1:
        return None
    chi2 = float(apart @ np.linalg.pinv(covariance, hermitian=True) @ apart)
    return LogRank(chi2, df, float(chdtrc(df, chi2)))


def _by_day(curves: pl.DataFrame, group: str) -> tuple[np.ndarray, np.ndarray]:
    """Events and customers at risk, a row a day of any group, a column a group."""
    days = curves.select(pl.col("days").unique().sort())
    names = curves[group].unique(maintain_order=True)
    cells = days.join(pl.DataFrame({group: names}), how="cross")
    filled = cells.join(curves.select("days", group, "at_risk", "events"), on=["days", group], how="left").sort("days")
    # Who is at risk on the next day with a row of the group is at risk in between; after the last, nobody.
    at_risk = pl.col("at_risk").backward_fill().over(group).fill_null(0)
    whole = filled.select("days", group, pl.col("events").fill_null(0), at_risk=at_risk)
    died, known = (whole.pivot(group, index="days", values=column).drop("days") for column in ("events", "at_risk"))
    return died.to_numpy().astype(np.float64), known.to_numpy().astype(np.float64)
