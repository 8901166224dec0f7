"""Kaplan-Meier: the share that is still without the event, with those who could not be followed to the end."""

from __future__ import annotations

import polars as pl

Z95 = 1.959963984540054
"""The normal quantile of a two-sided interval of 95 %."""


def kaplan_meier(durations: pl.LazyFrame, group: str | None = None) -> pl.LazyFrame:
    """The survival curve of durations, one row a distinct duration.

    Args:
        durations: `days` (how long each was followed) and `happened` (whether the event ended that, else it was
            censored).
        group: A column whose values get a curve each.

    Returns:
        The group, `days`, `at_risk` (followed at least so long), `events`, `censored`, `survival`
        (Π (1 − d ÷ n); events come before censorings of the same day), `low` and `high` (95 %, Greenwood's
        variance on the log-log scale; blank where survival is 1 or 0), sorted.
    """
    by = [group] if group else []
    counted = durations.group_by(*by, "days").agg(
        events=pl.col("happened").sum().cast(pl.Int64), censored=(~pl.col("happened")).sum().cast(pl.Int64)
    )
    placed = counted.sort(*by, "days").with_columns(leaving=pl.col("events") + pl.col("censored"))
    at_risk = _of(pl.col("leaving").cum_sum(reverse=True), group)
    died, known = pl.col("events"), pl.col("at_risk")
    curve = placed.with_columns(at_risk=at_risk).with_columns(
        survival=_of((1 - died / known).cum_prod(), group),
        greenwood=_of((died / (known * (known - died))).cum_sum(), group),
    )
    return curve.select(*by, "days", "at_risk", "events", "censored", "survival", *_interval())


def _of(expression: pl.Expr, group: str | None) -> pl.Expr:
    """A running value, of each group where there are groups."""
    return expression.over(group) if group else expression


def _interval() -> tuple[pl.Expr, pl.Expr]:
    """S^exp(∓ z·√G ÷ ln S), which stays between 0 and 1."""
    survival = pl.col("survival")
    inside = (survival > 0) & (survival < 1)
    width = (Z95 * pl.col("greenwood").sqrt() / survival.log()).exp()
    low, high = survival.pow(1 / width), survival.pow(width)
    return pl.when(inside).then(low).alias("low"), pl.when(inside).then(high).alias("high")


def median_of(curve: pl.DataFrame, column: str = "survival") -> int | None:
    """The first day on which a curve, or a bound of its interval, is at or below one half; None if it never is."""
    reached = curve.filter(pl.col(column) <= 0.5)
    return int(reached["days"][0]) if len(reached) else None
