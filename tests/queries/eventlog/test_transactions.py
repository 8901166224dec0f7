"""Orders and refunds that stand by themselves: the same rows as among all events, in every scope."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries.customers.one import the_customer
from queries.data.data import Data
from queries.eventlog.transactions import transactions_of
from queries.question.scope import Scope, Segment
from queries.segments.membership import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog

SCOPES = {
    "everything": Scope(),
    "an earlier date": Scope(as_of=date(2024, 2, 1)),
    "a channel": Scope(channels=("web0",)),
    "a kind": Scope(events=("purchase",)),
    "another kind": Scope(events=("visit",)),
    "a segment": Scope(segment=Segment("lifecycle", "new")),
}
KINDS = "CASE WHEN i % 5 = 0 THEN 'purchase' WHEN i % 17 = 0 THEN 'refund' ELSE 'visit' END"
ROLES = {"roles": {"purchase": ("purchase",), "refund": ("refund",)}}


def rows(kind: str = KINDS) -> str:
    """Events of eleven customers in two months."""
    return (
        "SELECT 'c' || i % 11 AS customer, TIMESTAMP '2024-01-01' + i * INTERVAL 3 HOUR AS time, "
        f"'web' || i % 2 AS channel, i / 4 AS amount, {kind} AS event FROM range(500) r(i)"
    )


def log_of(table_log: Callable[..., EventLog], kind: str = KINDS, refunds: str = "net") -> EventLog:
    fields = {"channel": "channel", "amount": "amount", "event": "event"}
    return table_log(rows(kind), mapping=ROLES | {"refunds": refunds}, **fields)


@pytest.mark.parametrize("refunds", ["net", "ignore"])
@pytest.mark.parametrize("scope", list(SCOPES))
def test_they_are_the_rows_among_the_events(table_log: Callable[..., EventLog], scope: str, refunds: str) -> None:
    log = log_of(table_log, refunds=refunds)
    apart, among = (Data(one, SCOPES[scope], choose=choose) for one in (log, replace(log, transactions=None)))
    assert log.transactions is not None
    for name in ("purchases", "refunds", "transactions"):
        found, expected = getattr(apart, name).collect(), getattr(among, name).collect()
        assert found.equals(expected), name
        assert found.schema == expected.schema


def test_one_customers_are_found_too(table_log: Callable[..., EventLog]) -> None:
    log = log_of(table_log)
    apart, among = (the_customer(Data(one, Scope()), "c3") for one in (log, replace(log, transactions=None)))
    assert apart.transactions.collect().equals(among.transactions.collect())
    assert len(apart.purchases.collect()) > 0


@pytest.mark.parametrize("kind", ["'purchase'", "'visit'", "if(i % 5 = 0, 'visit', 'purchase')"])
def test_where_they_are_all_or_most_or_none_they_stay_among_the_events(
    table_log: Callable[..., EventLog], kind: str
) -> None:
    assert transactions_of(log_of(table_log, kind)) is None
