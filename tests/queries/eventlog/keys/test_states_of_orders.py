"""Rows that are states of one order: the last of them counts, at the time of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

STATES = """
    who,at,no,paid,state,changed
    ann,2024-01-01,A,10,placed,{}
    ann,2024-01-05,A,12,paid,{}
    ann,2024-01-09,A,11,shipped,{}
    bob,2024-01-02,B,20,paid,{}
    bob,2024-01-03,B,20,cancelled,{}
    cem,2024-01-04,,5,paid,{}
    cem,2024-01-04,,6,paid,{}
"""
ENTRY = """
    order = "no"
    amount = "paid"
    status = { column = "state", never = ["cancelled"] }
"""
EXPECTED = [
    ("ann", "2024-01-01 00:00", 11),
    ("cem", "2024-01-04 00:00", 5),
    ("cem", "2024-01-04 00:00", 6),
]

WRITTEN = {
    "timestamps": ("changed", [f"2024-02-0{day} 10:00:00" for day in range(1, 8)]),
    "days": ("changed", [f"2024-02-{day:02}" for day in range(8, 15)]),
    "moments": ("changed", [f"2024-02-0{day}T10:00:00Z" for day in range(1, 8)]),
    "German dates": (
        '{ column = "changed", format = "dmy" }',
        ["30.1.24", "31.1.24", "1.2.24", "2.2.24", *["3.2.24"] * 3],
    ),
    "seconds": ('{ column = "changed", format = "epoch_s" }', [str(999_999_999 + n) for n in range(7)]),
    "versions": ("changed", ["8", "9", "10", "98", "101", "1", "1"]),
    "versions as texts": ("changed", ["v8", "v9", "v10", "v98", "v101", "v1", "v1"]),
    "text that is a time": (
        "changed",
        ["2024-2-3 9:00", "2024-2-3 10:00", "2024-2-13 9:00", "2024-2-1", "2024-2-2", "?", "?"],
    ),
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("turned", [False, True])
def test_the_last_state_counts_at_the_time_of_the_first(open_with: OpenWith, written: str, turned: bool) -> None:
    key, versions = WRITTEN[written]
    head, *lines = STATES.strip().format(*versions).splitlines()
    orders = "\n".join([head.strip(), *(line.strip() for line in (reversed(lines) if turned else lines))])
    key = key if key.startswith("{") else f'"{key}"'
    opened = open_with(f"{ENTRY}\nlatest = {key}", orders=orders)
    assert sorted(opened.rows()) == EXPECTED
    assert opened.set_aside() == {"an earlier state of an order": 3, "no sale: state cancelled": 1}
    assert opened.figures("orders", "revenue") == (3, 22)


def test_the_time_of_the_order_may_be_that_of_its_states(open_with: OpenWith) -> None:
    orders = STATES.format(*[""] * 7)
    opened = open_with(f'{ENTRY}\nlatest = "at"', orders=orders)
    assert opened.rows() == EXPECTED


def test_a_state_of_no_known_version_is_not_the_last(open_with: OpenWith, database: Callable[..., Path]) -> None:
    path = database(
        "CREATE TABLE orders AS SELECT * FROM (VALUES ('ann', DATE '2024-01-02', 1, 7.00, NULL), "
        "('ann', DATE '2024-01-03', 1, 9.00, 2)) r(who, \"at\", no, paid, version)"
    )
    opened = open_with('order = "no"\namount = "paid"\nlatest = "version"', path)
    assert opened.rows() == [("ann", "2024-01-02 00:00", 9)]


def test_a_first_state_without_a_time_leaves_it_to_the_next(open_with: OpenWith) -> None:
    orders = "who,at,no,paid,v\nann,,1,5,1\nann,2024-01-02,1,6,2\nann,2024-01-03,1,7,3"
    opened = open_with('order = "no"\namount = "paid"\nlatest = "v"', orders=orders)
    assert opened.rows() == [("ann", "2024-01-02 00:00", 7)]


def test_states_keep_their_columns_and_what_is_said_of_the_whole_order(open_with: OpenWith) -> None:
    orders = """
        who,at,no,paid,town,changed,campaign
        ann,2024-01-01,A,10,Bonn,1,s1
        ann,2024-01-05,A,12,,2,s2
        ann,2024-01-07,B,3,,1,s3
    """
    entry = """
        order = "no"
        amount = "paid"
        campaign = "campaign"
        attributes = ["town"]
        of_order = ["town"]
        latest = "changed"
    """
    opened = open_with(entry, orders=orders)
    assert opened.rows() == [("ann", "2024-01-01 00:00", 12), ("ann", "2024-01-07 00:00", 3)]
    assert opened.columns("campaign", "order") == [("s2", "A"), ("s3", "B")]
    assert opened.customers() == [("ann", "Bonn")]
