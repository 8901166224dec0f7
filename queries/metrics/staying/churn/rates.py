"""Churn by period: how many fell silent of those who were active when it began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit, shared
from queries.customers.occasions import occasions
from queries.metrics.staying.churn.rules import in_force

if TYPE_CHECKING:
    from queries.data.data import Data

RATES = (
    shared.PERIOD,
    Column("active_at_start", "buyers not silent for longer than the threshold when the period began", Unit.COUNT),
    Column("new", "customers with their first order in the period", Unit.COUNT),
    Column("won_back", "customers who bought again after such a silence", Unit.COUNT),
    Column("churned", "of those active at the start, whose silence reached the threshold in the period", Unit.COUNT),
    Column("churn_rate", "share of them", Unit.SHARE, numerator="churned", denominator="active_at_start"),
    shared.COMPLETE,
)


def rates(data: Data, threshold: int | None, holdout: int | None) -> pl.LazyFrame:
    """One row a reported period by the threshold in force; blank rates where nobody was active at its start."""
    spells = _spells(data, threshold, holdout)
    began = spells.group_by(index="began").agg(new=pl.col("new").sum().cast(pl.Int64), started=pl.len().cast(pl.Int64))
    gone = spells.filter(pl.col("left").is_not_null())
    left = gone.group_by(index="left").agg(
        ended=pl.len().cast(pl.Int64), churned=(pl.col("began") < pl.col("left")).sum().cast(pl.Int64)
    )
    by_period = data.periods.lazy()
    for part in (began, left):
        by_period = by_period.join(part, on="index", how="left", maintain_order="left")
    zeros = by_period.with_columns(pl.col("new", "started", "ended", "churned").fill_null(0))
    net = pl.col("started") - pl.col("ended")
    active = net.cum_sum() - net
    return (
        zeros.with_columns(active_at_start=active)
        .filter("reported")
        .select(
            "period",
            "active_at_start",
            "new",
            won_back=pl.col("started") - pl.col("new"),
            churned="churned",
            churn_rate=pl.when(pl.col("active_at_start") > 0).then(pl.col("churned") / pl.col("active_at_start")),
            complete="complete",
        )
    )


def _spells(data: Data, threshold: int | None, holdout: int | None) -> pl.LazyFrame:
    """Times of activity: index of the period each `began` in, of that in which it `left` (null while it lasts),
    and whether it is the customer's first (`new`).

    Only the first and the last day with an order of each spell are kept, so that one stands right above the other.
    """
    # Days are whole: what counts of a threshold is its whole part.
    limit = pl.col("threshold").floor()
    days = occasions(data).join(in_force(data, threshold, holdout), how="cross", maintain_order="left")
    begins = pl.col("gap").is_null() | (pl.col("gap") > limit)
    edges = days.select(
        "day",
        pl.col("gap").is_null().alias("new"),
        limit=limit.cast(pl.Int32),
        begins=begins.fill_null(value=False),
        # Without a threshold nobody leaves: then a spell lasts to the customer's last order.
        stops=(pl.col("next").is_null() | (pl.col("next") - pl.col("day") > limit)).fill_null(value=False),
    ).filter(pl.col("begins") | pl.col("stops"))

    def at_first(column: str) -> pl.Expr:
        return pl.when("begins").then(column).otherwise(pl.col(column).shift(1))

    spells = edges.select(
        first=at_first("day"), new=at_first("new"), end=pl.col("day") + pl.col("limit"), stops="stops"
    ).filter("stops")
    over = pl.col("end") < data.day_number(data.as_of)
    return spells.select(
        "new",
        began=data.period_of(pl.col("first")),
        left=data.period_of(pl.when(over).then(pl.col("end"))),
    )
