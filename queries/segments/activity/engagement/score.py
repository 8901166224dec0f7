"""The arithmetic of an engagement score: events capped by day, weighted, and scaled by the largest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from queries.eventlog.runs import per_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CAP = 20
"""So many events of a kind, of one customer on one day, count at most."""
DIGITS = 9
"""So many digits of the largest weight count."""


def capped_counts(events: pl.LazyFrame, *by: str) -> pl.LazyFrame:
    """How often each kind of event happened to each on each day, at most `CAP` times.

    Args:
        events: Rows of which those with equal `by` are neighbours.
        by: The columns that say who, which day and what kind.

    Returns:
        `by` and `n`, one row a run.
    """
    return per_run(events, by, count="n").with_columns(pl.col("n").clip(upper_bound=CAP))


def weighted(weights: Sequence[float], kind: str) -> pl.Expr:
    """Each row's `n` times the weight of its kind, whose place in `weights` the column `kind` holds."""
    return pl.col("n") * pl.lit(pl.Series("weight", weights, dtype=pl.Float64)).gather(pl.col(kind))


def summed(counts: pl.LazyFrame, by: str, weights: Mapping[str, Sequence[float]], kind: str) -> pl.LazyFrame:
    """The weighted counts summed over the neighbours with the same `by`, one row a run.

    Weights are taken as whole numbers of nine digits, so that a customer's sum does not depend on the others:
    running totals of fractions would.

    Args:
        counts: `by`, `n` and `kind`, its place in the weights.
        by: The column whose equal neighbours are summed.
        weights: Name of the sum → weight of every kind.
        kind: The column that holds the kind.
    """
    largest = max((weight for listed in weights.values() for weight in listed), default=0.0)
    scale = 10.0 ** min(DIGITS - math.ceil(math.log10(largest)), 300) if largest > 0 else 1.0
    whole = {
        name: weighted([round(weight * scale) for weight in listed_weights], kind)
        for name, listed_weights in weights.items()
    }
    runs = per_run(counts, (by,), totals=whole)
    return runs.select(by, *(pl.col(name) / scale for name in weights))


def standardised(raw: pl.Expr) -> pl.Expr:
    """100 × √raw ÷ the largest √raw; 0 where nobody has any.

    Whether weights are relative to the largest changes nothing here: it cancels.
    """
    return of_largest(raw.sqrt())


def of_largest(value: pl.Expr) -> pl.Expr:
    """100 × a value ÷ the largest; 0 where nobody has any."""
    return pl.when(value.max() > 0).then(100 * value / value.max()).otherwise(0.0)
