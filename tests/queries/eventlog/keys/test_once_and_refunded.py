"""Amounts that stand on every line of their order, and columns of what was given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.eventlog.keys.conftest import OpenWith

LINES = """
    who,at,no,item,price,pieces,total,back,campaign
    ann,2024-01-01 10:00,1,tea,3,2,26,,s1
    ann,2024-01-01 10:01,1,pot,20,1,26,,s1
    bob,2024-01-02 10:00,2,cup,5,2,9,4,s2
    bob,2024-01-02 10:00,2,tea,3,,9,4,s2
    bob,2024-01-03 10:00,,mug,6,1,6,6,s3
    bob,2024-01-03 10:00,,mug,6,1,6,6,s3
    cem,2024-01-04 10:00,4,jar,7,1,,,
"""
ENTRY = """
    order = "no"
    item = "item"
    price = "price"
    quantity = "pieces"
    campaign = "campaign"
    amount = { column = "total", once = true }
"""


def test_a_total_counts_once_an_order_and_lines_are_worth_price_times_quantity(open_with: OpenWith) -> None:
    opened = open_with(ENTRY, orders=LINES)
    assert opened.rows() == [
        ("ann", "2024-01-01 10:00", 26),
        ("bob", "2024-01-02 10:00", 9),
        ("bob", "2024-01-03 10:00", 6),
        ("bob", "2024-01-03 10:00", 6),
        ("cem", "2024-01-04 10:00", None),
    ]
    assert opened.figures("orders", "revenue") == (5, 47)
    assert sorted(opened.items("item", "amount"), key=str) == [
        ("cup", 10),
        ("jar", 7),
        ("mug", 6),
        ("mug", 6),
        ("pot", 20),
        ("tea", 6),
        ("tea", None),
    ]


def test_columns_of_events_stand_beside_such_orders(open_with: OpenWith) -> None:
    opened = open_with(ENTRY, orders=LINES)
    assert opened.columns("campaign", "order") == [("s1", "1"), ("s2", "2"), ("s3", None), ("s3", None), (None, "4")]
    assert opened.quality("exact_duplicates") == [(None, 1, 7)]


def test_lines_without_a_price_are_worth_nothing_known(open_with: OpenWith) -> None:
    entry = ENTRY.replace('price = "price"', "")
    assert {row[2] for row in open_with(entry, orders=LINES).items()} == {None}


def test_without_once_every_line_counts(open_with: OpenWith) -> None:
    opened = open_with(ENTRY.replace("once = true", "once = false"), orders=LINES)
    assert opened.figures("orders", "revenue") == (5, 2 * 26 + 2 * 9 + 12)
    assert ("pot", 1, 26) in opened.items()


def test_what_was_given_back_lowers_the_amount_of_the_order(open_with: OpenWith) -> None:
    opened = open_with(ENTRY + 'refunded = "back"', orders=LINES)
    assert [row[2] for row in opened.rows()] == [26, 5, 0, 0, None]
    assert opened.figures("orders", "revenue") == (5, 31)
    assert ("cup", 2, 10) in opened.items()
    assert len(opened.columns("campaign")) == 5


def test_a_column_given_back_is_read_in_any_form(open_with: OpenWith) -> None:
    orders = """
        who,at,paid,back
        ann,2024-01-01,10,
        ann,2024-01-02,10,-2.50
        ann,2024-01-03,10,2.50
        ann,2024-01-04,,3
        ann,2024-01-05,,0
        ann,2024-01-06,,
    """
    opened = open_with('amount = "paid"\nrefunded = "back"', orders=orders)
    # Money that is not there is missing; what was given back of an unknown amount is known.
    assert [row[2] for row in opened.rows()] == [10, 7.5, 7.5, -3, None, None]


def test_a_column_given_back_lowers_the_worth_of_order_lines(open_with: OpenWith) -> None:
    rest = '[items]\ntable = "lines"\norder = "no"\nitem = "item"\nprice = "price"'
    opened = open_with(
        'order = "no"\nrefunded = "back"',
        rest=rest,
        orders="who,at,no,back\nann,2024-01-01,1,2\nann,2024-01-02,2,",
        lines="no,item,price\n1,tea,3\n1,pot,20\n2,cup,5",
    )
    assert [row[2] for row in opened.rows()] == [21, 5]
    assert opened.items() == [("pot", 1, 20), ("tea", 1, 3), ("cup", 1, 5)]


LATER = """
    order = "no"
    amount = "total"
    refunded = "back"
    refunded_at = "back_at"
"""


def test_a_refund_with_a_time_of_its_own_is_a_refund_at_that_time(open_with: OpenWith) -> None:
    orders = """
        who,at,no,total,back,back_at
        ann,2024-01-01,1,10,4,2024-03-01
        ann,2024-01-05,2,20,0,
        bob,2024-01-03,3,30,5,
        bob,2024-02-03,4,40,40,2024-02-10
        bob,2024-02-04,5,50,0,2024-02-11
        """
    opened = open_with(LATER, orders=orders)
    assert opened.rows("id", "time", "event", "amount") == [
        ("ann", "2024-01-01 00:00", "purchase", 10),
        ("ann", "2024-01-05 00:00", "purchase", 20),
        ("ann", "2024-03-01 00:00", "refund", -4),
        ("bob", "2024-01-03 00:00", "purchase", 25),
        ("bob", "2024-02-03 00:00", "purchase", 40),
        ("bob", "2024-02-04 00:00", "purchase", 50),
        ("bob", "2024-02-10 00:00", "refund", -40),
    ]
    assert opened.figures("orders", "revenue") == (5, 101)
    assert opened.set_aside() == {}
    assert opened.columns("order")[:2] == [("1",), ("2",)]


@pytest.mark.parametrize("once", ["{ column = 'back', once = true }", "'back'"])
def test_what_stands_on_all_lines_is_given_back_once(open_with: OpenWith, once: str) -> None:
    orders = """
        who,at,no,total,back,back_at
        ann,2024-01-01,1,10,4,2024-03-01
        ann,2024-01-01,1,20,4,2024-03-01
        """
    opened = open_with(LATER.replace('"back"', once), orders=orders)
    given = 4 if "once" in once else 8
    assert opened.rows("time", "event", "amount") == [
        ("2024-01-01 00:00", "purchase", 30),
        ("2024-03-01 00:00", "refund", -given),
    ]


def test_rows_that_do_not_count_give_nothing_back(open_with: OpenWith) -> None:
    orders = """
        who,at,no,total,back,back_at,state
        ann,2024-01-01,1,10,4,2024-03-01,paid
        ann,2024-01-02,2,20,4,2024-03-02,cancelled
        """
    status = '\n[[events.status]]\ncolumn = "state"\nnever = ["cancelled"]\n'
    opened = open_with(LATER + status.replace("\n", "\n    "), orders=orders)
    assert opened.rows("time", "event", "amount") == [
        ("2024-01-01 00:00", "purchase", 10),
        ("2024-03-01 00:00", "refund", -4),
    ]
    assert opened.set_aside() == {"no sale: state cancelled": 1}
