"""Periods against Python's own calendar: every day in one period, complete ones told from cut ones."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.question.periods import Grain, day_numbers, period_table, suitable_grain

if TYPE_CHECKING:
    import polars as pl

DAYS = st.dates(date(1971, 1, 1), date(2099, 12, 31))
LEAP = (date(2024, 2, 1), date(2024, 2, 29))


def first_of(day: date, grain: Grain) -> date:
    """The first day of the period a day lies in, by Python's calendar."""
    month = {Grain.MONTH: day.month, Grain.QUARTER: day.month - (day.month - 1) % 3, Grain.YEAR: 1}
    if grain in month:
        return day.replace(month=month[grain], day=1)
    return day if grain is Grain.DAY else day - timedelta(days=day.weekday())


def last_of(day: date, grain: Grain) -> date:
    """The last day of the period a day lies in."""
    first = first_of(day, grain)
    months = {Grain.MONTH: 0, Grain.QUARTER: 2, Grain.YEAR: 11}
    if grain in months:
        month = first.month + months[grain]
        return date(first.year, month, monthrange(first.year, month)[1])
    return first + timedelta(days=0 if grain is Grain.DAY else 6)


def table(first: date, last: date, grain: Grain, **changes: date) -> pl.DataFrame:
    limits = {"since": first, "until": last, "as_of": last + timedelta(days=1)} | changes
    return period_table(first, last, grain, **limits)


@given(first=DAYS, length=st.integers(0, 800), grain=st.sampled_from(Grain))
def test_every_day_is_in_the_period_the_calendar_says(first: date, length: int, grain: Grain) -> None:
    last = min(first + timedelta(days=length), date(2100, 12, 31))
    periods = table(first, last, grain)
    numbers = day_numbers(periods, first)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    starts, ends = periods["period"].to_list(), periods["end"].to_list()
    assert [starts[index] for index in numbers[: len(days)]] == [first_of(day, grain) for day in days]
    assert [ends[index] for index in numbers[: len(days)]] == [last_of(day, grain) for day in days]
    assert len(numbers) == (last_of(last, grain) - first).days + 1
    assert periods["index"].to_list() == list(range(len(periods)))


@given(
    first=DAYS,
    length=st.integers(0, 400),
    since=st.integers(-40, 400),
    until=st.integers(-40, 400),
    as_of=st.integers(1, 400),
    grain=st.sampled_from(Grain),
)
def test_reported_days_and_complete_periods(
    first: date, length: int, since: int, until: int, as_of: int, grain: Grain
) -> None:
    last = first + timedelta(days=length)
    limits = {"since": first + timedelta(days=since), "until": first + timedelta(days=until)}
    end = first + timedelta(days=as_of)
    for row in table(first, last, grain, **limits, as_of=end).iter_rows(named=True):
        days = [row["period"] + timedelta(days=n) for n in range((row["end"] - row["period"]).days + 1)]
        seen = [day for day in days if limits["since"] <= day <= limits["until"] and day < end]
        assert row["days"] == len(seen)
        assert row["reported"] == bool(seen)
        assert row["complete"] == (len(seen) == len(days))


def test_a_leap_february() -> None:
    periods = table(*LEAP, Grain.MONTH)
    assert periods.select("period", "end", "days", "complete").rows() == [(*LEAP, 29, True)]


def test_a_week_over_new_year_is_one_week() -> None:
    periods = table(date(2024, 12, 30), date(2025, 1, 5), Grain.WEEK)
    assert periods.select("period", "days", "complete").rows() == [(date(2024, 12, 30), 7, True)]
    assert table(date(2020, 12, 31), date(2021, 1, 4), Grain.WEEK)["days"].to_list() == [4, 1]


def test_first_and_last_periods_that_are_cut_are_incomplete() -> None:
    periods = table(date(2024, 1, 2), date(2024, 3, 30), Grain.MONTH)
    assert periods["complete"].to_list() == [False, True, False]
    assert periods["days"].to_list() == [30, 29, 30]


def test_the_analysis_date_inside_cuts_its_period() -> None:
    periods = table(date(2024, 1, 1), date(2024, 3, 31), Grain.MONTH, as_of=date(2024, 2, 10))
    assert periods["complete"].to_list() == [True, False, False]
    assert periods["reported"].to_list() == [True, True, False]
    assert periods["days"].to_list() == [31, 9, 0]


def test_periods_before_what_is_reported_are_there_but_not_reported() -> None:
    periods = table(date(2024, 1, 1), date(2024, 6, 30), Grain.QUARTER, since=date(2024, 4, 1))
    assert periods.select("period", "reported", "complete").rows() == [
        (date(2024, 1, 1), False, False),
        (date(2024, 4, 1), True, True),
    ]


@pytest.mark.parametrize(
    ("days", "grain"), [(1, "day"), (41, "day"), (42, "week"), (182, "week"), (183, "month"), (4000, "month")]
)
def test_the_grain_suits_the_range(days: int, grain: str) -> None:
    assert suitable_grain(date(2024, 1, 1), date(2024, 1, 1) + timedelta(days=days - 1)) == grain
