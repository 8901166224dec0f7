"""The time of day in a column of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

CLOCK = 'time = { column = "day", clock = "hour" }'


CLOCKS = {
    "13:04": "13:04",
    "9:05": "09:05",
    "13:04:59": "13:04",
    "13:04:59.123": "13:04",
    "1:04 PM": "13:04",
    "01:04:59pm": "13:04",
    "12:30 a.m.": "00:30",
    "12:30 PM": "12:30",
    "13": "13:00",
    "9": "09:00",
    "\u00a013:04\t": "13:04",
    "": "00:00",
    None: "00:00",
    "noon": "00:00",
}


def test_clocks_as_text(database: Callable[..., Path], open_with: OpenWith) -> None:
    rows = ", ".join(f"({place}, DATE '2024-01-31', ?::VARCHAR)" for place in range(len(CLOCKS)))
    path = database((f"CREATE TABLE orders AS SELECT * FROM (VALUES {rows}) r(who, day, hour)", list(CLOCKS)))
    found = dict(open_with(CLOCK, path).rows("id", "time"))
    told = {text: found[str(place)].removeprefix("2024-01-31 ") for place, text in enumerate(CLOCKS)}
    assert told == CLOCKS


@pytest.mark.parametrize(
    ("day", "format_"),
    [
        ("DATE '2024-01-31'", ""),
        ("TIMESTAMP '2024-01-31 00:00'", ""),
        ("TIMESTAMP '2024-01-31 17:00'", ""),
        ("'31.1.2024'", ', format = "dmy"'),
        ("' 2024-01-31 '", ', format = "iso"'),
        ("20240131", ', format = "ymd"'),
        ("45322", ', format = "serial"'),
    ],
)
@pytest.mark.parametrize("clock", ["TIME '13:04:05'", "'13:04:05'", "13"])
def test_any_day_with_any_clock(
    database: Callable[..., Path], open_with: OpenWith, day: str, format_: str, clock: str
) -> None:
    path = database(f"CREATE TABLE orders AS SELECT 'ann' AS who, {day} AS day, {clock} AS hour")
    opened = open_with(f'time = {{ column = "day", clock = "hour"{format_} }}', path)
    assert opened.rows("time") == [("2024-01-31 13:04",) if clock != "13" else ("2024-01-31 13:00",)]


def test_a_day_that_is_missing_has_no_time(open_with: OpenWith) -> None:
    opened = open_with(CLOCK, orders="who,day,hour\nann,2024-01-31,10:00\nann,,11:00")
    assert opened.rows("time") == [("2024-01-31 10:00",)]
    assert opened.set_aside() == {"no readable time": 1}


def test_lines_of_an_order_have_the_earliest_clock(open_with: OpenWith) -> None:
    orders = """
        who,day,hour,no,paid
        ann,2024-01-31,1:30 PM,1,10
        ann,2024-01-31,11:05 AM,1,5
    """
    opened = open_with(f'{CLOCK}\norder = "no"\namount = "paid"', orders=orders)
    assert opened.rows() == [("ann", "2024-01-31 11:05", 15)]
