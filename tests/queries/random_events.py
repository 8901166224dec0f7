"""Random events of few customers, and which of them a scope holds, told in plain Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from queries.mapping.model import Activity
from queries.question.periods import Grain
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 30)
PEOPLE = [("ann", "Rome"), ("bob", "Oslo"), ("cem", "Rome"), ("zoe", None)]


class Row(NamedTuple):
    """An event as it is written to the file."""

    customer: str
    time: datetime
    event: str
    amount: int | None
    channel: str | None


ROWS = st.builds(
    Row,
    st.sampled_from(["ann", "bob", "cem"]),
    st.builds(
        lambda days, hours: datetime.combine(FIRST, datetime.min.time()) + timedelta(days=days, hours=hours),
        st.one_of(st.integers(0, 6), st.integers(0, 100)),
        st.integers(0, 23),
    ),
    st.sampled_from(["purchase", "purchase", "refund", "visit", "open"]),
    st.none() | st.integers(0, 500),
    st.sampled_from(["web", "store", None]),
)
LOGS = st.lists(ROWS, min_size=1, max_size=25)
DAYS = st.none() | st.integers(1, 110).map(lambda n: FIRST + timedelta(days=n))
SCOPES = st.builds(
    Scope,
    as_of=DAYS,
    until=DAYS,
    events=st.sampled_from([(), ("purchase",), ("purchase", "refund"), ("visit",)]),
    channels=st.sampled_from([(), ("web",), ("web", "store")]),
    grain=st.sampled_from([None, Grain.DAY, Grain.WEEK, Grain.MONTH]),
)

KNOWN = [
    Row("ann", datetime(2024, 1, 30), "visit", None, "web"),
    Row("ann", datetime(2024, 1, 30), "visit", None, "store"),
    Row("ann", datetime(2024, 1, 30), "purchase", 3, "web"),
    Row("ann", datetime(2024, 1, 30), "refund", None, "store"),
]
"""So that every kind and channel is known, whatever the other rows are."""


def seen(given: list[Row], scope: Scope) -> list[Row]:
    """The rows of a scope before its analysis date, in the log's order."""
    every = [*KNOWN, *given]
    end = scope.as_of or max(row.time for row in every).date() + timedelta(days=1)
    end = min(end, scope.until + timedelta(days=1)) if scope.until else end
    chosen = [
        row
        for row in every
        if row.time.date() < end
        and (not scope.events or row.event in scope.events)
        and (not scope.channels or row.channel in scope.channels)
    ]
    return sorted(chosen, key=lambda row: (row.customer, row.time))


def signed(row: Row) -> int:
    return (row.amount or 0) * (-1 if row.event == "refund" else 1)


def log_with(log_of: Callable[..., EventLog], given: list[Row]) -> EventLog:
    """A log of `KNOWN` and further rows."""
    return log_of(*KNOWN, *given, customers=PEOPLE, activity={"open": Activity("passive")})
