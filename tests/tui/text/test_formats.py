"""Values as people read them, by unit."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from queries.catalogue import Column, Figure, Unit
from queries.formats.dates import days_ago
from queries.formats.numbers import file_size
from queries.formats.sparklines import scale_of
from tui.text.formats import (
    cell,
    change,
    exact,
    figure_text,
    fitted,
    is_numeric,
    long_date,
    period_label,
    sparkline,
    trend_scale,
)


def of(unit: Unit, **more: Any) -> Column:
    return Column("column", "", unit, **more)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0, Unit.COUNT, "0"),
        (999_999, Unit.COUNT, "999,999"),
        (1_923_000, Unit.COUNT, "1.92 M"),
        (34_120_000_000, Unit.COUNT, "34.1 B"),
        (3.5, Unit.COUNT, "3.5"),
        (-9582.43, Unit.NUMBER, "-9,582"),
        (0.534, Unit.NUMBER, "0.534"),
        (1.2e-7, Unit.NUMBER, "1.2e-07"),
        (0.0851, Unit.SHARE, "8.5 %"),
        (0.0001, Unit.SHARE, "<0.1 %"),
        (-0.0001, Unit.SHARE, ">-0.1 %"),
        (0.0, Unit.SHARE, "0.0 %"),
        (96.11, Unit.MONEY, "€96.11"),
        (Decimal("-12.5"), Unit.MONEY, "-€12.50"),
        (12_345.6, Unit.MONEY, "€12,346"),
        (999_999.7, Unit.MONEY, "€1.00 M"),
        (-0.001, Unit.MONEY, "€0.00"),
        (94, Unit.DAYS, "94 d"),
        (12.5, Unit.DAYS, "12.5 d"),
        (timedelta(days=2, hours=12), Unit.DAYS, "2.5 d"),
        (6.2, Unit.RATE, "6.20"),
        (0.0042, Unit.RATE, "0.0042"),
        (1204.4, Unit.RATE, "1,204"),
        (4.0, Unit.SCORE, "4"),
        (71.52, Unit.SCORE, "71.5"),
        (date(2024, 3, 1), Unit.DATE, "2024-03-01"),
        (datetime(2024, 3, 1, 14, 5), Unit.TIME, "2024-03-01 14:05"),
        (datetime(2024, 3, 1, 14, 5, 9), Unit.TIME, "2024-03-01 14:05:09"),
        (datetime(2024, 3, 1, 14, 5), Unit.DATE, "2024-03-01"),
        (True, Unit.FLAG, "yes"),
        (False, Unit.FLAG, "no"),
        (None, Unit.MONEY, "–"),
        (math.nan, Unit.SHARE, "NaN"),
        (-math.inf, Unit.COUNT, "-∞"),
        ("a\x1b", Unit.TEXT, "a␛"),
        ("text", Unit.COUNT, "text"),
        ([1, None, "a\n"], Unit.TEXT, "1, , a␤"),
        ([0, 1, None, 2], Unit.TREND, "·▃ ▆"),
    ],
)
def test_units(value: object, unit: Unit, shown: str) -> None:
    assert cell(value, of(unit), currency="EUR") == shown


@pytest.mark.parametrize(
    ("currency", "shown"),
    [("usd", "$5.00"), ("CHF", "CHF 5.00"), ("JPY", "¥5"), (None, "5.00"), ("\x1b[", "␛[ 5.00")],
)
def test_currencies(currency: str | None, shown: str) -> None:
    assert cell(5.0, of(Unit.MONEY), currency=currency) == shown


def test_a_row_has_its_own_unit() -> None:
    column = of(Unit.NUMBER, unit_column="unit")
    assert cell(0.5, column, row={"unit": "share"}) == "50.0 %"
    assert cell(0.5, column, row={"unit": "nonsense"}) == "0.5"
    assert is_numeric(column)


def test_incomplete_periods_and_rates_of_few_are_marked() -> None:
    row = {"complete": False, "customers": 12}
    assert cell(date(2024, 3, 1), of(Unit.DATE, key=True), row=row, grain="month") == "2024-03*"
    assert cell(0.5, of(Unit.SHARE, denominator="customers"), row=row) == "50.0 %°"
    assert cell(0.5, of(Unit.SHARE, denominator="customers"), row={"customers": 30}) == "50.0 %"
    assert cell(0.5, Column("change_rate", "", Unit.SHARE, denominator="customers"), row=row) == "▲ +50.0 %"


@pytest.mark.parametrize(
    ("day", "grain", "label"),
    [
        (date(2024, 3, 1), "day", "2024-03-01"),
        (date(2024, 12, 30), "week", "2025-W01"),
        (date(2024, 3, 1), "month", "2024-03"),
        (date(2024, 10, 1), "quarter", "2024-Q4"),
        (date(2024, 1, 1), "year", "2024"),
    ],
)
def test_period_labels(day: date, grain: str, label: str) -> None:
    assert period_label(day, grain) == label
    assert cell(day, of(Unit.DATE, key=True), grain=grain) == label


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1.0 kB"),
        (9_960, "10 kB"),
        (999_400, "999 kB"),
        (999_600, "1.0 MB"),
        (4_206_592, "4.2 MB"),
        (38_400_000_000, "38 GB"),
        (5 * 10**15, "5,000 TB"),
    ],
)
def test_sizes_of_files(size: int, shown: str) -> None:
    assert file_size(size) == shown


@pytest.mark.parametrize(
    ("ago", "shown"),
    [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (31, "31 days ago"), (32, "29 Jan 2024"), (-1, "2 Mar 2024")],
)
def test_days_of_the_past(ago: int, shown: str) -> None:
    today = date(2024, 3, 1)
    assert days_ago(today - timedelta(days=ago), today) == shown


def test_a_day_within_a_period_keeps_its_day() -> None:
    assert cell(date(2024, 3, 5), of(Unit.DATE, key=True), grain="month") == "2024-03-05"


def test_changes() -> None:
    assert change(0.123) == "▲ +12.3 %"
    assert change(-0.04) == "▼ -4.0 %"
    assert change(0.0) == "0.0 %"
    assert change(None) == "–"
    assert change(0.123, marker="ascii") == "+12.3 %"
    assert cell(-4, Column("change", "", Unit.COUNT)) == "▼ -4"
    assert cell(0.03, Column("change", "", Unit.SHARE)) == "▲ +3.0 pp"


def test_sparklines() -> None:
    assert sparkline([1, 2, 3, 4, 5, 6, 7, 8]) == "▂▂▃▃▄▅▅▆"
    assert sparkline([100, 101, 102]) == "▆▆▆"  # the baseline is zero: no drama from small differences
    assert sparkline([-1, 0, 1]) == "▁·▆"
    assert sparkline([0, 0]) == "··"  # nothing looks unlike a little
    assert sparkline([]) == ""
    assert sparkline([1, None, math.nan, 1]) == "▆  ▆"
    assert sparkline([0, 1, 2, 3], "braille") == "⣰⣾"
    assert sparkline([0, 4, 8], "ascii") == ".=#"
    assert sparkline(list(range(100)), width=4) == "▂▃▅▆"


def test_rates_and_averages_begin_at_a_round_number_below_the_smallest() -> None:
    assert sparkline([45.2, 47, 50, 51, 52.5]) == "▅▅▆▆▆"
    assert sparkline([45.2, 47, 50, 51, 52.5], average=True) == "▁▂▄▅▆"
    assert scale_of([45.2, 47, 50, 51, 52.5], average=True) == (45, 52.5)
    assert sparkline([100, 101, None, 104], average=True) == "▃▃ ▃"  # they hardly move: flat, in the middle
    assert sparkline([0, 3, 9], average=True) == sparkline([0, 3, 9])
    assert sparkline([5e-324, 1e-323], average=True) == "▁▆"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_number_lies_on_its_scale(numbers: list[float]) -> None:
    for average in (False, True):
        scale = scale_of(numbers, average=average)
        assert len(sparkline(numbers, average=average)) == len(numbers)
        for number in numbers if scale is not None else ():
            assert scale is not None
            assert scale[0] <= max(min(number, 1e300), -1e300) <= scale[1]


def test_the_row_says_whether_its_trend_is_of_averages() -> None:
    column = of(Unit.TREND, averages=("measure", ("aov",)))
    assert cell([50, 60], column, row={"measure": "aov"}) == "▁▆"
    assert cell([50, 60], column, row={"measure": "orders"}) == "▅▆"
    assert trend_scale([52, 60], column, {"measure": "aov"}) == "from 50, a round number below the smallest, to 60"
    assert trend_scale([52, 60], column, {"measure": "orders"}) == "from 0 to 60"
    assert trend_scale([60, 61], column, {"measure": "aov"}) == "flat: the numbers differ by less than 5 %"
    assert trend_scale([0, 0], column, {"measure": "orders"}) == "flat: there is nothing but zero"
    assert trend_scale(60, of(Unit.COUNT)) == ""


def test_exact() -> None:
    assert exact(1_923_456, of(Unit.COUNT)) == "1,923,456"
    assert exact(0.0851, of(Unit.SHARE)) == "8.51 %"
    assert exact(12_345.678, of(Unit.MONEY), currency="EUR") == "12,345.678 EUR"
    assert exact([1.5, None, 10 / 3], of(Unit.TREND)) == "1.5, –, 3.3333"
    assert exact(None, of(Unit.COUNT)) == "–"


def test_figures_and_titles() -> None:
    assert figure_text(Figure("Median gap", 12.0, Unit.DAYS, 11.0, 14.0, 1204)) == (
        "Median gap: 12 d (11 d to 14 d, n = 1,204)"
    )
    assert figure_text(Figure("Test", "not certain", Unit.TEXT)) == "Test: not certain"
    assert long_date(date(2023, 1, 2)) == "2 Jan 2023"


def test_width_is_in_terminal_cells() -> None:
    assert fitted("日本語テキスト", 5) == "日本…"
    assert fitted("short", 5) == "short"
    assert cell("a long text", of(Unit.TEXT), width=6) == "a lon…"


def test_numbers_stand_to_the_right() -> None:
    assert is_numeric(of(Unit.MONEY))
    assert not is_numeric(of(Unit.TEXT))
    assert not is_numeric(of(Unit.TREND))


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.timedeltas(),
    st.lists(st.one_of(st.none(), st.floats(), st.integers(), st.text())),
)
columns = st.builds(
    Column,
    name=st.sampled_from(["value", "change", "change_rate"]),
    meaning=st.just(""),
    unit=st.sampled_from(Unit),
    key=st.booleans(),
    unit_column=st.sampled_from([None, "unit"]),
    denominator=st.sampled_from([None, "n"]),
)
rows = st.fixed_dictionaries({"unit": values | st.sampled_from(Unit), "n": values, "complete": st.booleans()})


@given(
    values,
    columns,
    st.none() | rows,
    st.none() | st.text(max_size=5),
    st.sampled_from(["block", "braille", "ascii"]),
    st.none() | st.integers(0, 30),
    st.sampled_from([None, "day", "week", "month", "quarter", "year"]),
)
def test_any_value_can_be_shown(
    value: Any, column: Column, row: Any, currency: Any, marker: Any, width: int | None, grain: Any
) -> None:
    text = cell(value, column, row=row, currency=currency, marker=marker, width=width, grain=grain)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
    # without a width a cell is as long as it is
    assert width is None or cell_len(text) <= width
    assert isinstance(exact(value, column, row=row, currency=currency), str)
