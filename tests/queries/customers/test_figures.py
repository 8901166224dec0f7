"""Per-customer figures, frequency and overview against the same in plain Python, on random small logs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.customers.figures import per_customer
from queries.data.data import Data
from queries.mapping.model import Activity
from queries.question.periods import Grain
from queries.question.question import Question
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


rows = st.builds(
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
logs = st.lists(rows, min_size=1, max_size=25)
days = st.none() | st.integers(1, 110).map(lambda n: FIRST + timedelta(days=n))
scopes = st.builds(
    Scope,
    as_of=days,
    until=days,
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


@pytest.fixture(scope="module")
def log_with(log_of: Callable[..., EventLog]) -> Callable[[list[Row]], EventLog]:
    """Builds a log of `KNOWN` and further rows."""

    def make(given: list[Row]) -> EventLog:
        return log_of(*KNOWN, *given, customers=PEOPLE, activity={"open": Activity("passive")})

    return make


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


def figures(events: list[Row], end: date) -> dict[str, Any]:
    """One customer's figures, by their definitions."""
    orders = [row for row in events if row.event == "purchase"]
    occasions = sorted({row.time.date() for row in orders})
    gaps = [(after - before).days for before, after in pairwise(occasions)]
    spent = sum(row.amount or 0 for row in orders)
    return {
        "interactions": len(events),
        "active_interactions": sum(row.event in ("purchase", "visit") for row in events),
        "first_seen": min((row.time.date() for row in events), default=None),
        "last_seen": max((row.time.date() for row in events), default=None),
        "days_since_seen": (end - max(row.time.date() for row in events)).days if events else None,
        "orders": len(orders),
        "occasions": len(occasions),
        "revenue": sum(signed(row) for row in events if row.event in ("purchase", "refund")),
        "aov": pytest.approx(spent / len(orders), abs=1e-4) if orders else None,
        "first_purchase": occasions[0] if occasions else None,
        "last_purchase": occasions[-1] if occasions else None,
        "days_since_last": (end - occasions[-1]).days if occasions else None,
        "usual_gap": median(gaps) if gaps else None,
    }


@settings(max_examples=25)
@given(given=logs, scope=scopes)
def test_figures_of_every_customer(log_with: Callable[..., EventLog], given: list[Row], scope: Scope) -> None:
    log = log_with(given)
    data = Data(log, scope)
    ids = dict(log.customers.select("customer", "id").collect().iter_rows())
    found = {ids[row.pop("customer")]: row for row in per_customer(data).collect().iter_rows(named=True)}
    events = seen(given, scope)
    late = {row.customer for row in given} - {row.customer for row in [*KNOWN, *given] if row.time.date() < data.as_of}
    assert set(found) == {"ann", "bob", "cem", "zoe"} - late
    for customer, row in found.items():
        assert row == figures([event for event in events if event.customer == customer], data.as_of), customer


@settings(max_examples=20)
@given(given=logs, scope=scopes, since=days)
def test_frequency_of_every_period(
    log_with: Callable[..., EventLog], given: list[Row], scope: Scope, since: date | None
) -> None:
    log = log_with(given)
    if since and scope.until and since > scope.until:
        since = None
    data = Data(log, scope.changed(since=since))
    assume(data.since <= min(data.until, log.last_day))
    frame = Runner(log).answer(Question.of("frequency", data.scope)).frame
    events = [row for row in seen(given, scope) if row.time.date() >= data.since]
    periods = data.periods.filter("reported")
    assert frame["period"].to_list() == periods["period"].to_list()
    for row, end, length in zip(frame.iter_rows(named=True), periods["end"], periods["days"], strict=True):
        inside = [event for event in events if row["period"] <= event.time.date() <= end]
        people = {event.customer for event in inside}
        assert (row["interactions"], row["customers"]) == (len(inside), len(people))
        assert row["orders"] == sum(event.event == "purchase" for event in inside)
        assert row["amount"] == sum(signed(event) for event in inside if event.event in ("purchase", "refund"))
        assert row["per_customer"] == (pytest.approx(len(inside) / len(people)) if people else None)
        assert row["per_30_days"] == (pytest.approx(len(inside) / len(people) / length * 30) if people else None)


@settings(max_examples=8)
@given(given=logs, split=st.sampled_from(["event", "channel", "activity", "city", "rfm"]))
def test_the_parts_of_a_split_sum_to_the_whole(log_with: Callable[..., EventLog], given: list[Row], split: str) -> None:
    runner = Runner(log_with(given))
    scope = Scope(grain=Grain.WEEK)
    whole = runner.answer(Question.of("frequency", scope)).frame
    parts = runner.answer(Question.of("frequency", scope, split=split)).frame
    assert not parts.select("period", split).is_duplicated().any()
    assert (parts["interactions"] > 0).all()
    sums = parts.group_by("period").agg(pl.col("interactions", "orders", "amount", "customers").sum())
    both = whole.filter(pl.col("interactions") > 0).join(sums, on="period", how="left", suffix="_sum")
    for name in ("interactions", "orders", "amount"):
        assert both[name].to_list() == both[f"{name}_sum"].to_list(), name
    if split in ("city", "rfm"):
        assert both["customers"].to_list() == both["customers_sum"].to_list()
    people = {
        (row["period"], row[split]): runner.customers(Question.of("frequency", scope, split=split), row)
        for row in parts.iter_rows(named=True)
    }
    assert [len(frame) for frame in people.values()] == parts["customers"].to_list()
