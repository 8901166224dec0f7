"""Times in every form that files have them, read as the clock of the data's time zone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from queries.eventlog.expressions import time_ms
from queries.eventlog.tally import EARLIEST_MS
from queries.mapping.model import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog

NOON = datetime(2024, 1, 31, 12, 5)
MORNING = datetime(2024, 1, 31)

UNREADABLE = {
    "dmy": "'31/02/2024', '5 foo 2024', 'yesterday', ''",
    "iso": "'2024-13-01', 'infinity', 'never', ''",
    "ymd": "0, 20241301, NULL",
    "epoch_s": "1e300, 'nan'::DOUBLE, 1e18, 'infinity'::DOUBLE",
    "TIMESTAMP": "TIMESTAMP 'infinity', TIMESTAMP '-infinity'",
    "DATE": "DATE '5881580-07-10', DATE 'infinity'",
}


def log_of_times(
    table_log: Callable[..., EventLog], values: str, format_: str | None, timezone: str = "UTC"
) -> EventLog:
    """A log with one row a value, of a customer each, numbered in their order."""
    select = f"SELECT * FROM (SELECT unnest([{values}]) AS time, generate_subscripts([{values}], 1) AS customer)"
    return table_log(select, time=Field("time", format=format_), mapping={"timezone": timezone})


def times_of(
    table_log: Callable[..., EventLog], values: str, format_: str | None, timezone: str = "UTC"
) -> list[datetime]:
    """The times that are read, in the order of the values."""
    log = log_of_times(table_log, values, format_, timezone)
    assert log.set_aside == ()
    days = (pl.col("time").dt.date() - pl.lit(log.first_day)).dt.total_days()
    assert log.events.filter(days != pl.col("day")).collect().is_empty()
    return log.events.collect()["time"].to_list()


@pytest.mark.parametrize("type_", ["TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_S", "TIMESTAMP_MS", "VARCHAR"])
def test_clock_times_stay_what_they_are(table_log: Callable[..., EventLog], type_: str) -> None:
    assert times_of(table_log, f"'2024-01-31 12:05:00'::{type_}", None, "Asia/Shanghai") == [NOON]


@pytest.mark.parametrize(
    ("format_", "texts"),
    [
        (
            "dmy",
            [
                "31/01/2024 12:05",
                "31.1.24 12:05:00",
                "31.01.2024, 12:05:00",
                "31. 1. 2024 12:05",
                "31-Jan-2024 12:05",
                "31 January 2024 12:05 PM",
            ],
        ),
        (
            "mdy",
            [
                "01/31/2024 12:05 PM",
                "1/31/24 12:05PM",
                "1-31-2024 12:05",
                "1/31/2024, 12:05:00 p.m.",
                "Jan 31, 2024 12:05",
                "January 31, 2024, 12:05 pm",
            ],
        ),
        (
            "ymd",
            [
                "20240131 12:05",
                "20240131120500",
                "202401311205",
                "2024年1月31日 12:05",
                "2024. 1. 31. 12:05",
                "24-01-31 12:05",
                "2024/1/31 12:05",
            ],
        ),
        ("iso", ["2024-01-31 12:05:00", "2024-01-31T12:05", " 2024/01/31 12:05 ", "2024-01-31 12:05 PM"]),
    ],
)
def test_text_in_any_order_of_day_month_and_year(
    table_log: Callable[..., EventLog], format_: str, texts: list[str]
) -> None:
    values = ", ".join(f"'{text}'" for text in texts)
    assert dict(zip(texts, times_of(table_log, values, format_), strict=True)) == dict.fromkeys(texts, NOON)


@pytest.mark.parametrize(("format_", "day"), [("dmy", "2/1/2024"), ("mdy", "1/2/2024"), ("iso", "2024-01-02")])
def test_halves_of_the_day(table_log: Callable[..., EventLog], format_: str, day: str) -> None:
    hours = {"12:00 AM": 0, "12:30 am": 0, "1:00 AM": 1, "12:00 PM": 12, "3:04 PM": 15, "11:59:59 pm": 23}
    values = ", ".join(f"'{day} {clock}'" for clock in hours)
    assert [time.hour for time in times_of(table_log, values, format_)] == list(hours.values())


def test_years_of_two_digits_are_read_as_strptime_does(table_log: Callable[..., EventLog]) -> None:
    log = log_of_times(table_log, "'1.2.00', '1.2.24', '1.2.68', '1.2.69', '1.2.70', '1.2.71', '1.2.99'", "dmy")
    assert [time.year for time in log.events.collect()["time"]] == [2000, 2024, 1971, 1999]
    assert {entry.reason: entry.rows for entry in log.set_aside} == {
        "time in the future": 1,
        "time before 1971, a placeholder": 2,
    }


@pytest.mark.parametrize(
    ("format_", "values"),
    [
        (None, "TIMESTAMPTZ '2024-01-31 04:05:00+00', TIMESTAMPTZ '2024-01-31 05:05:00+01'"),
        (
            "iso",
            "'2024-01-31T04:05:00Z', '2024-01-31T04:05Z', '2024-01-31 05:05+01', '2024-01-31T09:35:00.000+0530',"
            "'2024-01-30 20:05:00-08:00', '2024-01-31 04:05:00 UTC'",
        ),
        ("ymd", "'2024-01-31T04:05:00Z'"),
        ("epoch_s", "1706673900, 1706673900"),
        ("epoch_s", "1706673900.0, 1706673900.0"),
        ("epoch_s", "'1706673900', ' 1706673900 '"),
        ("epoch_ms", "1706673900000"),
        ("epoch_us", "1706673900000000"),
    ],
)
def test_moments_are_shown_in_the_time_zone_of_the_data(
    table_log: Callable[..., EventLog], format_: str | None, values: str
) -> None:
    assert set(times_of(table_log, values, format_, "Asia/Shanghai")) == {NOON}
    assert set(times_of(table_log, values, format_, "UTC")) == {datetime(2024, 1, 31, 4, 5)}


def test_the_time_zone_decides_the_day_in_summer_time_too(table_log: Callable[..., EventLog]) -> None:
    values = "TIMESTAMPTZ '2024-07-01 22:30:00+00', TIMESTAMPTZ '2024-01-01 22:30:00+00'"
    times = times_of(table_log, values, None, "Europe/Berlin")
    assert times == [datetime(2024, 7, 2, 0, 30), datetime(2024, 1, 1, 23, 30)]


@pytest.mark.parametrize(
    ("value", "format_"),
    [("DATE '2024-01-31'", None), ("20240131", "ymd"), ("'31.1.24'", "dmy"), ("'2024-01-31'", "iso")],
)
def test_days_without_a_clock_begin_at_midnight(
    table_log: Callable[..., EventLog], value: str, format_: str | None
) -> None:
    assert times_of(table_log, value, format_, "Asia/Shanghai") == [MORNING]


@pytest.mark.parametrize("timezone", ["UTC", "Asia/Shanghai"])
@pytest.mark.parametrize("form", list(UNREADABLE))
def test_what_is_no_time_is_counted_and_stops_nothing(
    table_log: Callable[..., EventLog], form: str, timezone: str
) -> None:
    good = {"dmy": "'01/02/2024'", "iso": "'2024-02-01'", "ymd": "20240201", "epoch_s": "1706745600"}
    usable = good.get(form, f"{form} '2024-02-01'")
    values = f"{UNREADABLE[form]}, {usable}"
    log = log_of_times(table_log, values, form if form in good else None, timezone)
    assert log.rows == 1
    assert [(entry.reason, entry.rows) for entry in log.set_aside] == [("no readable time", values.count(", "))]


def test_parts_of_a_millisecond_are_rounded_as_the_database_rounds_them() -> None:
    """The quick way of reading native times is that of `epoch_ms`, at its edges and at any time a log may have."""
    read = time_ms(Field("time"), "TIMESTAMP", "UTC")
    edges = (
        "'1971-01-01', '2024-01-31 12:05:00.0004999', '2024-01-31 12:05:00.0005', '294247-01-10 04:00:54', 'infinity'"
    )
    times = (
        f"SELECT unnest([{edges}])::TIMESTAMP AS time "
        f"UNION ALL SELECT make_timestamp({EARLIEST_MS * 1000} + i * 7919 * 104729) FROM range(100000) t(i)"
    )
    found = duckdb.sql(f"SELECT count(*), count(*) FILTER ({read} IS NOT DISTINCT FROM epoch_ms(time)) FROM ({times})")
    assert found.fetchall() == [(100005, 100005)]
