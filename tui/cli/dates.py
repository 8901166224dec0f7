"""Dates on the command line: a day, or a month or year that stands for its first or last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

import click

from queries.wording import say


class Day(click.ParamType[date]):
    """2024-03-31, 2024-03 or 2024; the last two are the first day, or the last where `last` is set."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day a text stands for."""
        if isinstance(value, date):
            return value
        match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", str(value).strip(), re.ASCII)
        try:
            return _day(*match.groups(), last=self._last) if match else self._refuse(value, param, ctx)
        except ValueError:
            return self._refuse(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """What the help calls it."""
        return "DATE"

    def _refuse(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        self.fail(say("“{value}” is not a date. Write it like 2024-03-31, 2024-03 or 2024.", value=value), param, ctx)


def _day(year: str, month: str | None, day: str | None, *, last: bool) -> date:
    """The day itself, or the first or last of the month or year."""
    at_month = int(month) if month else 12 if last else 1
    at_day = int(day) if day else monthrange(int(year), at_month)[1] if last else 1
    return date(int(year), at_month, at_day)
