"""When things happen: the two years, their seasons, weekends and hours, the outage and the surge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from sample_data.arrays import Flags, Floats, Ints
    from sample_data.effects import Effects

FIRST = date(2023, 1, 2)
"""The first day, a Monday."""
LAST = date(2024, 12, 31)
"""The last day, inclusive."""
AS_OF = LAST + timedelta(days=1)
DAYS = (AS_OF - FIRST).days
SATURDAY = 5
"""The first day is a Monday: a day's number modulo 7 is its weekday."""
DAY = 86_400
"""Seconds of a day."""

WEEKEND = 1.3
"""Rate of a weekend day over the rate of a working day of the same month."""
SEASONS = (0.85, 0.85, 0.95, 1.0, 1.0, 0.95, 0.85, 0.85, 1.0, 1.05, 1.25, 1.45)
"""Rate of each month, January first, over a plain month's."""
OUTAGE = (date(2024, 3, 17), date(2024, 3, 19))
# Monday to Saturday: a shop that grows within each week has about 1 % too many orders on weekends for
# the raw ratio of weekend to working days; one surge of this shape takes that back.
SURGE = (date(2024, 9, 16), date(2024, 9, 21))
SURGE_FACTOR = 2.5
OFFER = (date(2024, 4, 6), date(2024, 6, 30))
"""First and last day of the offer: thirteen weekends."""
OFFER_LIFT = 0.3
"""What the offer adds to the rate of a woman's orders on its weekends."""

EVENING = (2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 12, 13, 12, 11, 11, 12, 14, 18, 23, 26, 22, 13, 6)
"""How busy each hour is for orders and visits: most in the evening."""
OPENING = (0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 7, 9, 10, 9, 9, 10, 12, 14, 12, 8, 0, 0, 0, 0)
"""How busy each hour is in a store; none when it is closed."""


@dataclass(frozen=True)
class Almanac:
    """Busy and quiet hours as a clock of their own, on which rates are constant.

    Attributes:
        own: The almanac's time at the start of every hour, and at the end; as a whole it is about as
            long as the calendar's, in days.
    """

    own: Floats

    def elapsed(self, days: Floats) -> Floats:
        """The almanac's own time at these calendar times (days since the first)."""
        return np.interp(days, _HOURS, self.own)

    def moment(self, own: Floats) -> Floats:
        """The calendar time (days since the first) at the almanac's own time."""
        return np.interp(own, self.own, _HOURS)


_HOURS = np.arange(DAYS * 24 + 1) / 24


def almanac(effects: Effects, profile: tuple[int, ...] = EVENING, trend: Floats | None = None) -> Almanac:
    """The almanac of these effects.

    Args:
        effects: Which of seasons, weekend, hours and surge there are.
        profile: How busy each of the 24 hours is.
        trend: A further factor for each day.
    """
    hours = np.asarray(profile, dtype=np.float64) if effects.hours else np.ones(24)
    daily = day_rates(effects) * (1.0 if trend is None else trend)
    rates = np.outer(daily, hours / hours.mean()).ravel()
    return Almanac(np.concatenate([[0.0], np.cumsum(rates)]) / 24)


def day_rates(effects: Effects) -> Floats:
    """The rate of each day over the process's stated rate.

    Season times weekend is 1 on average over the days, so that stated rates stay the shop's rates;
    the surge comes on top.
    """
    days = np.datetime64(FIRST, "D") + np.arange(DAYS)
    rates = np.ones(DAYS)
    if effects.seasons:
        rates *= np.asarray(SEASONS)[days.astype("datetime64[M]").astype(np.int64) % 12]
    if effects.weekend:
        rates *= np.where(np.arange(DAYS) % 7 >= SATURDAY, WEEKEND, 1.0)
    rates /= rates.mean()
    if effects.surge:
        rates[within(np.arange(DAYS) * DAY, SURGE)] *= SURGE_FACTOR
    return rates


def within(seconds: Ints, span: tuple[date, date]) -> Flags:
    """Which times (seconds since the first day) lie on the days of the span, both ends included."""
    first, last = ((day - FIRST).days for day in span)
    return (seconds >= first * DAY) & (seconds < (last + 1) * DAY)


def whole_seconds(days: Floats) -> Ints:
    """Whole seconds since the first day; rounded down, so that nothing slips into the next day."""
    return np.floor(days * DAY).astype(np.int64)


def stamps(seconds: Ints, known: Flags | None = None) -> pl.Series:
    """Timestamps from seconds since the first day; null where it is not known."""
    origin = np.datetime64(FIRST, "us").astype(np.int64)
    column = pl.Series(origin + seconds * 1_000_000).cast(pl.Datetime("us"))
    return column if known is None else pl.select(pl.when(pl.Series(known)).then(column)).to_series()


def dates(seconds: Ints) -> pl.Series:
    """Dates from seconds since the first day."""
    return stamps(seconds).cast(pl.Date)
