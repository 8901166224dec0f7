"""Blanks of every kind around every kind of cell change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

ENTRY = """
    customer = { column = "who", otherwise = "mail" }
    time = { column = "day", clock = "hour", format = "dmy" }
    event = "what"
    channel = "shop"
    amount = { column = "paid", format = "comma" }
    refunded = "back"
    currency = "money"
    order = "no"
    item = "item"
    quantity = "pieces"
    campaign = "campaign"
    score = "stars"
    latest = "version"
    called_off = ["undone"]
    attributes = ["town"]
    status = { column = "state", never = ["off"] }
"""
HEAD = "who|mail|day|hour|what|shop|paid|back|money|no|item|pieces|campaign|stars|version|state|town"
ROWS = [
    "ann|a@x|31.1.2024|10:00|purchase|web|1.234,50|1|EUR|7|tea|2|s1|5|1|ok|Bonn",
    "ann|a@x|1.2.2024|11:00|purchase|web|1.000,50|1|EUR|7|tea|2|s1|4|2|ok|Bonn",
    "null|b@x|2.2.2024|1:30 PM|purchase|app|10|0|EUR|8|pot|1|s2|3|1|OFF|Kiel",
    "n/a|c@x|3.2.2024|12:00|purchase|app|20|0|eur|9|cup|1|s3|2|1|ok|Kiel",
    "dan||4.2.2024|12:00|purchase|app|30|0|EUR|10|cup|1|s4|1|1|ok|Kiel",
    "dan||5.2.2024|12:00|undone|app|||EUR|11|||s4||1|ok|Kiel",
    "dan||5.2.2024|11:00|purchase|app|40||EUR|11|cup|1|s5||0|ok|Kiel",
]
BLANKS = ["", " ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\r\n", " \u00a0\u200b\t"]


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_a_blank_says_nothing(database: Callable[..., Path], open_with: OpenWith, blank: str) -> None:
    columns = ", ".join(f'"{name}" VARCHAR' for name in HEAD.split("|"))
    cells = [f"{blank}{cell}{blank}" for row in ROWS for cell in row.split("|")]
    marks = ", ".join([f"({', '.join(['?'] * (HEAD.count('|') + 1))})"] * len(ROWS))
    path = database(f"CREATE TABLE orders ({columns})", (f"INSERT INTO orders VALUES {marks}", cells))
    opened = open_with(ENTRY, path)
    assert opened.rows("id", "time", "event", "channel", "amount") == [
        ("ann", "2024-01-31 10:00", "purchase", "web", 999.5),
        ("c@x", "2024-02-03 12:00", "purchase", "app", 20),
        ("dan", "2024-02-04 12:00", "purchase", "app", 30),
        ("dan", "2024-02-05 11:00", "undone", "app", None),
    ]
    assert opened.set_aside() == {
        "an earlier state of an order": 1,
        "called off (undone)": 1,
        "no sale: state OFF": 1,
    }
    assert opened.items() == [("tea", 2, 999.5), ("cup", 1, 20), ("cup", 1, 30)]
    assert opened.columns("campaign", "score") == [("s1", 4), ("s3", 2), ("s4", 1), ("s4", None)]
