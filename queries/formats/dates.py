"""Days and periods as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.wording import count_of, current, say

if TYPE_CHECKING:
    from datetime import date

MONTH = 31
"""So many days ago are counted."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_label(day: date, grain: str) -> str:
    """The period that begins on a day: 2024-03-01, 2024-W09, 2024-03, 2024-Q1, 2024."""
    if grain == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if grain == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"month": 7, "year": 4}.get(grain, 10)]


def begins_period(day: date, grain: str) -> bool:
    """Whether a period of that grain begins on the day; else a label would hide the day."""
    first_of_year = day.month == 1 and day.day == 1
    first_of_quarter = day.month % 3 == 1 and day.day == 1
    begins = {
        "week": day.weekday() == 0,
        "month": day.day == 1,
        "quarter": first_of_quarter,
        "year": first_of_year,
    }
    return begins.get(grain, True)


def long_date(day: date) -> str:
    """A date as titles write it: 2 Jan 2023, 2023年1月2日."""
    if current() != "en":
        from babel.dates import format_date

        return str(format_date(day, "long", locale=current()))
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_ago(day: date, today: date) -> str:
    """A day of the past as people speak of it: today, yesterday, 3 days ago; beyond a month its date."""
    ago = (today - day).days
    if ago in (0, 1):
        return say("yesterday" if ago else "today")
    return count_of("{number} day ago", "{number} days ago", ago) if 1 < ago <= MONTH else long_date(day)
