"""A value as a person reads it: by the unit its column declares, never by guessing from its type alone."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from queries.catalogue import Column, Figure, Unit
from queries.formats.dates import begins_period, period_label
from queries.formats.numbers import count, days, grouped, money, number, rate, score, share
from queries.formats.sparklines import Marker, scale_of, sparkline
from queries.safe import safe
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EMPTY = "–"
INCOMPLETE = "*"
SMALL = "°"
FEW = 30
_INITIALS = ("aov", "dau", "wau", "mau", "clv", "nps")

_NUMBERS: dict[Unit, Callable[[float], str]] = {
    Unit.COUNT: count,
    Unit.NUMBER: number,
    Unit.SHARE: share,
    Unit.DAYS: days,
    Unit.RATE: rate,
    Unit.SCORE: score,
}


def cell(
    value: object,
    column: Column,
    *,
    row: Mapping[str, Any] | None = None,
    currency: str | None = None,
    marker: Marker = "block",
    width: int | None = None,
    grain: str | None = None,
    full: bool = False,
) -> str:
    """One cell of a table, safe for a terminal.

    Args:
        value: What the frame holds.
        column: What the column means.
        row: The whole row by column name: rows with units of their own, incomplete periods (`*`) and rates
            of fewer than 30 (`°`) are read from it.
        currency: What money is in.
        marker: What trends are drawn with.
        width: The most values a trend may draw; longer ones are averaged.
        full: Writes large counts and amounts with all their digits, where there is room for them.
        grain: Writes a key date as the period of that grain it begins, if it does: 2024-03, 2024-Q1.
    """
    unit = unit_of(column, row)
    if value is None:
        text = EMPTY
    elif column.names and isinstance(value, int) and 1 <= value <= len(column.names):
        text = column.names[value - 1]
    elif unit is Unit.TREND and isinstance(value, (list, tuple)):
        text = sparkline(value, marker, width, average=_is_average(column, row))
    elif is_change(column) and isinstance(value, (int, float)) and unit is not Unit.TEXT:
        points = unit is Unit.SHARE and not column.name.endswith("change_rate")
        text = change(value, unit, currency=currency, marker=marker, points=points, full=full)
    elif unit is Unit.DATE and column.key and grain and isinstance(value, date) and begins_period(value, grain):
        text = period_label(value, grain)
    elif column.worded:
        text = say(safe(value))
    else:
        text = _plain(value, unit, currency, full=full)
    return text + _mark(value, column, unit, row)


def is_numeric(column: Column) -> bool:
    """Whether the column's cells stand to the right."""
    return bool(column.unit_column) or column.unit in _NUMBERS or column.unit is Unit.MONEY


def is_change(column: Column) -> bool:
    """Whether the column says how something moved; by its name, `change` or `…_change` or `change_…`."""
    return "change" in column.name.split("_")


def _is_average(column: Column, row: Mapping[str, Any] | None) -> bool:
    """Whether the numbers of a row's trend are rates or averages."""
    name, values = column.averages or ("", ())
    return row is not None and row.get(name) in values


def trend_scale(value: object, column: Column, row: Mapping[str, Any] | None = None) -> str:
    """What the marks of a trend stand for, in words; empty where the value is none."""
    if not isinstance(value, (list, tuple)) or column.unit is not Unit.TREND:
        return ""
    average = _is_average(column, row)
    if (scale := scale_of(value, average=average)) is None:
        return say("flat: the numbers differ by less than 5 %") if average else say("flat: there is nothing but zero")
    low, high = (grouped(float(f"{end:.6g}")) for end in scale)
    if average and scale[0]:
        return say("from {low}, a round number below the smallest, to {high}", low=low, high=high)
    return say("from {low} to {high}", low=low, high=high)


def unit_of(column: Column, row: Mapping[str, Any] | None) -> Unit:
    """The unit of a cell: the row's own where the column says so, else the column's."""
    row_unit = row.get(column.unit_column) if column.unit_column and row else None
    return Unit(row_unit) if isinstance(row_unit, str) and row_unit in tuple(Unit) else column.unit


def change(
    value: float | None,
    unit: Unit = Unit.SHARE,
    *,
    currency: str | None = None,
    marker: Marker = "block",
    points: bool = False,
    full: bool = False,
) -> str:
    """How something moved, with a sign and an arrow: `▲ +12.3 %`, `▼ -4`.

    Args:
        value: The difference, or the part of what was.
        unit: What it is.
        currency: What money is in.
        marker: `ascii` leaves the arrow out.
        full: Writes all digits of a large number.
        points: Whether a share moved by so many points (`pp`) and not by a part of itself (`%`).
    """
    if value is None:
        return EMPTY
    if math.isnan(value):
        return "NaN"
    text = _plain(value, unit, currency, full=full)
    if points:
        text = text.replace("%", say("pp"))
    arrow, sign = ("▲ ", "+") if value > 0 else ("▼ ", "") if value < 0 else ("", "")
    return (arrow if marker != "ascii" else "") + sign + text


