"""What items are called, where no table of products says it but the lines themselves do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.mapping.model import ProductTable
from queries.meaning.guess import guess
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = (
    "CREATE TABLE sales AS SELECT 'c' || i % 40 AS customer_id,"
    " TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS sold_at,"
    " 'o' || i // 3 AS order_id, 'p' || i % 20 AS product_id, 1 + i % 3 AS quantity, 5.0 AS unit_price, {more}"
    " FROM range(900) r(i)"
)


def found(database: Callable[..., Path], more: str) -> ProductTable | None:
    return guess(open_source([database(LINES.format(more=more))])).mapping.products


def test_a_description_that_goes_with_the_item_is_its_name(database: Callable[..., Path]) -> None:
    more = "'Thing ' || i % 20 AS product_name, 'Kind ' || i % 5 AS product_category"
    assert found(database, more) == ProductTable("sales", "product_id", "product_name", "product_category")


def test_a_customers_name_is_no_items_name(database: Callable[..., Path]) -> None:
    assert found(database, "'Name ' || i % 20 AS name") is None


def test_a_text_that_differs_from_line_to_line_is_no_items_name(database: Callable[..., Path]) -> None:
    assert found(database, "'Thing ' || i AS description") is None


def test_a_table_of_products_comes_first(database: Callable[..., Path]) -> None:
    sales = LINES.format(more="'Thing ' || i % 20 AS product_name")
    goods = "CREATE TABLE products AS SELECT 'p' || i AS product_id, 'Real ' || i AS name FROM range(20) r(i)"
    products = guess(open_source([database(sales, goods)])).mapping.products
    assert products is not None
    assert products.table == "products"
