"""Rows that sum up several orders: so many events, whose amounts add up to the last ten-thousandth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.eventlog.keys.conftest import OpenWith

SUMS = """
    who,at,sales,total,campaign
    ann,2024-01-01,3,10,s1
    ann,2024-02-01,1,7,s2
    bob,2024-01-01,2,0.0003,s3
    bob,2024-02-01,0,0,s4
    bob,2024-03-01,,5,s5
    cem,2024-03-01,2,,s6
    cem,2024-04-01,-1,3,s7
"""
ENTRY = 'orders = "sales"\namount = "total"\ncampaign = "campaign"'


def test_a_row_is_as_many_orders_as_it_says(open_with: OpenWith) -> None:
    opened = open_with(ENTRY, orders=SUMS)
    assert sorted(opened.rows("id", "amount"), key=str) == [
        ("ann", 3.3333),
        ("ann", 3.3333),
        ("ann", 3.3334),
        ("ann", 7),
        ("bob", 0.0001),
        ("bob", 0.0002),
        ("bob", 5),
        ("cem", None),
        ("cem", None),
    ]
    assert opened.log.events.select("amount").sum().collect().item() == 220_003
    assert opened.figures("orders") == (9,)


def test_rows_of_no_order_are_counted_as_set_aside(open_with: OpenWith) -> None:
    assert open_with(ENTRY, orders=SUMS).set_aside() == {"sums up no order": 2}


def test_columns_of_such_rows_are_those_of_each_order(open_with: OpenWith) -> None:
    told = [row[0] for row in open_with(ENTRY, orders=SUMS).columns("campaign")]
    assert told == ["s1", "s1", "s1", "s2", "s3", "s3", "s5", "s6", "s6"]


@pytest.mark.parametrize("sign", ["", "-"])
def test_sums_of_what_was_given_back_are_exact(open_with: OpenWith, sign: str) -> None:
    entry = 'event = { value = "refund" }\norders = "sales"\namount = "total"'
    opened = open_with(entry, orders=f"who,at,sales,total\nann,2024-01-01,3,{sign}10")
    assert sorted(row[2] for row in opened.rows()) == [-3.3334, -3.3333, -3.3333]


def test_a_sum_below_nothing_is_exact(open_with: OpenWith) -> None:
    opened = open_with('orders = "sales"\namount = "total"', orders="who,at,sales,total\nann,2024-01-01,3,-10")
    assert sorted(row[2] for row in opened.rows()) == [-3.3334, -3.3333, -3.3333]
    assert opened.figures("revenue") == (-10,)


def test_duplicates_and_a_status_are_told_of_the_rows_of_the_file(open_with: OpenWith) -> None:
    orders = """
        who,at,sales,total,state
        ann,2024-01-01,3,10,ok
        ann,2024-01-01,3,10,ok
        ann,2024-02-01,2,7,off
    """
    entry = 'orders = "sales"\namount = "total"\nstatus = { column = "state", never = ["off"] }'
    opened = open_with(entry, orders=orders)
    assert opened.log.rows == 6
    assert opened.set_aside() == {"no sale: state off": 1}
    assert opened.quality("exact_duplicates") == [(None, 1, 3)]
