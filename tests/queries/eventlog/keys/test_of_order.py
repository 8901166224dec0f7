"""Columns that stand on one row of each order hold for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

EXPORT = """
    who,at,no,item,price,pieces,total,state,town
    ann@x.org,2024-01-01 10:00,#1,tea,3,2,26,paid,Bonn
    ,,#1,pot,20,1,,,
    bob@x.org,2024-01-02 10:00,#2,tea,3,1,3,cancelled,Kiel
    ann@x.org,2024-01-03 10:00,,cup,5,1,5,paid,Köln
    ,,,mug,6,1,6,,
"""
"""An export in which only the first line of an order tells of the order; the last two rows have no order."""

ORDER = """
    order = "no"
    item = "item"
    of_order = ["who", "at", "total", "state", "town"]
    attributes = ["town"]
    status = { column = "state", never = ["cancelled"] }
"""
TOTAL = ORDER.replace("attributes", 'amount = { column = "total", once = true }\n    attributes')
LINES = ORDER.replace("attributes", 'price = "price"\n    quantity = "pieces"\n    attributes')


def test_the_total_of_an_order_counts_once(open_with: OpenWith) -> None:
    opened = open_with(TOTAL, orders=EXPORT)
    assert opened.rows() == [("ann@x.org", "2024-01-01 10:00", 26), ("ann@x.org", "2024-01-03 10:00", 5)]
    assert opened.set_aside() == {"no sale: state cancelled": 1, "no customer": 1}
    assert opened.customers() == [("ann@x.org", "Köln")]


def test_every_line_of_an_order_has_its_customer_and_time(open_with: OpenWith) -> None:
    opened = open_with(LINES, orders=EXPORT)
    assert opened.rows() == [("ann@x.org", "2024-01-01 10:00", 26), ("ann@x.org", "2024-01-03 10:00", 5)]
    assert opened.items() == [("pot", 1, 20), ("tea", 2, 6), ("cup", 1, 5)]
    assert opened.columns("item", "quantity") == [("pot", 1), ("cup", 1)]


def test_quality_finds_nothing_missing_in_what_was_told_once(open_with: OpenWith) -> None:
    missing = {row[0]: row[1] for row in open_with(TOTAL, orders=EXPORT).quality("missing")}
    assert missing == {"who": 1, "at": 1, "no": 2, "town": 1}


def test_empty_texts_are_told_by_the_other_rows(open_with: OpenWith, database: Callable[..., Path]) -> None:
    path = database(
        "CREATE TABLE orders AS SELECT * FROM (VALUES ('ann', DATE '2024-01-01', 1, 'ok', 5.00), "
        "('', NULL, 1, ' ', 7.00), ('bob', DATE '2024-01-02', 2, '', 9.00)) r(who, \"at\", no, state, paid)"
    )
    entry = """
        order = "no"
        amount = "paid"
        of_order = ["who", "at", "state"]
        status = { column = "state", never = [""] }
    """
    opened = open_with(entry, path)
    assert opened.rows() == [("ann", "2024-01-01 00:00", 12)]
    assert opened.set_aside() == {"no sale: no state": 1}
