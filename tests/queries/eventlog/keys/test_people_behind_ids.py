"""Who a row belongs to: the person behind an id, and a second column where the first names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.queries.eventlog.keys.conftest import OpenWith

ORDERS = """
    who,at,paid
    c1,2024-01-01,1
    c2,2024-01-02,2
    c3,2024-01-03,4
    stranger,2024-01-04,8
    c4,2024-01-05,16
    ,2024-01-06,32
"""
PEOPLE = """
    id,person,town
    c1,p1,Bonn
    c2,p1,Bonn
    c3,p2,Kiel
    c4,,Köln
    c9,p9,Ulm
"""
PERSON = """
    [customers]
    table = "people"
    id = "id"
    person = "person"
    attributes = ["town"]
"""


def test_several_ids_are_one_person(open_with: OpenWith) -> None:
    opened = open_with('amount = "paid"', rest=PERSON, orders=ORDERS, people=PEOPLE)
    assert opened.rows("id", "amount") == [("c4", 16), ("p1", 1), ("p1", 2), ("p2", 4), ("stranger", 8)]
    assert opened.customers() == [
        ("c4", "Köln"),
        ("p1", "Bonn"),
        ("p2", "Kiel"),
        ("p9", "Ulm"),
        ("stranger", None),
    ]
    assert opened.set_aside() == {"no customer": 1}
    assert opened.quality("orphan") == [(None, 1, 5)]
    assert opened.quality("no_event") == [(None, 1, 5)]
    assert opened.figures("customers", "buyers", "revenue") == (5, 4, 31)


def test_without_a_person_every_id_is_a_customer(open_with: OpenWith) -> None:
    opened = open_with('amount = "paid"', rest=PERSON.replace("person =", "# person ="), orders=ORDERS, people=PEOPLE)
    assert opened.figures("customers", "buyers") == (6, 5)


def test_numbers_and_folded_ids_lead_to_the_person(open_with: OpenWith) -> None:
    orders = "who,at,paid\n1,2024-01-01,1\n2,2024-01-02,2\n5,2024-01-03,4"
    people = "id,person,town\n01,Ann@x.org,Bonn\n02,ann@X.org,Kiel\n03,bob,Ulm"
    opened = open_with('amount = "paid"', top="fold = true", rest=PERSON, orders=orders, people=people)
    assert opened.rows("id", "amount") == [("5", 4), ("ann@x.org", 1), ("ann@x.org", 2)]
    assert opened.customers() == [("5", None), ("ann@x.org", "Bonn"), ("bob", "Ulm")]


GUESTS = """
    who,mail,at,paid
    17,ann@x.org,2024-01-01,1
    ,bob@x.org,2024-01-02,2
    0,cem@x.org,2024-01-03,4
    ,,2024-01-04,8
    0,N/A,2024-01-05,16
"""


@pytest.mark.parametrize("ids", ["", "x1,x@x.org,2024-01-09,64"])
def test_a_guest_is_named_by_another_column(open_with: OpenWith, ids: str) -> None:
    entry = 'amount = "paid"\ncustomer = { column = "who", otherwise = "mail" }'
    opened = open_with(entry, top='nobody = ["0"]', orders=f"{GUESTS}    {ids}")
    assert opened.rows("id", "amount")[:3] == [("17", 1), ("bob@x.org", 2), ("cem@x.org", 4)]
    assert opened.set_aside() == {"no customer": 2}


def test_a_guest_may_be_a_known_person_too(open_with: OpenWith) -> None:
    entry = 'amount = "paid"\ncustomer = { column = "who", otherwise = "mail" }'
    people = "id,person,town\n17,p1,Bonn"
    opened = open_with(entry, rest=PERSON, orders=GUESTS, people=people)
    assert opened.rows("id", "amount") == [("0", 4), ("0", 16), ("bob@x.org", 2), ("p1", 1)]


NOTHING = [
    "null",
    "NULL",
    "None",
    "N/A",
    "n/a",
    "NaN",
    "#N/A",
    "(null)",
    "<NULL>",
    "Unknown",
    "undefined",
    "-",
    "–",
    "\\N",
]


def test_words_for_nothing_name_no_customer(open_with: OpenWith) -> None:
    words = [form for word in NOTHING for form in (word, f"  {word}\u00a0")]
    orders = "\n".join(
        ["who,at,paid", "ann,2024-01-01,1", "nullius,2024-01-01,2", *(f"{word},2024-01-02,4" for word in words)]
    )
    opened = open_with('amount = "paid"', orders=orders)
    assert opened.rows("id", "amount") == [("ann", 1), ("nullius", 2)]
    assert opened.set_aside() == {"no customer": len(words)}
