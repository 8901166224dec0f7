"""Demand: what was planted is found, seasons are no trends, and looking at many finds none by chance."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from queries.answering.runner import Runner
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONTHLY = Scope(grain=Grain.MONTH)


def monthly(items: Mapping[str, Sequence[int]]) -> list[tuple[str, str, str, str, None, int]]:
    """One line an item and month with so many pieces, from January 2022; nothing where it is 0."""
    rows = []
    for item, pieces in items.items():
        for month, count in enumerate(pieces):
            day = f"{2022 + month // 12}-{month % 12 + 1:02}-15"
            if count:
                rows.append(("ann", day, f"{item}{month}", item, None, count))
    last = max(len(pieces) for pieces in items.values())
    # A line of the month that is not over yet closes the one before.
    return [*rows, ("ann", f"{2022 + last // 12}-{last % 12 + 1:02}-02", "end", "end", None, 1)]


def verdicts(result: Result) -> dict[str, str]:
    return dict(result.frame.select("item", "verdict").rows())


def test_a_rising_and_a_falling_item_are_found(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows = monthly({"up": range(1, 13), "down": range(20, 8, -1), "flat": [5, 6] * 6, "new": [0] * 6 + [1] * 6})
    result = answer(sales_log(*rows), "demand", MONTHLY)
    assert verdicts(result) == {
        "up": "rising",
        "down": "falling",
        "flat": "steady",
        "new": "too short",
    }
    assert result.frame["item"].to_list()[0] == "up"
    assert result.frame["item"].to_list()[-1] == "down"
    up = result.frame.row(0, named=True)
    assert (up["last"], up["before"], up["slope"], up["periods"]) == (12, 11, 1, 12)
    assert up["change"] == pytest.approx(1 / 11)
    assert up["p"] < up["q"] < 0.05
    assert result.findings[0].startswith("Rising: up (+1 pieces a month, q ")
    new = result.frame.row(by_predicate=pl.col("item") == "new", named=True)
    assert (new["slope"], new["p"], new["periods"]) == (None, None, 6)


def test_the_time_of_the_year_is_no_trend(sales_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    year = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    rows = monthly({"seasonal": year * 2, "growing": [*year, *(n + 5 for n in year)]})
    result = answer(sales_log(*rows), "demand", MONTHLY)
    assert verdicts(result) == {"seasonal": "steady", "growing": "rising"}
    growing = result.frame.row(0, named=True)
    assert (growing["slope"], growing["year_before"]) == (pytest.approx(5 / 12), 12)
    assert any("same month of other years" in note for note in result.notes)
    one_year = answer(sales_log(*monthly({"seasonal": year})), "demand", MONTHLY)
    assert verdicts(one_year)["seasonal"] == "rising"
    assert any("not taken out" in note for note in one_year.notes)


def test_looking_at_many_finds_none_by_chance(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rng = np.random.default_rng(5)
    rows = monthly({f"i{n:03}": (1 + rng.poisson(20, 12)).tolist() for n in range(150)})
    result = answer(sales_log(*rows), "demand", MONTHLY)
    assert result.frame.filter(result.frame["p"] < 0.05).height > 0
    assert set(verdicts(result).values()) == {"steady"}
    assert "Nothing rises or falls by more than chance would." in result.findings


def test_what_is_counted_can_be_orders_or_revenue(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = sales_log(*monthly({"up": range(1, 11)}))
    assert answer(log, "demand", MONTHLY, of="orders").frame.row(0, named=True)["last"] == 1
    revenue = answer(log, "demand", MONTHLY, of="revenue").frame.row(0, named=True)
    assert (revenue["last"], revenue["unit"]) == (1.0, "money")


def test_without_a_complete_period_it_says_so(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(sales_log(("ann", "2024-01-10", "1", "tea")), "demand", MONTHLY)
    assert len(result.frame) == 0
    assert "There is no complete month: choose a shorter grain (--grain) or a longer scope." in result.notes


def test_the_range_cuts_the_series_and_a_row_leads_on(sales_log: Callable[..., EventLog]) -> None:
    runner = Runner(sales_log(*monthly({"up": range(1, 13)})))
    question = Question.of("demand", MONTHLY.changed(since=date(2022, 3, 1), until=date(2022, 11, 30)))
    for row in some_rows(runner.answer(question).frame):
        assert (row["periods"], row["last"]) == (9, 11)
        assert len(runner.customers(question, row)) == 1
