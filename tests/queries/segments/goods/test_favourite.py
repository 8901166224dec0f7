"""Favourites by hand: half of the orders, alone at the top, an order once for each category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.answering.runner import work_out
from queries.data.data import Data
from queries.question.scope import Scope
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


def orders(who: str, *categories: str) -> list[tuple[str, str, str, str, str]]:
    """An order a text, of a line for each letter in it: a category and an item of that name."""
    return [
        (who, f"2024-01-{n + 1:02}", f"{who}{n}", f"item {letter}", letter)
        for n, order in enumerate(categories)
        for letter in order
    ]


def favourites(log: EventLog, **given: Any) -> dict[str, tuple[str, int, int]]:
    found = membership(Data(log, Scope(), keep=work_out), "favourite", **given)
    named = found.join(log.customers, on="customer").with_columns(pl.col("id").cast(pl.String))
    rows = named.select("id", "segment", "orders_of_favourite", "orders").collect().rows()
    return {who: (segment, own, every) for who, segment, own, every in rows}


SALES = [
    *orders("half", "a", "a", "b", "c"),
    *orders("tied", "a", "b"),
    *orders("less", "a", "a", "b", "c", "d"),
    *orders("both", "ab", "ab", "a"),
    *orders("twice", "aaaa", "b", "b"),
]


def test_favourites_by_hand(sales_log: Callable[..., EventLog]) -> None:
    assert favourites(sales_log(*SALES)) == {
        "half": ("a", 2, 4),
        "tied": ("mixed", 1, 2),
        "less": ("mixed", 2, 5),
        "both": ("a", 3, 3),
        "twice": ("b", 2, 3),
    }


def test_the_share_and_what_is_counted_can_be_set(sales_log: Callable[..., EventLog]) -> None:
    log = sales_log(*SALES)
    assert favourites(log, share=0.4)["less"] == ("a", 2, 5)
    assert favourites(log, share=1.0)["half"] == ("mixed", 2, 4)
    assert favourites(log, by="item")["both"] == ("item a", 3, 3)


def test_rare_favourites_are_gathered(sales_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = [row for n in range(25) for row in orders(f"c{n:02}", f"{chr(97 + n)}")]
    frame = answer(
        sales_log(*rows, *orders("more", "y"), ("idle", "2024-01-01", "i", "x")), "favourite", worth="no"
    ).frame
    segments = frame["segment"].to_list()
    assert segments[0] == "y"
    assert segments[-2:] == ["other favourites", "no purchase"]
    assert frame["customers"].to_list()[-2:] == [5, 1]
    assert len(segments) == 22
