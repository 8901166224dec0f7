"""Comparing an answer with the period before, the same period a year before, or another segment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from queries.errors import UsageError
from queries.question.periods import months_before
from queries.question.scope import Scope, Segment
from queries.wording import say


@dataclass(frozen=True)
class Comparison:
    """What an answer is compared with.

    Attributes:
        kind: `before` (as long a period, just before), `year` (the same period a year before) or `segment`.
        segment: The segment, for that kind.
    """

    kind: str
    segment: Segment | None = None

    @classmethod
    def parse(cls, text: str) -> Comparison:
        """Read `before`, `year` or SEGMENTATION=SEGMENT.

        Raises:
            UsageError: It is none of these.
        """
        if text in ("before", "year"):
            return cls(text)
        if "=" not in text:
            raise UsageError(
                say("Nothing can be compared with “{text}”.", text=text),
                say("Name before, year, or SEGMENTATION=SEGMENT."),
            )
        return cls("segment", Segment.parse(text))

    def __str__(self) -> str:
        return str(self.segment) if self.segment else self.kind

    def of(self, scope: Scope, since: date, until: date) -> Scope:
        """The scope that is compared with.

        Args:
            scope: The scope that is asked for.
            since: The first day it reports.
            until: The last day it reports.

        Raises:
            UsageError: All of the data have no period before them.
        """
        if self.segment:
            return scope.changed(segment=self.segment)
        if scope.since is None:
            raise UsageError(
                say("All of the data have no period before them to compare with."),
                say("Choose a period first (f on the screen, or --from and --to)."),
            )
        first, last = _year_before(since, until) if self.kind == "year" else _just_before(since, until)
        return scope.changed(since=first, until=last)


def _just_before(since: date, until: date) -> tuple[date, date]:
    """As long a range, ending the day before `since`; whole months stay whole months."""
    after = until + timedelta(days=1)
    if since.day == 1 and after.day == 1:
        months = (after.year - since.year) * 12 + after.month - since.month
        return months_before(since, months), since - timedelta(days=1)
    return since - (after - since), since - timedelta(days=1)


def _year_before(since: date, until: date) -> tuple[date, date]:
    """The same dates a year earlier; a month's last day stays the last."""
    after = until + timedelta(days=1)
    return months_before(since, 12), months_before(after, 12) - timedelta(days=1)
