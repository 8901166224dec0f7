"""Orders that another table tells, too, and orders that were called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

ARCHIVE = """
    [[events]]
    table = "archive"
    customer = "who"
    time = "at"
    event = { value = "purchase" }
    amount = "paid"
"""


def test_orders_are_the_same_by_their_number(open_with: OpenWith) -> None:
    orders = "who,at,no,paid\nann,2024-01-01,1,10\nann,2024-01-02, 2 ,20\nbob,2024-01-03,,40"
    archive = "who,at,number,paid\nANN,2023-12-31,1,10.00\nbob,2023-12-30,0,80\nbob,2023-12-29,,40"
    entry = 'order = "no"\namount = "paid"\ntold_in = ["archive"]'
    opened = open_with(entry, rest=ARCHIVE + '    order = "number"', orders=orders, archive=archive)
    assert sorted(opened.rows()) == [
        ("ANN", "2023-12-31 00:00", 10),
        ("ann", "2024-01-02 00:00", 20),
        ("bob", "2023-12-29 00:00", 40),
        ("bob", "2023-12-30 00:00", 80),
        ("bob", "2024-01-03 00:00", 40),
    ]
    assert opened.set_aside() == {"told in archive, too": 1}
    assert opened.figures("orders", "revenue") == (5, 190)


def test_without_orders_they_are_the_same_by_customer_time_and_amount(open_with: OpenWith) -> None:
    orders = "who,at,paid\nann,2024-01-01,10\nann,2024-01-01,11\nann,2024-01-02,10\nbob,2024-01-01,10\nann,2024-01-03,"
    archive = "who,at,paid\n ann ,2024-01-01,10\nann,2024-01-03,"
    opened = open_with('amount = "paid"\ntold_in = ["archive"]', rest=ARCHIVE, orders=orders, archive=archive)
    assert opened.set_aside() == {"told in archive, too": 1}
    assert opened.figures("orders", "revenue") == (6, 41)


def test_the_same_may_be_of_other_types_and_written_otherwise(
    database: Callable[..., Path], open_with: OpenWith
) -> None:
    path = database(
        "CREATE TABLE orders AS SELECT unnest([7, 8]) AS who, DATE '2024-01-31' AS at, 10 AS paid",
        "CREATE TABLE archive AS SELECT '007' AS who, '31.01.2024' AS at, 1000.0 AS paid",
    )
    rest = ARCHIVE.replace('"at"', '{ column = "at", format = "dmy" }')
    rest = rest.replace('"paid"', '{ column = "paid", unit = "minor" }')
    opened = open_with('amount = "paid"\ntold_in = ["archive"]', path, top="fold = true", rest=rest)
    assert opened.rows() == [("7", "2024-01-31 00:00", 10), ("8", "2024-01-31 00:00", 10)]
    assert opened.set_aside() == {"told in archive, too": 1}


def test_what_the_other_table_leaves_out_is_not_told_there(open_with: OpenWith) -> None:
    orders = "who,at,no,paid\nann,2024-01-01,1,10\nann,2024-01-02,2,20"
    archive = "who,at,no,paid,shop\nann,2024-01-01,1,10,web\nann,2024-01-02,2,20,test"
    rest = ARCHIVE + "    order = 'no'\n    where = \"shop <> 'test'\""
    entry = 'order = "no"\namount = "paid"\ntold_in = ["archive"]'
    opened = open_with(entry, rest=rest, orders=orders, archive=archive)
    assert opened.rows() == [("ann", "2024-01-01 00:00", 10), ("ann", "2024-01-02 00:00", 20)]


def test_a_table_that_is_not_read_tells_nothing(open_with: OpenWith) -> None:
    orders = "who,at,paid\nann,2024-01-01,10"
    opened = open_with('amount = "paid"\ntold_in = ["archive"]', orders=orders, archive=orders)
    assert opened.figures("orders") == (1,)


STEPS = """
    who,at,no,what,paid
    ann,2024-01-01,1,purchase,10
    ann,2024-01-02,1,Cancelled,
    ann,2024-01-03,2,purchase,20
    bob,2024-01-04,3,purchase,40
    bob,2024-01-05,3,sent,
    bob,2024-01-06,3,returned,
    bob,2024-01-07,,purchase,80
    bob,2024-01-08,,cancelled,
"""


def test_purchases_whose_order_was_called_off_are_no_sales(open_with: OpenWith) -> None:
    entry = 'event = "what"\norder = "no"\namount = "paid"\ncalled_off = ["cancelled", "Returned"]'
    opened = open_with(entry, orders=STEPS)
    assert opened.figures("orders", "revenue") == (2, 100)
    assert opened.set_aside() == {"called off (cancelled, Returned)": 3}
    assert opened.rows("id", "event", "amount") == [
        ("ann", "Cancelled", None),
        ("ann", "purchase", 20),
        ("bob", "returned", None),
        ("bob", "purchase", 80),
        ("bob", "Cancelled", None),
    ]
    assert opened.columns("order") == [("1",), ("2",), ("3",), (None,), (None,)]
