"""Spans of days that people name: the last quarter, the last ninety days, a year, or what they type."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from queries.errors import UsageError
from queries.question.moving import shifted, start_of
from queries.question.periods import Grain
from queries.wording import mark, say

_DAYS = (7, 30, 90, 365)
_CALLED = {
    Grain.WEEK: (mark("This week"), mark("Last week")),
    Grain.MONTH: (mark("This month"), mark("Last month")),
    Grain.QUARTER: (mark("This quarter"), mark("Last quarter")),
    Grain.YEAR: (mark("This year"), mark("Last year")),
}
"""What the period of the last day is called, and the one before."""
_SHAPE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_QUARTER = re.compile(r"(?:(\d{4})[-\s]?q([1-4])|q([1-4])[-\s]?(\d{4}))")
_BETWEEN = re.compile(r"\s*(?:\.\.|…|–|\bto\b|至|到)\s*")


class Span(NamedTuple):
    """Some days with a name.

    Attributes:
        name: What people call it.
        since: Its first day.
        until: Its last day, inclusive.
    """

    name: str
    since: date
    until: date


def named_spans(first_day: date, last_day: date) -> list[Span]:
    """The spans that people ask for most, of those in which data may be: as of the last day of the data.

    Args:
        first_day: The first day of the data.
        last_day: The last one: this month is its month, the last month the one before.
    """
    spans = [Span(say("Last {days} days", days=days), last_day - timedelta(days=days - 1), last_day) for days in _DAYS]
    for grain, names in _CALLED.items():
        begin = start_of(last_day, grain)
        for name, step in zip(names, (0, -1), strict=True):
            since = shifted(begin, grain, step)
            spans.append(Span(say(name), since, shifted(since, grain, 1) - timedelta(days=1)))
    years = range(last_day.year, first_day.year - 1, -1)
    spans += [Span(str(year), date(year, 1, 1), date(year, 12, 31)) for year in years]
    return [span for span in spans if span.until >= first_day]


def read_span(text: str) -> Span:
    """The span that was typed: `2024`, `2024-03`, `2024-03-15`, `2024 Q1`, or two of them with `..` or `to` between.

    Raises:
        UsageError: It is none of these, or ends before it begins.
    """
    first, *more = _BETWEEN.split(text.strip().casefold(), maxsplit=1)
    since, until = read_period(first)
    if more:
        until = read_period(more[0])[1]
    if until < since:
        raise UsageError(say("{since} comes after {until}.", since=since, until=until), say("Swap the two."))
    return Span(text.strip(), since, until)


def read_period(text: str) -> tuple[date, date]:
    """First and last day of a year, a quarter, a month or a day.

    Raises:
        UsageError: It is none of these.
    """
    text = text.strip().casefold()
    try:
        if quarter := _QUARTER.fullmatch(text):
            year, number = (int(group) for group in quarter.groups() if group)
            year, number = (year, number) if quarter[1] else (number, year)
            return _whole(date(year, number * 3 - 2, 1), Grain.QUARTER)
        if day := _SHAPE.fullmatch(text):
            parts = [int(part) for part in day.groups() if part]
            grain = (Grain.YEAR, Grain.MONTH, Grain.DAY)[len(parts) - 1]
            return _whole(date(*parts, *(1,) * (3 - len(parts))), grain)
    except (ValueError, OverflowError):
        pass
    raise UsageError(say("“{text}” is not a date.", text=text), say("Write 2024, 2024-03, 2024-03-15 or 2024 Q1."))


def _whole(first: date, grain: Grain) -> tuple[date, date]:
    return first, shifted(first, grain, 1) - timedelta(days=1)
