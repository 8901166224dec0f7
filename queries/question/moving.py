"""Moving a scope along the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from queries.question.periods import Grain

if TYPE_CHECKING:
    from datetime import date

    from queries.question.scope import Scope


def moved(scope: Scope, step: int, *, grain: Grain, first_day: date, last_day: date) -> Scope | None:
    """The scope one period back or on; None where there are no data.

    All of the data becomes its last (or first) period; whole periods stay as many whole periods.

    Args:
        scope: The scope that is moved.
        step: 1 is on, -1 back.
        grain: How long a period of the scope is.
        first_day: The first day of the data.
        last_day: The last day of the data.
    """
    if scope.since is None and scope.until is None:
        begin = start_of(last_day if step < 0 else first_day, grain)
        since, until = begin, shifted(begin, grain, 1) - timedelta(days=1)
    else:
        first, last = scope.since or first_day, scope.until or last_day
        length = max(1, periods_between(start_of(first, grain), start_of(last, grain), grain) + 1)
        since = shifted(start_of(first, grain), grain, step)
        until = shifted(since, grain, length) - timedelta(days=1)
    if until < first_day or since > last_day:
        return None
    return scope.changed(since=since, until=until, grain=scope.grain or grain, as_of=None)


def start_of(day: date, grain: Grain) -> date:
    """The first day of the period that holds a day."""
    match grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return day - timedelta(days=day.weekday())
        case Grain.MONTH:
            return day.replace(day=1)
        case Grain.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case _:
            return day.replace(month=1, day=1)


def shifted(start: date, grain: Grain, count: int) -> date:
    """The first day of the period `count` periods later."""
    days = {Grain.DAY: 1, Grain.WEEK: 7}.get(grain)
    if days:
        return start + timedelta(days=days * count)
    months = {Grain.MONTH: 1, Grain.QUARTER: 3}.get(grain, 12) * count
    month = start.year * 12 + start.month - 1 + months
    return start.replace(year=month // 12, month=month % 12 + 1)


def periods_between(start: date, end: date, grain: Grain) -> int:
    """How many periods lie between two first days."""
    days = {Grain.DAY: 1, Grain.WEEK: 7}.get(grain)
    if days:
        return (end - start).days // days
    months = (end.year - start.year) * 12 + end.month - start.month
    return months // {Grain.MONTH: 1, Grain.QUARTER: 3}.get(grain, 12)
