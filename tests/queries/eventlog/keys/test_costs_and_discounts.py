"""What order lines cost and what was taken off them: of a piece or a line, of the product, found by name and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.eventlog.details.reading import READ
from queries.mapping.model import Field, Meaning
from queries.meaning.guess import guess
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.mapping.model import ItemTable, Mapping
    from tests.queries.eventlog.keys.conftest import OpenWith

ORDERS = "who,at,no\nann,2024-01-01,1\nbob,2024-01-03,2"
LINES = """
    no,item,pieces,price,unit_cost,line_cost,list,off,share
    1,tea,2,4,1.5,3,5,1,0.2
    1,pot,1,20,,,,,
    2,tea,3,5,1.5,4.5,5,,0
"""
HANGING = """
    [items]
    table = "lines"
    order = "no"
    item = "item"
    quantity = "pieces"
    price = "price"
"""


def worth(cell: int | None) -> float | None:
    return None if cell is None else cell / 10_000


def costs(open_with: OpenWith, told: str, rest: str = "", **files: str) -> list[tuple[float | None, float | None]]:
    """Cost and discount of the lines: ann's pot, ann's tea, bob's tea."""
    mapping = HANGING + "\n".join(f"    {line}" for line in told.splitlines()) + "\n" + rest
    opened = open_with('order = "no"', rest=mapping, orders=ORDERS, lines=LINES, **files)
    return [(worth(cost), worth(off)) for cost, off in opened.items("cost", "discount")]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", [(None, None), (None, None), (None, None)]),
        ('cost = "unit_cost"', [(None, None), (3, None), (4.5, None)]),
        ('cost = { column = "line_cost", of = "line" }', [(None, None), (3, None), (4.5, None)]),
        ('cost = { column = "unit_cost", unit = "minor" }', [(None, None), (0.03, None), (0.045, None)]),
        ('cost = { value = "1" }', [(1, None), (2, None), (3, None)]),
        ('list_price = "list"', [(None, None), (None, 2), (None, 0)]),
        ('discount = "off"', [(None, None), (None, 2), (None, None)]),
        ('discount = { column = "off", of = "line" }', [(None, None), (None, 1), (None, None)]),
        ('discount = { column = "share", of = "share" }', [(None, None), (None, 2), (None, 0)]),
        (
            'list_price = "list"\ndiscount = { column = "share", of = "share" }',
            [(None, None), (None, 2), (None, 0)],
        ),
    ],
)
def test_costs_and_discounts_of_lines(
    open_with: OpenWith, told: str, expected: list[tuple[float | None, float | None]]
) -> None:
    assert costs(open_with, told) == expected


PRODUCTS = """
    [products]
    table = "goods"
    id = "id"
    cost = "cost"
    price = "price"
"""


def test_a_product_says_what_its_lines_do_not(open_with: OpenWith) -> None:
    goods = "id,cost,price\ntea,1,4.5\npot,8,25\npot,10,25"
    # The cost of a line comes before that of its product, of which the median counts; nothing is taken off below 0.
    assert costs(open_with, 'cost = "unit_cost"', PRODUCTS, goods=goods) == [(9, 5), (3, 1), (4.5, 0)]


def test_what_was_given_back_costs_less_and_is_no_offer(open_with: OpenWith) -> None:
    rows = """
        who,at,kind,item,pieces,total,cost,list
        ann,2024-01-01,purchase,tea,2,8,1.5,5
        ann,2024-01-02,refund,tea,1,4,1.5,5
    """
    entry = 'event = "kind"\nitem = "item"\nquantity = "pieces"\namount = "total"\ncost = "cost"\nlist_price = "list"'
    opened = open_with(entry, orders=rows)
    assert opened.items("quantity", "cost", "discount") == [(2, 30_000, 20_000), (-1, -15_000, None)]
    assert opened.columns("cost", "list_price") == [(1.5, 5), (1.5, 5)]


def test_costs_are_in_the_currency_of_the_mapping(open_with: OpenWith) -> None:
    rows = "who,at,item,total,money,cost\nann,2024-01-01,tea,10,USD,4\nbob,2024-01-01,tea,10,EUR,4"
    entry = 'item = "item"\namount = "total"\ncurrency = "money"\ncost = "cost"'
    opened = open_with(entry, top='currency = "EUR"', rest="[rates]\nUSD = 0.5", orders=rows)
    assert sorted(opened.items("amount", "cost")) == [(5, 20_000), (10, 40_000)]


