"""Lifecycle: prospect, new, active, silent or churned, by the first and the last day with an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import FIGURE, Column, Parameter, Unit
from queries.customers.occasions import gap_lengths, occasions, pooled_gaps
from queries.errors import UsageError
from queries.eventlog.runs import per_run
from queries.segments.activity.lifecycle.words import conclude
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

NEW_DAYS = 30
PROSPECT = mark("prospect")
STAGES = (PROSPECT, "new", "active", "silent", "churned")

MEANINGS = {
    PROSPECT: mark("known, but has not bought"),
    "new": mark("first bought lately, and on that day only"),
    "active": mark("bought within the usual time"),
    "silent": mark("has not bought for longer than most customers take to come back"),
    "churned": mark("has not bought for longer than nearly every customer takes to come back"),
}

COLUMNS = (
    Column("days_since_last", "days from the last day with an order to the analysis date", Unit.DAYS),
    Column("days_since_first", "days from the first day with an order to the analysis date", Unit.DAYS),
    FIGURE["occasions"],
    FIGURE["first_purchase"],
    FIGURE["last_purchase"],
)

PARAMETERS = (
    Parameter("new", "days since the first order in which somebody who bought once is new", "int", low=0),
    Parameter("silent", "more days without an order than this is silence; empty: 80 % of all gaps", "int", low=1),
    Parameter("churned", "more days without an order than this is churn; empty: 95 % of all gaps", "int", low=1),
)

THRESHOLDS = (
    Column("stage", "the stage the limit belongs to", Unit.TEXT, key=True),
    Column(
        "days", "new: up to so many days since the first order; silent, churned: more days since the last", Unit.DAYS
    ),
    Column(
        "share_of_gaps",
        "share of the gaps between days with an order that are as long or shorter",
        Unit.SHARE,
        numerator="gaps as long or shorter",
        denominator="gaps",
    ),
    Column("gaps", "gaps between two days with an order of one customer, of everyone", Unit.COUNT),
    Column("set", "whether the limit was set; else it is proposed, from the gaps or as the usual month", Unit.FLAG),
)


@dataclass(frozen=True)
class Limits:
    """The limits in force, in days: numbers, or the columns that hold them (null: there is no such limit)."""

    new: pl.Expr | float
    silent: pl.Expr | float
    churned: pl.Expr | float


def stage_at(days_since_first: pl.Expr, occasions: pl.Expr, days_since_last: pl.Expr, limits: Limits) -> pl.Expr:
    """The lifecycle stage at a date, from what was known before it: for the segmentation, and for one customer's past.

    Args:
        days_since_first: Days from the first day with an order to the date; null before the first.
        occasions: Days with an order before the date.
        days_since_last: Days from the last day with an order before the date to the date; null before the first.
        limits: The limits in force; `limits_of` tells them, one row to be joined to every other.

    Returns:
        An Enum of `STAGES`. New comes before churned and silent: who bought once, lately, is no lost customer.
    """
    bought = days_since_first.is_not_null()
    return (
        pl.when(~bought)
        .then(_stage(PROSPECT))
        .when((days_since_first <= limits.new) & (occasions == 1))
        .then(_stage("new"))
        .when(days_since_last > limits.churned)
        .then(_stage("churned"))
        .when(days_since_last > limits.silent)
        .then(_stage("silent"))
        .otherwise(_stage("active"))
    )


def _stage(name: str) -> pl.Expr:
    """A stage as a value of the Enum."""
    return pl.lit(name, pl.Enum(STAGES))


def limits_of(data: Data, new: int = NEW_DAYS, silent: int | None = None, churned: int | None = None) -> pl.LazyFrame:
    """The limits in force, one row: `new`, `silent`, `churned` in days.

    What is not set is proposed from everyone's gaps between days with an order: 80 % and 95 % of them are as long
    or shorter; null where nobody bought on a second day. One that is set moves a proposed one that would
    contradict it: nobody has churned before falling silent.

    Raises:
        UsageError: Both are set, and churn would come before silence.
    """
    if silent is not None and churned is not None and churned < silent:
        raise UsageError(
            say(
                "Nobody has churned after {churned} days who is silent only after {silent}.",
                churned=churned,
                silent=silent,
            ),
            say("Set churned to as many days as silent or more."),
        )
    proposed = pooled_gaps(data)
    first = pl.col("p80") if churned is None else pl.min_horizontal("p80", pl.lit(float(churned)))
    last = pl.col("p95") if silent is None else pl.max_horizontal("p95", pl.lit(float(silent)))
    has_gaps = pl.when(pl.col("p80").is_not_null())
    return proposed.select(
        new=pl.lit(float(new)),
        silent=has_gaps.then(first) if silent is None else pl.lit(float(silent)),
        churned=has_gaps.then(last) if churned is None else pl.lit(float(churned)),
    )


def thresholds(data: Data, new: int, silent: int | None, churned: int | None) -> pl.LazyFrame:
    """The limits in force: `stage`, `days`, the `share_of_gaps` as long or shorter, `gaps`, whether it was `set`."""
    limits = limits_of(data, new, silent, churned)
    given = {"new": new != NEW_DAYS, "silent": silent is not None, "churned": churned is not None}
    listed = pl.LazyFrame({"stage": list(given), "set": list(given.values())})
    days = limits.unpivot(variable_name="stage", value_name="days")
    many = pl.col("n").sum()
    gaps_by_stage = (
        days.join(gap_lengths(data), how="cross")
        .group_by("stage")
        .agg(
            shorter=pl.col("n").filter(pl.col("gap") <= pl.col("days")).sum(),
            gaps=many,
        )
    )
    both = listed.join(days, on="stage", how="left", maintain_order="left")
    both = both.join(gaps_by_stage, on="stage", how="left", maintain_order="left")
    share = pl.when(pl.col("days").is_not_null()).then(pl.col("shorter") / pl.col("gaps"))
    return both.select("stage", "days", share_of_gaps=share, gaps=pl.col("gaps").fill_null(0), set="set")


@segmentation(
    id="lifecycle",
    title="Lifecycle",
    question="Which stage is each customer in?",
    also="stage, new, active, dormant, lost, win back, 生命周期, 客户阶段",
    place=30,
    segments=STAGES,
    columns=COLUMNS,
    rest=PROSPECT,
    parameters=PARAMETERS,
    meanings=MEANINGS,
    thresholds=thresholds,
    threshold_columns=THRESHOLDS,
    conclude=conclude,
    formula="no order: prospect; first order up to new days ago and one day with an order: new; more than churned days "
    "since the last: churned; more than silent days: silent; else active",
    source="five stages, house; silence at the 80 % and 95 % quantiles of all gaps between purchases",
)
def lifecycle(data: Data, new: int = NEW_DAYS, silent: int | None = None, churned: int | None = None) -> pl.LazyFrame:
    """The stage of every customer with an order.

    Args:
        data: The scoped data.
        new: Days since the first order up to which somebody who bought on one day only is new.
        silent: Days since the last order beyond which a customer is silent; None takes p80 of all gaps.
        churned: Days since the last order beyond which a customer has churned; None takes p95 of all gaps.

    Returns:
        `customer`, `segment`, `days_since_last`, `days_since_first` (days), `occasions` (days with an order),
        `first_purchase`, `last_purchase`. Without any gap and without limits set, buyers are new or active.
    """
    order_days = per_run(
        occasions(data),
        ("customer",),
        count="occasions",
        last={"last": pl.col("day"), "first": pl.when(pl.col("gap").is_null()).then("day").forward_fill()},
    ).with_columns(days_since_first=data.days_until_as_of("first"), days_since_last=data.days_until_as_of("last"))
    limits = Limits(*map(pl.col, ("new", "silent", "churned")))
    stage = stage_at(pl.col("days_since_first"), pl.col("occasions"), pl.col("days_since_last"), limits)
    return order_days.join(limits_of(data, new, silent, churned), how="cross", maintain_order="left").select(
        pl.col("customer").set_sorted(),
        segment=stage,
        days_since_last="days_since_last",
        days_since_first="days_since_first",
        occasions=pl.col("occasions").cast(pl.UInt32),
        first_purchase=data.date_of("first"),
        last_purchase=data.date_of("last"),
    )
