"""Times that are counted, periods, and clocks of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith


class Read(Protocol):
    """Reads values of one column as times: value → time, to the minute, or None where it is none."""

    def __call__(
        self, values: Iterable[Any], format_: str, type_: str = "VARCHAR", top: str = ""
    ) -> dict[Any, str | None]: ...


@pytest.fixture
def read(database: Callable[..., Path], open_with: OpenWith) -> Read:
    def make(values: Iterable[Any], format_: str, type_: str = "VARCHAR", top: str = "") -> dict[Any, str | None]:
        told = list(values)
        rows = ", ".join(f"({place}, ?::{type_})" for place in range(len(told)))
        table = f'CREATE TABLE orders AS SELECT * FROM (VALUES {rows}) r(who, "at")'
        # A row that is always read: a file without any is refused.
        visits = "CREATE TABLE visits AS SELECT -1 AS who, DATE '2000-01-01' AS at"
        rest = '[[events]]\ntable = "visits"\ncustomer = "who"\ntime = "at"\nevent = { value = "visit" }'
        path = database((table, told), visits)
        opened = open_with(f'time = {{ column = "at", format = "{format_}" }}', path, top=top, rest=rest)
        found = dict(opened.rows("id", "time"))
        return {value: found.get(str(place)) for place, value in enumerate(told)}

    return make


PERIODS = {
    "2016-Q1": "2016-01-01",
    "Q1 2016": "2016-01-01",
    "2016Q4": "2016-10-01",
    "4. Quartal 2016": "2016-10-01",
    "T3 2016": "2016-07-01",
    "2016年第3季度": "2016-07-01",
    "2016-07": "2016-07-01",
    "07/2016": "2016-07-01",
    "7.2016": "2016-07-01",
    "201607": "2016-07-01",
    "2016年7月": "2016-07-01",
    "2016-W27": "2016-07-04",
    "2016W01": "2016-01-04",
    "KW 27 2016": "2016-07-04",
    "2015-W53": "2015-12-28",
    "2016年第27周": "2016-07-04",
    "2016": "2016-01-01",
    "\u00a02016-07\t": "2016-07-01",
    "Jul 2016": "2016-07-01",
    "September 2016": "2016-09-01",
    "2016 Oct": "2016-10-01",
    "May-2016": "2016-05-01",
}


def test_a_period_is_its_first_day(read: Read) -> None:
    assert read(PERIODS, "period") == {text: f"{day} 00:00" for text, day in PERIODS.items()}


def test_what_is_no_period_is_not_read(read: Read) -> None:
    texts = ["2016-13", "2016-Q5", "2016-W60", "soon", "", "H2 2016", "Dezember 2016"]
    assert read(texts, "period") == dict.fromkeys(texts)


def test_a_period_may_be_a_number(read: Read) -> None:
    months = {201607: "2016-07-01 00:00", 201612: "2016-12-01 00:00", 2016: "2016-01-01 00:00"}
    for type_ in ("INTEGER", "DOUBLE"):
        assert read(months, "period", type_) == months


COUNTED = {
    "serial": {45322: "2024-01-31 00:00", 45322.5: "2024-01-31 12:00", 45322.75: "2024-01-31 18:00"},
    "day_number": {1: "2001-01-01 00:00", 366: "2002-01-01 00:00"},
    "week_number": {1: "2001-01-01 00:00", 53: "2001-12-31 00:00"},
}


@pytest.mark.parametrize("format_", COUNTED)
@pytest.mark.parametrize("type_", ["DOUBLE", "VARCHAR", "DECIMAL(18, 4)"])
def test_times_that_are_counted(read: Read, format_: str, type_: str) -> None:
    assert read(COUNTED[format_], format_, type_) == COUNTED[format_]


LOCAL = {
    "2024-07-31 23:30:00+02:00": "2024-07-31 23:30",
    "2024-07-31T23:30:00 +0900": "2024-07-31 23:30",
    "2024-07-31T23:30:00Z": "2024-07-31 23:30",
    "2024-07-31 23:30 UTC": "2024-07-31 23:30",
    "2024-07-31 23:30:15.5-05": "2024-07-31 23:30",
    "2024-07-31 23:30": "2024-07-31 23:30",
    "2024-07-31": "2024-07-31 00:00",
}
IN_BERLIN = {
    "2024-07-31 23:30:00+00:00": "2024-08-01 01:30",
    "2024-01-31 23:30:00-05:00": "2024-02-01 05:30",
    "2024-07-31T12:00:00Z": "2024-07-31 14:00",
    "2024-07-31 12:00:00": "2024-07-31 12:00",
    "2024-07-31": "2024-07-31 00:00",
}
BERLIN = 'timezone = "Europe/Berlin"'


def test_a_local_time_is_the_clock_of_the_place(read: Read) -> None:
    assert read(LOCAL, "local") == LOCAL


def test_with_a_time_zone_it_is_a_moment_there(read: Read) -> None:
    assert read(IN_BERLIN, "local", top=BERLIN) == IN_BERLIN


def test_moments_with_a_type_are_local_too(read: Read) -> None:
    moment = "2024-07-31 23:30:00+00"
    assert read([moment], "local", "TIMESTAMPTZ") == {moment: "2024-07-31 23:30"}
    assert read([moment], "local", "TIMESTAMPTZ", BERLIN) == {moment: "2024-08-01 01:30"}
