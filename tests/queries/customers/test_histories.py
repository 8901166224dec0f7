"""What a model of lifetime value takes of each customer: by hand, and counted in plain Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.customers.lifetime_value.histories import histories
from queries.data.data import Data
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog


def reduced(log: EventLog, scope: Scope | None = None) -> dict[str, tuple[Any, ...]]:
    data = Data(log, scope or Scope())
    frame = (
        histories(data, data.until).join(log.customers.select("customer", "id"), on="customer", how="left").collect()
    )
    return {row[0]: row[1:] for row in frame.select("id", *frame.columns[1:-1]).iter_rows()}


def test_histories_by_hand(log_of: Callable[..., EventLog]) -> None:
    log = log_of(
        ("ann", "2024-01-01", "purchase", 10),
        ("ann", "2024-01-01T12:00:00", "purchase", 5),
        ("ann", "2024-01-03", "refund", 4),
        ("ann", "2024-01-08", "purchase", 20),
        ("ann", "2024-01-09", "refund", 6),
        ("ann", "2024-01-15", "purchase", None),
        ("bob", "2024-01-10", "purchase", 7),
        ("bob", "2024-01-11", "refund", 9),
        ("cem", "2024-01-20", "visit", 99),
        ("dot", "2024-01-02", "refund", 3),
    )
    # The refund of the 3rd lowers the first occasion, which is not in the mean of the repeats.
    assert reduced(log) == {"ann": (2, 14, 19, 7.0, 25.0), "bob": (0, 0, 10, 0.0, -2.0)}
    assert reduced(log, Scope(as_of=date(2024, 1, 9))) == {"ann": (1, 7, 7, 20.0, 31.0)}


rows = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.integers(0, 30), st.sampled_from(["purchase", "refund", "visit"]), st.integers(0, 50)
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=10)
@given(given=rows)
def test_histories_as_counted_in_plain_python(
    log_of: Callable[..., EventLog], given: list[tuple[str, int, str, int]]
) -> None:
    start = datetime(2024, 1, 1)
    log = log_of(("a", start, "purchase", 1), *((w, start + timedelta(days=d), e, m) for w, d, e, m in given))
    last = (log.as_of - start.date()).days - 1
    expected = {}
    for who in "abc":
        events = [(d, e, m) for w, d, e, m in [("a", 0, "purchase", 1), *given] if w == who]
        days = sorted({d for d, e, _ in events if e == "purchase"})
        if not days:
            continue
        money = [(d, m if e == "purchase" else -m) for d, e, m in events if e != "visit"]
        again = sum(m for d, m in money if len(days) > 1 and d >= days[1]) / max(1, len(days) - 1)
        expected[who] = (
            len(days) - 1,
            days[-1] - days[0],
            last - days[0],
            pytest.approx(again),
            sum(m for _, m in money),
        )
    assert reduced(log) == expected
