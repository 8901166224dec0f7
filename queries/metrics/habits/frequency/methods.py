"""Further ways to say how often: against the mean of the range, by weight, and by how long a customer is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Conclusion, Figure, Unit
from queries.eventlog.runs import per_run
from queries.models.statistics import STATISTIC, UNIT, of_values
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

STANDARDISED = (
    Column(
        "index",
        "interactions, 100 is the mean of the complete periods; blank in an incomplete one (method standardised)",
        Unit.SCORE,
    ),
    Column("z", "standard deviations above the mean of the complete periods (method standardised)", Unit.NUMBER),
)
WEIGHTED = (Column("weighted", "interactions, each times the weight of its kind (method weighted)", Unit.NUMBER),)

TENURE = (
    STATISTIC,
    Column(
        "per_30_days",
        "events of a customer ÷ days from the first to the analysis date × 30",
        Unit.RATE,
        unit_column="unit",
    ),
    UNIT,
)


def standardised(data: Data, frame: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """`index` and `z` beside the interactions of every period.

    Args:
        data: The scoped data.
        frame: One row a period (and value of a split), with `interactions` and `complete`.
        by: The column of the split, or nothing: each value has its own mean. A period without a row counts
            as zero.
    """
    periods = int(data.periods.select((pl.col("reported") & pl.col("complete")).sum()).item())
    count = pl.col("interactions").cast(pl.Float64)
    total, squares = count.filter("complete").sum(), (count**2).filter("complete").sum()
    if by:
        total, squares = total.over(by), squares.over(by)
    mean = total / periods
    # The exact sums of whole numbers: no rounding is lost by the short formula below 2 ** 53.
    spread = ((squares - total * mean) / (periods - 1)).sqrt() if periods > 1 else pl.lit(None, dtype=pl.Float64)
    complete = pl.when("complete")
    return frame.with_columns(
        index=complete.then(pl.when(mean > 0).then(count / mean * 100)),
        z=complete.then(pl.when(spread > 0).then((count - mean) / spread)),
    )


def weights(data: Data) -> dict[str, float]:
    """The weight of every kind of event; ignored kinds and refunds weigh nothing."""
    nothing = data.log.kinds_of("refund")
    activities = {kind: data.log.activity(kind) for kind in data.log.kinds}
    return {
        kind: 0.0 if activity.kind == "ignore" or kind in nothing else activity.weight
        for kind, activity in activities.items()
    }


def weighted(data: Data, by: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """Per period index and code: the sum of the weights of its events."""
    each = data.reported.select("event", **by).group_by("index", "code", "event").agg(n=pl.len())
    weight = pl.lit(pl.Series(list(weights(data).values()), dtype=pl.Float64)).gather(pl.col("event").to_physical())
    # In the order of the kinds: a sum of fractions depends on it.
    ordered = each.with_columns(weighted=pl.col("n") * weight).sort("index", "code", "event")
    return ordered.group_by("index", "code", maintain_order=True).agg(pl.col("weighted").sum())


def method_notes(data: Data, method: str) -> tuple[str, ...]:
    """What the method takes for granted."""
    if method == "weighted":
        listed = ", ".join(f"{kind} {weight:g}" for kind, weight in weights(data).items())
        return (say("Weights: {listed}.", listed=listed),)
    if method == "standardised":
        complete = data.periods.filter(pl.col("reported") & pl.col("complete"))["period"]
        if not len(complete):
            return (say("No period is complete: there is nothing to compare with."),)
        return (
            say(
                "100 is the mean of {complete} complete periods, from {complete2} to {complete3}.",
                complete=len(complete),
                complete2=complete[0],
                complete3=complete[-1],
            ),
        )
    return ()


def tenure(data: Data) -> pl.LazyFrame:
    """Statistics of how often a customer interacts, given how long the customer is known.

    Customers with one event, and those known for less than one period, say nothing of it and are left out.
    """
    by_customer = per_run(
        data.events.select("customer", "day"), ("customer",), count="n", first={"first": pl.col("day")}
    )
    days = data.days_until_as_of("first")
    repeaters = by_customer.filter(pl.col("n") > 1, days >= data.grain.usual_days)
    return of_values(repeaters.select(per_30_days=pl.col("n") / days * 30), "per_30_days", Unit.RATE)


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The median of the tenure-adjusted frequency."""
    statistics = dict(tables["tenure"].select("statistic", "per_30_days").iter_rows())
    if not statistics["n"]:
        return Conclusion()
    return Conclusion((Figure(say("Median per 30 days known"), statistics["p50"], Unit.RATE, n=int(statistics["n"])),))
