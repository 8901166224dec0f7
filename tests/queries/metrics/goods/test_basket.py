"""Baskets by hand and against plain counting: once an order, in both directions, in the measures of §9."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
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


def orders(*baskets: str) -> list[tuple[str, str, str, str]]:
    """One order a text of letters, each letter a line; of three customers in turn."""
    return [
        (f"c{n % 3}", f"2024-01-{n + 1:02}", f"o{n}", letter) for n, basket in enumerate(baskets) for letter in basket
    ]


BASKETS = ("ab", "aab", "ab", "a", "bc", "c")


def test_a_rule_has_a_direction_and_an_item_counts_once(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(sales_log(*orders(*BASKETS)), "basket", minimum=3)
    rows = {(row["item"], row["with"]): row for row in result.frame.iter_rows(named=True)}
    assert set(rows) == {("a", "b"), ("b", "a")}
    ab = rows["a", "b"]
    # Six orders, four with a, four with b, three with both.
    assert (ab["orders"], ab["item_orders"], ab["with_orders"]) == (3, 4, 4)
    assert (ab["support"], ab["confidence"]) == (0.5, 0.75)
    assert ab["lift"] == pytest.approx(0.75 / (4 / 6))
    assert ab["leverage"] == pytest.approx(0.5 - 16 / 36)
    assert ab["conviction"] == pytest.approx((1 - 4 / 6) / 0.25)
    assert result.frame["confidence"].max() <= 1
    assert result.findings == ("Of the 4 orders with a 75.0 % have b, too: 1.1 times as many as by chance.",)


def test_a_rule_that_never_fails_has_no_conviction(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    frame = answer(sales_log(*orders("ab", "ab", "b")), "basket", minimum=2).frame
    assert dict(frame.select("item", "conviction").rows()) == {"a": None, "b": pytest.approx(1.0)}
    assert dict(frame.select("item", "confidence").rows()) == {"a": 1.0, "b": pytest.approx(2 / 3)}


def test_all_that_a_customer_bought_is_one_basket(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    # c0: a b; c1: a b c; c2: a b c.
    frame = answer(sales_log(*orders(*BASKETS)), "basket", within="customer", minimum=3).frame
    assert frame.select("item", "with", "orders").sort("item").rows() == [("a", "b", 3), ("b", "a", 3)]


def test_nothing_together_says_so(sales_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(sales_log(*orders("a", "b")), "basket")
    assert len(result.frame) == 0
    assert any("in 10 orders or more" in note for note in result.notes)


@pytest.mark.parametrize("within", ["order", "customer"])
def test_a_row_leads_to_who_bought_both(sales_log: Callable[..., EventLog], within: str) -> None:
    runner = Runner(sales_log(*orders(*BASKETS)))
    question = Question.of("basket", Scope(), minimum=1, within=within)
    for row in some_rows(runner.answer(question).frame):
        pair = {row["item"], row["with"]}
        whole = {f"c{n}": "".join(BASKETS[n::3]) for n in range(3)}
        by_order = {f"c{n % 3}" for n, basket in enumerate(BASKETS) if pair <= set(basket)}
        by_customer = {who for who, bought in whole.items() if pair <= set(bought)}
        found = set(runner.customers(question, row)["id"])
        assert found == (by_order if within == "order" else by_customer)


def test_retail_pairs_as_counted_one_by_one(online_retail: Path, retail_runner: Runner) -> None:
    frame = retail_runner.answer(Question.of("basket", Scope(), top=100_000, minimum=150)).frame
    sales = pl.read_parquet(online_retail).filter(
        pl.col("CustomerID").is_not_null(), ~pl.col("InvoiceNo").cast(pl.String).str.starts_with("C")
    )
    sold = sales.select("InvoiceNo", pl.col("StockCode").cast(pl.String)).unique()
    sold = sold.filter(pl.len().over("StockCode") >= 150)  # no pair is in more orders than either of the two
    counts: Counter[tuple[str, str]] = Counter()
    for items in sold.group_by("InvoiceNo").agg("StockCode")["StockCode"].to_list():
        counts.update(combinations(sorted(items), 2))
    often = sorted(n for n in counts.values() if n >= 150)
    assert sorted(frame["orders"]) == sorted(often * 2)
    assert len(often) > 100
