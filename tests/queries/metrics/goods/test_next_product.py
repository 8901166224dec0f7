"""What is bought next, by hand and against plain counting."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.answering.runner import Runner
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

SALES = (
    ("ann", "2024-01-01", "1", "pot"),
    ("ann", "2024-01-01", "1", "pot"),
    ("ann", "2024-01-11", "2", "tea"),
    ("ann", "2024-01-11", "3", "cup"),
    ("ann", "2024-02-01", "4", "pot"),
    ("bob", "2024-01-01", "5", "pot"),
    ("bob", "2024-01-31", "6", "tea"),
    ("cid", "2024-01-01", "7", "pot"),
)


def test_the_next_day_after_the_first_time(sales_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(sales_log(*SALES), "next_product", minimum=1)
    rows = {(row["item"], row["next"]): row for row in result.frame.iter_rows(named=True)}
    assert set(rows) == {("pot", "tea"), ("pot", "cup"), ("tea", "pot"), ("cup", "pot")}
    tea = rows["pot", "tea"]
    # Ann and Bob came again after their first pot, 10 and 30 days later; two of the three later days have tea.
    assert (tea["customers"], tea["of"], tea["share"], tea["median_days"]) == (2, 2, 1.0, 20)
    assert tea["base"] == pytest.approx(2 / 3)
    assert tea["lift"] == pytest.approx(1.5)
    assert result.findings[0].startswith("After pot 100.0 % next bought tea (2 of 2; any purchase: 66.7 %).")


def test_a_pair_needs_enough_customers(sales_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = sales_log(*SALES)
    assert answer(log, "next_product", minimum=2).frame.select("item", "next").rows() == [("pot", "tea")]
    nobody = answer(log, "next_product", minimum=3)
    assert len(nobody.frame) == 0
    assert any("Too few" in note for note in nobody.notes)


def test_a_row_leads_to_who_did(sales_log: Callable[..., EventLog]) -> None:
    runner, question = Runner(sales_log(*SALES)), Question.of("next_product", Scope(), minimum=1)
    for row in some_rows(runner.answer(question).frame):
        assert len(runner.customers(question, row)) == row["customers"]


def test_retail_as_counted_one_by_one(online_retail: Path, retail_runner: Runner) -> None:
    frame = retail_runner.answer(Question.of("next_product", Scope(), minimum=40, top=100_000)).frame
    sales = pl.read_parquet(online_retail).filter(
        pl.col("CustomerID").is_not_null(), ~pl.col("InvoiceNo").cast(pl.String).str.starts_with("C")
    )
    days = sales.select("CustomerID", day=pl.col("InvoiceDate").cast(pl.Date), item="StockCode").unique()
    grouped = days.group_by("CustomerID", "day").agg("item").sort("CustomerID", "day")
    buyers = days.group_by("item").agg(pl.col("CustomerID").n_unique())
    often_bought = {*buyers.filter(pl.col("CustomerID") >= 40)["item"]}  # no pair has more customers than either item
    counts: Counter[tuple[str, str]] = Counter()
    for _, own in grouped.group_by("CustomerID"):
        seen: set[str] = set()
        baskets = [set(items) for items in own.sort("day")["item"].to_list()]
        for basket, after in pairwise(baskets):
            following = after & often_bought
            counts.update((first, then) for first in (basket - seen) & often_bought for then in following)
            seen |= basket
    often = sorted(n for n in counts.values() if n >= 40)
    assert sorted(frame["customers"]) == often
    assert len(often) > 20
