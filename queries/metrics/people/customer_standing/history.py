"""What one customer was at past dates: lifecycle stage by month, RFM segment and stage by quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.customers.occasions import occasions
from queries.data.once import once
from queries.question.periods import Grain
from queries.segments.activity.lifecycle.segmentation import Limits, limits_of, stage_at
from queries.segments.declaring import deciding
from queries.segments.membership import membership

if TYPE_CHECKING:
    from datetime import date

    from queries.data.data import Data

MONTHS, LATEST = 24, 8
"""How many month ends, and quarter ends, are told."""
ENOUGH = 91
"""Days of history before a date at which an RFM segment says anything."""

STAGE = Column("stage", "the lifecycle stage then, by today's limits; blank before the customer was known", Unit.TEXT)
STAGES = (Column("month_end", "the last day that is seen", Unit.DATE, key=True), STAGE)
QUARTERS = (
    Column("quarter_end", "the last day that is seen", Unit.DATE, key=True),
    Column(
        "segment",
        "the RFM segment then, among all who were known then; blank before the customer was",
        Unit.TEXT,
        worded=True,
    ),
    STAGE,
)


def stages(person: Data) -> pl.LazyFrame:
    """The stage of one customer at the last month ends: `month_end`, `stage`, oldest first."""
    return _staged(person, ends_of(person, Grain.MONTH, MONTHS)).select(month_end="end", stage="stage")


def quarters(person: Data) -> pl.LazyFrame:
    """The RFM segment and the stage of one customer at the last quarter ends, oldest first.

    Only quarters that end with some history behind them are told.
    """
    dates = [at for at in ends_of(person, Grain.QUARTER, LATEST) if (at - person.log.first_day).days >= ENOUGH]
    segments = [_segment(person, at) for at in dates]
    segment_by_date = pl.concat(segments) if segments else pl.LazyFrame(schema={"at": pl.Date, "segment": pl.String})
    staged = _staged(person, dates).join(segment_by_date, on="at", how="left", maintain_order="left")
    return staged.select(quarter_end="end", segment="segment", stage="stage")


def ends_of(person: Data, grain: Grain, many: int) -> list[date]:
    """The dates at which the last periods had just ended, oldest first: the first day after each."""
    begins = pl.date_range(person.log.first_day, person.as_of, grain.interval, eager=True).dt.truncate(grain.interval)
    after = [*begins, pl.Series([person.as_of]).dt.truncate(grain.interval).item()]
    return sorted({at for at in after if person.log.first_day < at <= person.as_of})[-many:]


@once(of="everyone")
def members_then(data: Data, segmentation: str, at: date | None = None) -> pl.LazyFrame:
    """Everyone's segment at a date, None is the analysis date: `customer`, `segment`."""
    return membership(data, segmentation, as_of=at).select("customer", "segment")


def _segment(person: Data, at: date) -> pl.LazyFrame:
    """One customer's RFM segment at a date: `at`, `segment`; no row where the customer was not known."""
    return person.own(members_then(person, "rfm", at)).select(at=pl.lit(at), segment=pl.col("segment").cast(pl.String))


def _staged(person: Data, dates: list[date]) -> pl.LazyFrame:
    """The stage at some dates: `at`, `end` (the day before), `stage`."""
    asked = pl.LazyFrame({"at": dates}, schema={"at": pl.Date}).with_columns(
        number=pl.col("at").cast(pl.Int32) - pl.lit(person.log.first_day).cast(pl.Int32)
    )
    seen = person.events.select(seen=pl.col("day").min())
    before = asked.join(occasions(person).select("day"), how="cross").filter(pl.col("day") < pl.col("number"))
    order_days = before.group_by("at").agg(
        first=pl.col("day").min(), last=pl.col("day").max(), occasions=pl.len().cast(pl.UInt32)
    )
    limits = Limits(*map(pl.col, ("new", "silent", "churned")))
    stage = stage_at(pl.col("number") - pl.col("first"), pl.col("occasions"), pl.col("number") - pl.col("last"), limits)
    is_known = pl.col("seen").is_null() | (pl.col("seen") < pl.col("number"))
    return (
        asked.join(order_days, on="at", how="left", maintain_order="left")
        .join(seen, how="cross", maintain_order="left")
        .join(limits_of(person, **deciding(person.scope.settings_of("lifecycle"))), how="cross", maintain_order="left")
        .select("at", end=pl.col("at").dt.offset_by("-1d"), stage=pl.when(is_known).then(stage.cast(pl.String)))
        .sort("at")
    )
