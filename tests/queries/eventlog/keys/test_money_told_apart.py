"""Amounts in a table of their own: payments of orders, and what was given back of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

ORDERS = """
    who,at,no
    ann,2024-01-01,1
    ann,2024-01-02,2
    bob,2024-01-03,3
"""
PAID = """
    no,value
    1,10.50
    1,4.50
     2 ,7
    9,100
    ,50
"""
PAYMENTS = """
    [payments]
    table = "paid"
    order = "no"
    amount = "value"
"""


def test_an_order_is_worth_its_payments(open_with: OpenWith) -> None:
    opened = open_with('order = "no"', rest=PAYMENTS, orders=ORDERS, paid=PAID)
    assert [row[2] for row in opened.rows()] == [15, 7, None]
    assert opened.figures("orders", "revenue") == (3, 22)
    assert opened.columns("order") == [("1",), ("2",), ("3",)]


def test_payments_in_cents_of_orders_of_several_rows_count_once(open_with: OpenWith) -> None:
    orders = "who,at,no,item\nann,2024-01-01,1,tea\nann,2024-01-01,1,pot\nbob,2024-01-03,3,cup"
    rest = PAYMENTS.replace('"value"', '{ column = "value", unit = "minor" }')
    opened = open_with('order = "no"\nitem = "item"', rest=rest, orders=orders, paid="no,value\n1,1050\n1,450\n3,99")
    assert [row[2] for row in opened.rows()] == [15, 0.99]
    assert opened.items() == [("pot", 1, None), ("tea", 1, None), ("cup", 1, None)]
    assert opened.columns("item") == [("pot",), ("cup",)]


def test_amounts_of_their_own_come_before_payments(open_with: OpenWith) -> None:
    orders = "who,at,no,total\nann,2024-01-01,1,99"
    opened = open_with('order = "no"\namount = "total"', rest=PAYMENTS, orders=orders, paid=PAID)
    assert opened.figures("revenue") == (99,)


@pytest.mark.parametrize("kind", ["payments", "refunded"])
def test_orders_are_found_where_numbers_became_floats(
    database: Callable[..., Path], open_with: OpenWith, kind: str
) -> None:
    path = database(
        "CREATE TABLE orders AS SELECT 'ann' AS who, DATE '2024-01-01' AS at, unnest([17.0, NULL]::DOUBLE[]) AS no, "
        "9 AS total",
        "CREATE TABLE paid AS SELECT 17 AS no, 5 AS value",
    )
    entry = 'order = "no"' if kind == "payments" else 'order = "no"\namount = "total"'
    opened = open_with(entry, path, rest=PAYMENTS.replace("payments", kind))
    worth = {"payments": {("17", 5), (None, None)}, "refunded": {("17", 4), (None, 9)}}[kind]
    orders = [row[0] for row in opened.columns("order")]
    assert set(zip(orders, [row[2] for row in opened.rows()], strict=True)) == worth


def test_payments_come_before_order_lines(open_with: OpenWith) -> None:
    lines = "no,item,pieces,price\n1,tea,2,3\n2,pot,1,20"
    rest = (
        PAYMENTS
        + """
        [items]
        table = "lines"
        order = "no"
        item = "item"
        quantity = "pieces"
        price = { column = "price", factor = 2 }
    """.replace("        ", "    ")
    )
    opened = open_with('order = "no"', rest=rest, orders=ORDERS, paid=PAID, lines=lines)
    assert [row[2] for row in opened.rows()] == [15, 7, None]
    assert opened.items() == [("tea", 2, 12), ("pot", 1, 40)]


REFUNDED = """
    [refunded]
    table = "back"
    order = "no"
    amount = "value"
"""
BACK = "no,value\n1,4\n1,-1\n3,2.5\n8,1000"


def test_what_was_given_back_is_subtracted_whatever_its_sign(open_with: OpenWith) -> None:
    orders = "who,at,no,total\nann,2024-01-01,1,10\nann,2024-01-02,2,20\nbob,2024-01-03,3,30"
    opened = open_with('order = "no"\namount = "total"', rest=REFUNDED, orders=orders, back=BACK)
    assert [row[2] for row in opened.rows()] == [5, 20, 27.5]
    assert opened.figures("orders", "revenue") == (3, 52.5)
    assert opened.columns("order") == [("1",), ("2",), ("3",)]


def test_it_is_subtracted_once_from_an_order_of_several_lines(open_with: OpenWith) -> None:
    orders = """
        who,at,no,item,price,pieces
        ann,2024-01-01,1,tea,3,2
        ann,2024-01-01,1,pot,20,1
        bob,2024-01-03,3,cup,5,1
        cem,2024-01-03,,cup,5,1
    """
    entry = 'order = "no"\nitem = "item"\nprice = "price"\nquantity = "pieces"'
    opened = open_with(entry, rest=REFUNDED, orders=orders, back=BACK)
    assert [row[2] for row in opened.rows()] == [21, 2.5, 5]
    assert opened.items() == [("pot", 1, 20), ("tea", 2, 6), ("cup", 1, 5), ("cup", 1, 5)]
    assert opened.columns("item") == [("pot",), ("cup",), ("cup",)]


def test_it_is_subtracted_once_from_a_total_that_stands_on_every_line(open_with: OpenWith) -> None:
    orders = """
        who,at,no,item,price,pieces,total
        ann,2024-01-01,1,tea,3,2,26
        ann,2024-01-01,1,pot,20,1,26
        bob,2024-01-03,3,cup,5,1,5
    """
    entry = """
        order = "no"
        item = "item"
        price = "price"
        quantity = "pieces"
        amount = { column = "total", once = true }
    """
    opened = open_with(entry, rest=REFUNDED, orders=orders, back=BACK)
    assert [row[2] for row in opened.rows()] == [21, 2.5]
    assert opened.items() == [("pot", 1, 20), ("tea", 2, 6), ("cup", 1, 5)]
    assert opened.columns("item", "price") == [("pot", 3), ("cup", 5)]


def test_refunds_with_a_time_are_refunds_at_that_time(open_with: OpenWith) -> None:
    orders = "who,at,no,total\nann,2024-01-01,1,10\nann,2024-01-02,2,20\nbob,2024-01-03,3,30\nbob,2024-01-03,3,1"
    back = "no,value,day\n1,4,2024-02-01\n1,-1,2024-02-05\n3,2.5,2024-02-03\n3,0.5,\n8,1000,2024-02-04"
    rest = REFUNDED + 'time = "day"\n'
    opened = open_with('order = "no"\namount = "total"', rest=rest, orders=orders, back=back)
    assert opened.rows("id", "time", "event", "amount") == [
        ("ann", "2024-01-01 00:00", "purchase", 10),
        ("ann", "2024-01-02 00:00", "purchase", 20),
        ("ann", "2024-02-01 00:00", "refund", -4),
        ("ann", "2024-02-05 00:00", "refund", -1),
        ("bob", "2024-01-03 00:00", "purchase", 31),
        ("bob", "2024-01-03 00:00", "refund", -0.5),
        ("bob", "2024-02-03 00:00", "refund", -2.5),
    ]
    assert opened.figures("orders", "revenue") == (3, 53)
    assert opened.set_aside() == {}
