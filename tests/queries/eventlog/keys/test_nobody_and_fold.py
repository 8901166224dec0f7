"""Ids that stand for nobody, and ids that are spelled in several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

GUESTS = """
    who,at,paid
    7,2024-01-01,1
    0,2024-01-02,2
    07,2024-01-03,4
    Guest,2024-01-04,8
     GUEST ,2024-01-05,16
    guest house,2024-01-06,32
"""


def test_rows_of_nobody_have_no_customer(open_with: OpenWith) -> None:
    opened = open_with('amount = "paid"', top='nobody = ["0", " guest"]', orders=GUESTS)
    assert opened.rows("id", "amount") == [("07", 4), ("7", 1), ("guest house", 32)]
    assert opened.set_aside() == {"no customer": 3}
    assert opened.figures("customers", "revenue") == (3, 37)


@pytest.mark.parametrize("type_", ["BIGINT", "DOUBLE", "VARCHAR", "DECIMAL(9, 0)"])
def test_nobody_may_be_a_number(database: Callable[..., Path], open_with: OpenWith, type_: str) -> None:
    path = database(f"CREATE TABLE orders AS SELECT unnest([7, 0, -1]::{type_}[]) AS who, DATE '2024-01-01' AS at")
    opened = open_with("", path, top='nobody = ["0", "-1"]')
    assert opened.rows("id") == [("7",)]
    assert opened.set_aside() == {"no customer": 2}


def test_nobody_is_folded_as_ids_are(open_with: OpenWith) -> None:
    opened = open_with('amount = "paid"', top='nobody = ["007"]\nfold = true', orders=GUESTS)
    assert opened.rows("id", "amount") == [("0", 2), ("guest", 8), ("guest", 16), ("guest house", 32)]


def test_case_blanks_and_zeros_tell_customers_apart_unless_folded(open_with: OpenWith) -> None:
    orders = """
        who,at,paid
        Ann@X.org,2024-01-01,1
         ann@x.org ,2024-01-02,2
        0042,2024-01-03,4
        42,2024-01-04,8
        A0042,2024-01-05,16
        000,2024-01-06,32
        Ann  Lee,2024-01-07,64
        ann lee,2024-01-08,128
    """
    apart = open_with('amount = "paid"', orders=orders)
    assert apart.figures("customers") == (8,)
    folded = open_with('amount = "paid"', top="fold = true", orders=orders)
    assert [row[0] for row in folded.customers()] == ["000", "42", "a0042", "ann lee", "ann@x.org"]
    assert folded.figures("customers", "revenue") == (5, 255)


@pytest.mark.parametrize("type_", ["BIGINT", "DOUBLE", "DECIMAL(9, 0)"])
def test_tables_of_different_types_name_the_same_customers(
    database: Callable[..., Path], open_with: OpenWith, type_: str
) -> None:
    path = database(
        f"CREATE TABLE orders AS SELECT unnest([42, 7]::{type_}[]) AS who, DATE '2024-01-01' AS at",
        "CREATE TABLE visits AS SELECT unnest(['0042', ' 42.0', 'X9']) AS who, DATE '2024-01-02' AS at",
        "CREATE TABLE people AS SELECT unnest(['00042', 'x9']) AS id, unnest(['Bonn', 'Kiel']) AS town",
    )
    rest = """
        [[events]]
        table = "visits"
        customer = "who"
        time = "at"
        event = { value = "visit" }
        [customers]
        table = "people"
        id = "id"
        attributes = ["town"]
    """
    opened = open_with("", path, top="fold = true", rest=rest)
    assert opened.customers() == [("42", "Bonn"), ("7", None), ("x9", "Kiel")]
    assert [row[0] for row in opened.rows("id")] == ["42", "42", "42", "7", "x9"]
    assert opened.quality("orphan") == [(None, 1, 5)]
