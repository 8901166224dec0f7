"""The span of time a question is about: analysis date, reported range, periods, and days as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from queries.formats.dates import begins_period
from queries.question.periods import (
    EPOCH,
    LONGER,
    Grain,
    coarser,
    day_numbers,
    period_table,
    suitable_grain,
)

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog
    from queries.question.scope import Scope

TREND_PERIODS = 12


@dataclass(frozen=True)
class Timespan:
    """The time of a scope, on the calendar of a log.

    Attributes:
        log: The whole log.
        scope: What the question is about.
    """

    log: EventLog
    scope: Scope

    @cached_property
    def as_of(self) -> date:
        """The analysis date, exclusive: nothing on or after it is known."""
        known = self.scope.as_of or self.log.as_of
        return min(known, self.scope.until + timedelta(days=1)) if self.scope.until else known

    @cached_property
    def since(self) -> date:
        """The first day that is reported."""
        return max(self.scope.since or self.log.first_day, self.log.first_day)

    @cached_property
    def until(self) -> date:
        """The last day that is reported."""
        return self.as_of - timedelta(days=1)

    @cached_property
    def grain(self) -> Grain:
        """How long a period is: as asked for, else what suits the range and the rhythm of the data."""
        if self.scope.grain:
            return self.scope.grain
        return coarser(suitable_grain(self.since, max(self.since, self.until)), self._rhythm)

    @cached_property
    def _rhythm(self) -> Grain:
        """The period that the data themselves are told by: sums of quarters stand on the first day of each."""
        first, last = self.log.first_day, self.log.last_day
        ends = [grain for grain in LONGER if begins_period(first, grain) and begins_period(last, grain)]
        if not ends or first == last:
            return Grain.DAY
        numbers = self.log.events.select(pl.col("day").unique()).collect()["day"]
        days = [first + timedelta(days=number) for number in numbers]
        return next((grain for grain in ends if all(begins_period(day, grain) for day in days)), Grain.DAY)

    @cached_property
    def periods(self) -> pl.DataFrame:
        """Every period from the first of the data; `period_table` tells the columns."""
        return period_table(
            self.log.first_day,
            self.until,
            self.grain,
            since=self.scope.since or date.min,
            until=self.scope.until or max(self.until, self.log.last_day),
            as_of=self.as_of,
        )

    @cached_property
    def trend_periods(self) -> pl.DataFrame:
        """The periods a trend tells of, oldest first: the last complete ones; of a range without any, all."""
        complete = self.periods.filter("complete")
        return (complete if len(complete) else self.periods.filter("reported")).tail(TREND_PERIODS)

    @cached_property
    def one_period(self) -> Grain | None:
        """The grain of which the reported range is exactly one whole period; None where it is none, or several."""
        after = self.until + timedelta(days=1)
        for grain in (*LONGER, Grain.DAY) if self.scope.since or self.scope.until else ():
            begins = begins_period(self.since, grain) and begins_period(after, grain)
            if (
                begins
                and period_table(
                    self.since, self.until, grain, since=self.since, until=self.until, as_of=self.as_of
                ).height
                == 1
            ):
                return grain if self.scope.grain in (None, grain) else None
        return None

    @cached_property
    def period_index(self) -> pl.Expr:
        """The index in `periods` of an event's day (u16)."""
        return self.period_of(pl.col("day"))

    def period_of(self, day: pl.Expr) -> pl.Expr:
        """The index in `periods` (u16) of a day number before the end of the last period; null of null."""
        return pl.lit(day_numbers(self.periods, self.log.first_day)).gather(day)

    def day_number(self, day: date) -> int:
        """The log's number of a calendar day."""
        return (day - self.log.first_day).days

    def date_of(self, column: str) -> pl.Expr:
        """The calendar date of a day number."""
        return (pl.col(column) + (self.log.first_day - EPOCH).days).cast(pl.Date)

    def day_of(self, time: str) -> pl.Expr:
        """The log's number of the day of a time."""
        return (pl.col(time).dt.date().to_physical() - (self.log.first_day - EPOCH).days).cast(pl.Int32)

    def days_until_as_of(self, column: str) -> pl.Expr:
        """Calendar days from a day number to the analysis date."""
        return pl.lit(self.day_number(self.as_of), dtype=pl.Int32) - pl.col(column)