def figure_text(figure: Figure, currency: str | None = None) -> str:
    """A figure in words: `Median gap: 12 d (11 d to 14 d, n = 1,204)`."""
    name, value = figure_pair(figure, currency)
    return say("{name}: {value}", name=name, value=value)


def figure_pair(figure: Figure, currency: str | None = None) -> tuple[str, str]:
    """The name of a figure and its value in words: `Median gap`, and `12 d (11 d to 14 d, n = 1,204)`."""
    column = Column(figure.name, "", figure.unit)
    low, high = (cell(bound, column, currency=currency) for bound in (figure.low, figure.high))
    details = [say("{low} to {high}", low=low, high=high)] if figure.low is not None or figure.high is not None else []
    details += [f"n = {count(figure.n)}"] if figure.n is not None else []
    in_brackets = f" ({', '.join(details)})" if details else ""
    name = safe(figure.name)
    return name[:1].upper() + name[1:], cell(figure.value, column, currency=currency) + in_brackets


def exact(value: object, column: Column, *, row: Mapping[str, Any] | None = None, currency: str | None = None) -> str:
    """The whole value, nothing rounded or left out, as `i` shows it; of a dozen numbers each to four decimals."""
    unit = unit_of(column, row)
    if isinstance(value, (list, tuple)):
        rounded = (round(entry, 4) if isinstance(entry, float) else entry for entry in value)
        return ", ".join(exact(entry, Column(column.name, "", Unit.NUMBER)) for entry in rounded)
    finite = (
        value.is_finite() if isinstance(value, Decimal) else isinstance(value, (int, float)) and math.isfinite(value)
    )
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not finite:
        return cell(value, column, row=row, currency=currency)
    if unit is Unit.SHARE and not isinstance(value, Decimal):
        return say("{number} %", number=grouped(float(f"{value * 100:.12g}")))
    if unit is Unit.DAYS:
        return say("{number} d", number=grouped(value))
    return grouped(value) + (f" {safe(currency)}" if unit is Unit.MONEY and currency else "")


def _plain(value: object, unit: Unit, currency: str | None, *, full: bool = False) -> str:
    """A value by its unit alone; what does not fit its unit is shown as it is."""
    if unit is Unit.FLAG and isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, datetime):
        return value.date().isoformat() if unit is Unit.DATE else value.isoformat(" ", "seconds").removesuffix(":00")
    if isinstance(value, timedelta):
        return days(value / timedelta(days=1))
    if isinstance(value, (list, tuple)):
        return safe(", ".join(map(safe, value)))
    if isinstance(value, Decimal):
        value = math.nan if value.is_nan() else float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value, unit, currency, full=full)
    return say(words(safe(value))) if unit is Unit.NAME else safe(value)


def words(name: str) -> str:
    """An identifier as words: `repeat_rate` → Repeat rate, `aov` → AOV."""
    return name.upper() if name in _INITIALS else name.replace("_", " ").capitalize()


def _number(value: float, unit: Unit, currency: str | None, *, full: bool) -> str:
    """A number by its unit; also those that are none."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "-∞"
    if unit is Unit.MONEY:
        return money(value, safe(currency), full=full)
    if full and unit is Unit.COUNT:
        return grouped(value)
    if unit in _NUMBERS:
        return _NUMBERS[unit](value)
    return str(value) if isinstance(value, int) or unit is Unit.TEXT else number(value)


def _mark(value: object, column: Column, unit: Unit, row: Mapping[str, Any] | None) -> str:
    """`*` on a period that is incomplete, `°` on a rate of few."""
    if row is None or value is None:
        return ""
    if column.complete_column and row.get(column.complete_column) is False:
        return INCOMPLETE
    if column.key and unit is Unit.DATE and row.get("complete") is False:
        return INCOMPLETE
    return SMALL if stands_on_few(column, row) else ""


def stands_on_few(column: Column, row: Mapping[str, Any]) -> bool:
    """Whether a share or rate is of fewer than 30, where the row says of how many."""
    if not column.denominator or column.unit not in (Unit.SHARE, Unit.RATE) or is_change(column):
        return False
    of = row.get(column.denominator)
    return isinstance(of, (int, float)) and not isinstance(of, bool) and 0 < of < FEW
