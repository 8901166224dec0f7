"""Tenths of the customers or of the revenue: against plain Python, at ties, and as concentration has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from queries.errors import QuestionError, UsageError
from tests.queries.segments.recount import (
    ROLES,
    ROWS,
    WINDOWS,
    Row,
    at,
    by_money,
    everyone,
    figures,
    log_with,
    money_before,
    segments,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


@settings(max_examples=8)
@given(rows=ROWS, window=WINDOWS)
def test_the_tenth_of_everyone(log_of: Callable[..., EventLog], rows: list[Row], window: int | None) -> None:
    log, of_buyers = log_with(log_of, rows), figures(rows, window)
    order = by_money(of_buyers)
    tenths = {who: str(10 * rank // len(order) + 1) for rank, who in enumerate(order)}
    assert segments(log, "decile", window=window) == everyone(tenths)
    total = sum(money for _, _, money in of_buyers.values())
    by_revenue = {
        who: str(min(9, max(0, 10 * before // total)) + 1) if total > 0 else "10"
        for who, before in money_before(of_buyers).items()
    }
    assert segments(log, "decile", of="revenue", window=window) == everyone(by_revenue)


def test_equal_money_is_parted_by_id(log_of: Callable[..., EventLog]) -> None:
    log = log_of(*((who, at(0), "purchase", 1) for who in "hgfedcba"), roles=ROLES)
    assert segments(log, "decile") == dict(zip("abcdefgh", "12346789", strict=True))


def test_without_positive_revenue_everyone_is_in_the_last_tenth(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("a", at(0), "purchase", 0), ("b", at(0), "purchase", 3), ("b", at(1), "refund", 5), roles=ROLES)
    assert segments(log, "decile", of="revenue") == {"a": "10", "b": "10"}


def test_amounts_are_needed(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="hold no amounts"):
        answer(log_of(("a", at(0))), "decile")


def test_tenths_of_what_is_not_known_are_refused(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    with pytest.raises(UsageError, match="of cannot be “profit”"):
        answer(log_of(("a", at(0), "purchase", 1)), "decile", of="profit")


def test_tenths_are_those_of_concentration(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    table = answer(cdnow_log, "concentration").frame
    frame = answer(cdnow_log, "decile", worth="no").frame
    assert frame["customers"].to_list()[:10] == [2357] * 10
    buyers = frame.filter(frame["customers"] > 0)
    assert buyers["customers"].to_list() == table["customers"].to_list()
    assert buyers["revenue"].to_list() == pytest.approx(table["revenue"].to_list())
