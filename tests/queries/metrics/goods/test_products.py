"""Products by hand: who bought, began, bought again, came back; revenue and margin less what was returned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

SALES = (
    ("ann", "2024-01-01 09:00", "1", "tea", "drink", 2, 10, 4),
    ("ann", "2024-01-01 09:00", "1", "tea", "drink", 1, 5, 2),
    ("ann", "2024-01-01 09:00", "1", "pot", "ware", 1, 30, None),
    ("ann", "2024-02-01 09:00", "2", "tea", "drink", 1, 5, 3),
    ("bob", "2024-01-05 09:00", "3", "pot", "ware", 1, 30, 20),
    ("bob", "2024-03-01 09:00", "4", "tea", "drink", 1, 5, 1),
    ("ann", "2024-03-02 09:00", "5", "tea", "drink", 1, 5, 3, None, "refund"),
)
COUNTS = ("item", "customers", "orders", "quantity", "revenue", "first_orders", "bought_again", "came_back")


def test_products_by_hand(sales_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    frame = answer(sales_log(*SALES, costs=True), "products").frame
    assert frame.select(COUNTS).rows() == [
        ("pot", 2, 2, 2, 60, 2, 0, 2),
        ("tea", 2, 3, 4, 20, 1, 1, 1),
    ]
    assert frame.select("share", "repeat_rate", "return_rate").rows() == [(0.75, 0, 1), (0.25, 0.5, 0.5)]
    # Of the pots one cost 20 of 30; of the tea 10 of 25 less 3 of the 5 given back.
    assert frame.select("margin", "margin_rate").rows() == [(10, pytest.approx(1 / 3)), (13, pytest.approx(13 / 20))]


def test_an_order_counts_once_for_its_category(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    frame = answer(sales_log(*SALES), "products", by="category").frame
    assert frame.select(COUNTS[:5]).rows() == [("ware", 2, 2, 2, 60), ("drink", 2, 3, 4, 20)]
    assert "margin" not in frame.columns


def test_the_history_before_the_range_says_who_began(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    frame = answer(sales_log(*SALES), "products", Scope(since=date(2024, 2, 1))).frame
    assert frame.select("item", "customers", "first_orders", "bought_again").rows() == [("tea", 2, 0, 0)]


def test_a_row_leads_to_its_buyers(
    sales_log: Callable[..., EventLog],
) -> None:
    runner = Runner(sales_log(*SALES))
    for split in (None, "event"):
        question = Question.of("products", Scope(), split)
        for row in some_rows(runner.answer(question).frame):
            assert len(runner.customers(question, row)) == row["customers"]


Row = tuple[str, str, str, str, str, int, int]
rows = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.integers(1, 27), st.integers(1, 2), st.sampled_from(["x", "y", "z"]),
        st.integers(1, 3), st.integers(0, 9),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@settings(max_examples=10)
@given(rows=rows)
def test_revenue_and_orders_add_up(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result], rows: list[tuple[Any, ...]]
) -> None:
    sales = [
        (who, f"2024-01-{day:02} 0{at}:00", f"{who}{day}{at}", item, None, pieces, paid)
        for who, day, at, item, pieces, paid in rows
    ]
    frame = answer(sales_log(*sales, categories=False), "products").frame
    assert frame["revenue"].sum() == sum(row[6] for row in sales)
    assert frame["quantity"].sum() == sum(row[5] for row in sales)
    for row in frame.iter_rows(named=True):
        own = [sale for sale in sales if sale[3] == row["item"]]
        days = {(sale[0], sale[1][:10]) for sale in own}
        assert row["customers"] == len({sale[0] for sale in own})
        assert row["orders"] == len({sale[2] for sale in own})
        assert row["bought_again"] == len(
            {who for who, day in days if any(other < day for name, other in days if name == who)}
        )
    if frame["revenue"].sum():
        assert frame["share"].sum() == pytest.approx(1)


def test_what_is_missing_is_said(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result], log_of: Callable[..., EventLog]
) -> None:
    assert any("cost = “COLUMN”" in note for note in answer(sales_log(*SALES), "products").notes)
    assert not any("No margin" in note for note in answer(sales_log(*SALES, costs=True), "products").notes)
    with pytest.raises(QuestionError, match="no order lines"):
        answer(log_of(("ann", "2024-01-01")), "products")


def test_retail_as_counted_in_the_file(online_retail: Path, retail_runner: Runner) -> None:
    frame = retail_runner.answer(Question.of("products")).frame
    bought = pl.read_parquet(online_retail).filter(pl.col("CustomerID").is_not_null())
    sales = bought.filter(~pl.col("InvoiceNo").cast(pl.String).str.starts_with("C"))
    counted = sales.group_by("StockCode").agg(
        customers=pl.col("CustomerID").n_unique(), orders=pl.col("InvoiceNo").n_unique()
    )
    assert sorted(frame.select("customers", "orders").rows()) == sorted(counted.select("customers", "orders").rows())
    whole = bought.select((pl.col("Quantity") * pl.col("UnitPrice")).sum()).item()
    only_returned = bought.join(sales.select("StockCode").unique(), on="StockCode", how="anti")
    rest = only_returned.select((pl.col("Quantity") * pl.col("UnitPrice")).sum()).item()
    assert frame["revenue"].sum() == pytest.approx(whole - rest, abs=0.01)