def test_a_discount_of_everything_has_no_list_price(open_with: OpenWith) -> None:
    rows = "who,at,item,total,off\nann,2024-01-01,tea,0,1\nbob,2024-01-01,tea,10,0.5"
    entry = 'item = "item"\namount = "total"\ndiscount = { column = "off", of = "share" }'
    assert sorted(open_with(entry, orders=rows).items("amount", "discount")) == [(0, None), (10, 100_000)]


def test_lines_that_were_kept_without_costs_are_read_again() -> None:
    assert READ["items"].form >= 2


SALES = (
    "CREATE TABLE orders AS SELECT i AS order_id, 'c' || i % 40 AS customer_id, "
    "TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS ordered_at FROM range(300) t(i)",
    "CREATE TABLE order_lines AS SELECT i // 3 AS order_id, 'p' || i % 20 AS product_id, 1 + i % 3 AS quantity, "
    "(10 + i % 20)::DECIMAL(9, 2) AS price, {more} FROM range(900) t(i)",
)


def lines(database: Callable[..., Path], more: str) -> tuple[Mapping, ItemTable]:
    mapping = guess(open_source([database(*(sql.format(more=more) for sql in SALES))])).mapping
    assert mapping.items is not None
    return mapping, mapping.items


def test_the_cost_of_a_piece_is_found(database: Callable[..., Path]) -> None:
    assert lines(database, "(5 + i % 4)::DECIMAL(9, 2) AS unit_cost")[1].cost == Field("unit_cost")


def test_the_cost_of_the_line_is_found(database: Callable[..., Path]) -> None:
    more = "((1 + i % 3) * (5 + i % 20) * 0.9)::DECIMAL(9, 2) AS total_cost"
    assert lines(database, more)[1].cost == Field("total_cost", of="line")


def test_a_cost_above_the_price_is_none(database: Callable[..., Path]) -> None:
    items = lines(database, "(95 + i % 4)::DECIMAL(9, 2) AS cost, (3 + i % 2)::DECIMAL(9, 2) AS list_price")[1]
    assert (items.cost, items.list_price) == (None, None)


def test_the_cost_of_shipping_is_none(database: Callable[..., Path]) -> None:
    assert lines(database, "3.5 AS shipping_cost")[1].cost is None


def test_list_prices_and_shares_are_found(database: Callable[..., Path]) -> None:
    more = "(12 + i % 20)::DECIMAL(9, 2) AS list_price, (i % 5) / 10 AS discount"
    items = lines(database, more)[1]
    assert (items.list_price, items.discount) == (Field("list_price"), Field("discount", of="share"))


def test_money_off_and_percents_are_told_apart(database: Callable[..., Path]) -> None:
    assert lines(database, "(i % 7)::DECIMAL(9, 2) AS discount_amount")[1].discount == Field("discount_amount")
    percents = lines(database, "(i % 4) * 10 AS discount_percent")[1].discount
    assert percents == Field("discount_percent", factor=0.01, of="share")


GOODS = (
    "CREATE TABLE products AS SELECT 'p' || i AS product_id, 'x' || i AS name, "
    "(10 + i + {off})::DECIMAL(9, 2) AS price, {cost} FROM range(20) t(i)"
)


@pytest.mark.parametrize(
    ("cost", "off", "expected"),
    [
        ("4.25 AS cost", 0, (Field("cost"), Field("price"))),
        ("99.0 AS cost", 0, (None, Field("price"))),
        # Hardly anything is sold at that price: whatever it is, it is no list price to take a discount from.
        ("4.25 AS cost", 3, (Field("cost"), None)),
    ],
)
def test_the_products_say_cost_and_list_price(
    database: Callable[..., Path], cost: str, off: int, expected: tuple[Field | None, Field | None]
) -> None:
    sales = [sql.format(more="1 AS n") for sql in SALES]
    products = guess(open_source([database(*sales, GOODS.format(cost=cost, off=off))])).mapping.products
    assert products is not None
    assert (products.cost, products.price) == expected


def test_a_table_of_sales_has_costs_beside_its_amounts(database: Callable[..., Path]) -> None:
    sales = (
        "CREATE TABLE sales AS SELECT i AS order_id, 'c' || i % 40 AS customer_id, 'p' || i % 20 AS product_id, "
        "TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS sold_at, 1 + i % 3 AS quantity, "
        "(20.5 + i % 20)::DECIMAL(9, 2) AS amount, (4.2 + i % 5)::DECIMAL(9, 2) AS cost FROM range(900) t(i)"
    )
    fields = guess(open_source([database(sales)])).mapping.events[0].fields
    assert fields[Meaning.COST].column == "cost"
    assert fields[Meaning.AMOUNT].column == "amount"
