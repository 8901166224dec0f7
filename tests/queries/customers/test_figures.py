"""Per-customer figures against the same in plain Python, on random small logs."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from queries.customers.figures import per_customer
from queries.data.data import Data
from tests.queries.random_events import KNOWN, LOGS, SCOPES, Row, log_with, seen, signed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from queries.eventlog.model import EventLog
    from queries.question.scope import Scope


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


@settings(max_examples=13)
@given(given=LOGS, scope=SCOPES)
def test_figures_of_every_customer(log_of: Callable[..., EventLog], given: list[Row], scope: Scope) -> None:
    log = log_with(log_of, given)
    data = Data(log, scope)
    ids = dict(log.customers.select("customer", "id").collect().iter_rows())
    found = {ids[row.pop("customer")]: row for row in per_customer(data).collect().iter_rows(named=True)}
    events = seen(given, scope)
    late = {row.customer for row in given} - {row.customer for row in [*KNOWN, *given] if row.time.date() < data.as_of}
    assert set(found) == {"ann", "bob", "cem", "zoe"} - late
    for customer, row in found.items():
        assert row == figures([event for event in events if event.customer == customer], data.as_of), customer
