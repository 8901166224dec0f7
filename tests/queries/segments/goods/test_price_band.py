"""Price bands by hand: places among the prices of a category, offers first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries.answering.runner import work_out
from queries.data.data import Data
from queries.errors import QuestionError
from queries.question.scope import Scope
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

SALES = (
    ("cheap", "2024-01-01", "1", "x", "a", 2, 2),  # 1 for one: below three, alike with none
    ("mid", "2024-01-01", "2", "x", "a", 1, 2),
    ("mid", "2024-01-02", "3", "y", "b", 1, 50),  # the only price of its category
    ("also", "2024-01-01", "4", "x", "a", 1, 2),
    ("dear", "2024-01-01", "5", "x", "a", 1, 9),
)


def bands(log: EventLog, **given: Any) -> dict[str, tuple[Any, ...]]:
    found = membership(Data(log, Scope(), keep=work_out), "price_band", **given)
    named = found.join(log.customers, on="customer").with_columns(pl.col("id", "segment").cast(pl.String))
    rows = named.select("id", "segment", "price_level", "offers", "priced_lines").collect().rows()
    return {row[0]: row[1:] for row in rows}


def test_price_bands_by_hand(sales_log: Callable[..., EventLog]) -> None:
    assert bands(sales_log(*SALES)) == {
        "cheap": ("value", 0.125, None, 1),
        "mid": ("middle", 0.5, None, 2),
        "also": ("middle", 0.5, None, 1),
        "dear": ("high-end", 0.875, None, 1),
    }
    assert bands(sales_log(*SALES), high=0.9, low=0.1) == {
        "cheap": ("middle", 0.125, None, 1),
        "mid": ("middle", 0.5, None, 2),
        "also": ("middle", 0.5, None, 1),
        "dear": ("middle", 0.875, None, 1),
    }


def test_who_waits_for_offers(sales_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = (
        ("waits", "2024-01-01", "1", "x", "a", 1, 9, None, 1),
        ("waits", "2024-01-01", "1", "y", "a", 1, 9, None, 0),
        ("waits", "2024-01-02", "2", "x", "a", 1, 9, None, 0),
        ("pays", "2024-01-01", "3", "x", "a", 1, 99, None, 1),  # 1 %: hardly an offer
        ("pays", "2024-01-02", "4", "x", "a", 1, 99),  # nobody knows
    )
    log = sales_log(*rows, costs=True)
    found = bands(log)
    assert (found["waits"][0], found["waits"][2]) == ("offers", 0.5)
    assert (found["pays"][0], found["pays"][2]) == ("high-end", 0.0)
    assert bands(log, offers=0.6)["waits"][0] == "middle"
    assert not any("wait for offers" in note for note in answer(log, "price_band", worth="no").notes)


def test_without_prices_or_discounts_it_says_so(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result], log_of: Callable[..., EventLog]
) -> None:
    notes = answer(sales_log(*SALES, categories=False), "price_band", worth="no").notes
    assert any("Nobody is told to wait for offers" in note for note in notes)
    assert any("every price is compared with all others" in note for note in notes)
    with pytest.raises(QuestionError, match="no order lines"):
        answer(log_of(("ann", "2024-01-01", "purchase", 5)), "price_band")
