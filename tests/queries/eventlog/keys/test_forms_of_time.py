"""Times that are counted, periods, and clocks of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith


class Read(Protocol):
    """Reads one value as a time; None where it is none."""

    def __call__(self, value: object, format_: str, type_: str = "VARCHAR", top: str = "") -> str | None: ...


@pytest.fixture
def read(database: Callable[..., Path], open_with: OpenWith) -> Read:
    def make(value: object, format_: str, type_: str = "VARCHAR", top: str = "") -> str | None:
        table = f"CREATE TABLE orders AS SELECT 'ann' AS who, ?::{type_} AS at"
        visits = "CREATE TABLE visits AS SELECT 'zoe' AS who, DATE '2000-01-01' AS at"
        rest = '[[events]]\ntable = "visits"\ncustomer = "who"\ntime = "at"\nevent = { value = "visit" }'
        path = database((table, [value]), visits)
        opened = open_with(f'time = {{ column = "at", format = "{format_}" }}', path, top=top, rest=rest)
        found = [row[1] for row in opened.rows("id", "time") if row[0] == "ann"]
        return found[0] if found else None

    return make


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-Q1", "2016-01-01"),
        ("Q1 2016", "2016-01-01"),
        ("2016Q4", "2016-10-01"),
        ("4. Quartal 2016", "2016-10-01"),
        ("T3 2016", "2016-07-01"),
        ("2016年第3季度", "2016-07-01"),
        ("2016-07", "2016-07-01"),
        ("07/2016", "2016-07-01"),
        ("7.2016", "2016-07-01"),
        ("201607", "2016-07-01"),
        ("2016年7月", "2016-07-01"),
        ("2016-W27", "2016-07-04"),
        ("2016W01", "2016-01-04"),
        ("KW 27 2016", "2016-07-04"),
        ("2015-W53", "2015-12-28"),
        ("2016年第27周", "2016-07-04"),
        ("2016", "2016-01-01"),
        ("\u00a02016-07\t", "2016-07-01"),
        ("Jul 2016", "2016-07-01"),
        ("September 2016", "2016-09-01"),
        ("2016 Oct", "2016-10-01"),
        ("May-2016", "2016-05-01"),
    ],
)
def test_a_period_is_its_first_day(read: Read, text: str, day: str) -> None:
    assert read(text, "period") == f"{day} 00:00"


@pytest.mark.parametrize("text", ["2016-13", "2016-Q5", "2016-W60", "soon", "", "H2 2016"])
def test_what_is_no_period_is_not_read(read: Read, text: str) -> None:
    assert read(text, "period") is None


def test_a_period_may_be_a_number(read: Read) -> None:
    assert read(201607, "period", "INTEGER") == "2016-07-01 00:00"
    assert read(201612, "period", "DOUBLE") == "2016-12-01 00:00"


@pytest.mark.parametrize(
    ("value", "format_", "time"),
    [
        (45322, "serial", "2024-01-31 00:00"),
        (45322.5, "serial", "2024-01-31 12:00"),
        (45322.7083333333, "serial", "2024-01-31 17:00"),
        (1, "day_number", "2001-01-01 00:00"),
        (366, "day_number", "2002-01-01 00:00"),
        (1, "week_number", "2001-01-01 00:00"),
        (53, "week_number", "2001-12-31 00:00"),
    ],
)
@pytest.mark.parametrize("type_", ["DOUBLE", "VARCHAR", "DECIMAL(18, 10)"])
def test_times_that_are_counted(read: Read, value: float, format_: str, time: str, type_: str) -> None:
    found = read(value, format_, type_)
    # A number of days with a fraction names an instant to the last thousandth of a second or so.
    assert found == time or (format_ == "serial" and found == "2024-01-31 16:59")


LOCAL = [
    ("2024-07-31 23:30:00+02:00", "2024-07-31 23:30"),
    ("2024-07-31T23:30:00 +0900", "2024-07-31 23:30"),
    ("2024-07-31T23:30:00Z", "2024-07-31 23:30"),
    ("2024-07-31 23:30 UTC", "2024-07-31 23:30"),
    ("2024-07-31 23:30:15.5-05", "2024-07-31 23:30"),
    ("2024-07-31 23:30", "2024-07-31 23:30"),
    ("2024-07-31", "2024-07-31 00:00"),
]


@pytest.mark.parametrize(("text", "time"), LOCAL)
def test_a_local_time_is_the_clock_of_the_place(read: Read, text: str, time: str) -> None:
    assert read(text, "local") == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-07-31 23:30:00+00:00", "2024-08-01 01:30"),
        ("2024-01-31 23:30:00-05:00", "2024-02-01 05:30"),
        ("2024-07-31T12:00:00Z", "2024-07-31 14:00"),
        ("2024-07-31 12:00:00", "2024-07-31 12:00"),
        ("2024-07-31", "2024-07-31 00:00"),
    ],
)
def test_with_a_time_zone_it_is_a_moment_there(read: Read, text: str, time: str) -> None:
    assert read(text, "local", top='timezone = "Europe/Berlin"') == time


def test_moments_with_a_type_are_local_too(read: Read) -> None:
    assert read("2024-07-31 23:30:00+00", "local", "TIMESTAMPTZ") == "2024-07-31 23:30"
    berlin = 'timezone = "Europe/Berlin"'
    assert read("2024-07-31 23:30:00+00", "local", "TIMESTAMPTZ", berlin) == "2024-08-01 01:30"
