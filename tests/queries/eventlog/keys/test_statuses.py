"""What became of an order: rows that are no sale are left out, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

ORDERS = """
    who,at,paid,state
    ann,2024-01-01,10,Paid
    ann,2024-01-02,20,CANCELLED
    bob,2024-01-03,40,  cancelled
    bob,2024-01-04,80,pending
    cem,2024-01-05,160,refunded
    cem,2024-01-06,320,weird
    dan,2024-01-07,640,
"""

STATUS = """
    amount = "paid"
    [[events.status]]
    column = "state"
"""


def test_values_in_no_list_are_sales_and_the_others_are_counted(open_with: OpenWith) -> None:
    lists = 'never = ["Cancelled"]\nlater = ["pending"]\nrefund = ["refunded"]'
    opened = open_with(STATUS + lists, orders=ORDERS)
    assert opened.rows() == [
        ("ann", "2024-01-01 00:00", 10),
        ("cem", "2024-01-06 00:00", 320),
        ("dan", "2024-01-07 00:00", 640),
    ]
    assert opened.set_aside() == {
        "no sale: state CANCELLED": 1,
        "no sale: state cancelled": 1,
        "not paid yet: state pending": 1,
        "given back in full: state refunded": 1,
    }
    assert opened.figures("orders", "revenue") == (3, 970)
    assert sorted(opened.quality("decided")) == [("state", 1, 7)] * 4


def test_an_empty_text_is_a_missing_value(open_with: OpenWith) -> None:
    opened = open_with(STATUS + 'later = [""]\nnever = ["cancelled", "refunded"]', orders=ORDERS)
    assert opened.figures("orders", "revenue") == (3, 10 + 80 + 320)
    assert opened.set_aside()["not paid yet: no state"] == 1


def test_a_star_is_every_value_that_no_other_place_names(open_with: OpenWith) -> None:
    opened = open_with(STATUS + 'sale = ["PAID "]\nlater = ["pending"]\nnever = ["*"]', orders=ORDERS)
    assert opened.figures("orders", "revenue") == (2, 10 + 640)
    assert opened.set_aside() == {"no sale: state": 4, "not paid yet: state pending": 1}


def test_a_star_and_an_empty_text_leave_only_what_is_named(open_with: OpenWith) -> None:
    opened = open_with(STATUS + 'sale = ["paid"]\nnever = ["*", ""]', orders=ORDERS)
    assert opened.rows() == [("ann", "2024-01-01 00:00", 10)]
    assert opened.set_aside() == {"no sale: state": 5, "no sale: no state": 1}


def test_a_star_among_sales_changes_nothing(open_with: OpenWith) -> None:
    opened = open_with(STATUS + 'sale = ["*"]\nnever = ["cancelled"]', orders=ORDERS)
    assert opened.figures("orders") == (5,)


def test_a_row_is_a_sale_where_every_status_says_so(open_with: OpenWith) -> None:
    entry = """
        amount = "paid"
        [[events.status]]
        column = "state"
        never = ["cancelled"]
        [[events.status]]
        column = "payment state"
        later = ["open", ""]
        refund = ["back"]
    """
    orders = """
        who,at,paid,state,payment state
        ann,2024-01-01,10,done,paid
        ann,2024-01-02,20,cancelled,open
        bob,2024-01-03,40,done,Open
        bob,2024-01-04,80,,
        cem,2024-01-05,160,done,BACK
    """
    opened = open_with(entry, orders=orders)
    assert opened.rows() == [("ann", "2024-01-01 00:00", 10)]
    # The first status that says a row is no sale is its reason.
    assert opened.set_aside() == {
        "no sale: state cancelled": 1,
        "not paid yet: payment state Open": 1,
        "not paid yet: no payment state": 1,
        "given back in full: payment state BACK": 1,
    }
    assert {row[0] for row in opened.quality("decided")} == {"state", "payment state"}


@pytest.mark.parametrize(
    ("type_", "values", "never"),
    [
        ("INTEGER", "1, 0, NULL", '"0"'),
        ("BOOLEAN", "true, false, NULL", '"False"'),
        ("VARCHAR", "'已完成', ' 已取消 ', ''", '"已取消"'),
        ("VARCHAR", "'versandt', 'NICHT ausgeführt', 'groß'", '"nicht AUSGEFÜHRT"'),
        ("VARCHAR", "'gut', 'GROß', NULL", '"groß"'),
        ("VARCHAR", "'ok', chr(160) || 'No' || chr(9) || chr(8203), NULL", '"no"'),
        ("VARCHAR", "'ok', 'it''s off', NULL", '"it\'s off"'),
    ],
)
def test_values_of_any_type_and_writing(
    database: Callable[..., Path], open_with: OpenWith, type_: str, values: str, never: str
) -> None:
    path = database(
        f"CREATE TABLE orders AS SELECT 'ann' AS who, DATE '2024-01-01' AS at, 1 AS paid, "
        f"unnest([{values}]::{type_}[]) AS state"
    )
    opened = open_with(STATUS + f"never = [{never}]", path)
    assert (opened.log.rows, opened.log.rows_set_aside) == (2, 1)


def test_a_status_works_beside_a_condition_and_order_lines(open_with: OpenWith) -> None:
    orders = """
        who,at,no,paid,state,shop
        ann,2024-01-01,1,10,ok,a
        ann,2024-01-01,1,5,ok,a
        ann,2024-01-02,2,20,off,a
        bob,2024-01-03,3,40,ok,b
        bob,2024-01-03,4,7,off,b
    """
    entry = """
        amount = "paid"
        order = "no"
        where = "shop <> 'b'"
        status = { column = "state", never = ["off"] }
    """
    opened = open_with(entry, orders=orders)
    assert opened.rows() == [("ann", "2024-01-01 00:00", 15)]
    assert opened.set_aside() == {"no sale: state off": 1, "excluded by the mapping": 2}
    assert opened.quality("excluded") == [(None, 2, 5)]
    assert opened.quality("exact_duplicates") == [(None, 0, 5)]


def test_exact_duplicates_are_dropped_before_a_status_is_read(open_with: OpenWith) -> None:
    orders = """
        who,at,paid,state
        ann,2024-01-01,10,ok
        ann,2024-01-01,10,ok
        ann,2024-01-02,20,off
        ann,2024-01-02,20,off
    """
    opened = open_with(STATUS + 'never = ["off"]', orders=orders, top="drop_duplicates = true")
    assert opened.figures("orders", "revenue") == (1, 10)
    assert opened.set_aside() == {"no sale: state off": 1, "exact duplicates": 2}
    assert opened.log.rows + opened.log.rows_set_aside == 4
