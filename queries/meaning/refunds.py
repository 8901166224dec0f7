"""Refunds that a table of their own tells of: then a state of being refunded must not give back again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.meaning.roles import role_of

if TYPE_CHECKING:
    from queries.meaning.interactions import Interactions


def refunded_elsewhere(events: list[Interactions]) -> list[Interactions]:
    """The event tables, where another one holds the refunds: a state of being refunded must not give back again."""
    if not any(role_of(kind) == "refund" for one in events for kind in one.kinds):
        return events
    return [_kept_sales(one) for one in events]


def _kept_sales(one: Interactions) -> Interactions:
    """A table whose refunded orders stay sales."""
    statuses = tuple(replace(each, sale=(*each.sale, *each.refund), refund=()) for each in one.table.statuses)
    gone = {f"{one.table.table}.{each.column}.{value}" for each in one.table.statuses for value in each.refund}
    left = tuple(decision for decision in one.decisions if decision.id not in gone)
    return replace(one.telling(statuses=statuses), decisions=left)
