"""Growth of what is counted without customers: events, orders and revenue of each period against the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit, shared

if TYPE_CHECKING:
    from queries.data.data import Data

VOLUME = (
    shared.PERIOD,
    shared.INTERACTIONS,
    Column("orders", "orders", Unit.COUNT),
    shared.REVENUE,
    shared.AOV,
    *(
        Column(
            f"{name}_growth",
            f"{name} against the period before",
            Unit.SHARE,
            numerator=f"{name} less those of the period before",
            denominator=f"{name} of the period before",
        )
        for name in ("interactions", "orders", "revenue")
    ),
    shared.COMPLETE,
)
"""Events, orders and money of a period, and each as a share more or less than before."""


def volume_by_period(data: Data) -> pl.LazyFrame:
    """One row a reported period, oldest first; the columns are `VOLUME`.

    What has no period before it, or nothing in it, has no growth: it is blank.
    """
    index, amount = data.period_index, pl.col("amount").sum()
    frame = data.periods.lazy().select("index", "period", "reported", "complete")
    for events, sums in (
        (data.events, {"interactions": pl.len()}),
        (data.purchases, {"orders": pl.len(), "paid": amount}),
        (data.refunds, {"refunded": amount}),
    ):
        counted = events.select("amount", index=index).group_by("index").agg(**sums)
        frame = frame.join(counted, on="index", how="left", maintain_order="left")
    summed = frame.with_columns(pl.col("interactions", "orders", "paid", "refunded").fill_null(0).cast(pl.Int64))
    named = summed.with_columns(
        revenue=data.money(pl.col("paid") + pl.col("refunded")),
        aov=pl.when(pl.col("orders") > 0).then(data.money(pl.col("paid")) / pl.col("orders")),
    )
    return (
        named.with_columns(_growth(name) for name in ("interactions", "orders", "revenue"))
        .filter("reported")
        .select(column.name for column in VOLUME)
    )


def _growth(name: str) -> pl.Expr:
    """What a figure grew by, as a share of what it was."""
    before = pl.col(name).shift(1)
    return pl.when(before > 0).then((pl.col(name) - before) / before).alias(f"{name}_growth")
