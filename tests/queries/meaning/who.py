"""Who ordered: ids, addresses, guests, and what stands beside and is no customer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tests.queries.meaning.dialect import Dialect, Sheet, nothing, words
from tests.queries.meaning.history import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Row, Work

TOWNS = ("Bonn", "Oslo", "Rome", "Lyon")


def replace(work: Work, change: Callable[[int, Row], Any]) -> None:
    """Another way to name people; what is no person (a total) stays."""
    for sheet in work.with_concept("customer"):
        for row in sheet.rows:
            if isinstance(row.get("customer"), int):
                row["customer"] = change(row["customer"], row)


def beside(work: Work, concept: str, value: Callable[[int, Row], Any]) -> None:
    """A further column in front of the customer; what is no person has none of it."""
    for sheet in work.with_concept("customer"):
        sheet.rows = [
            {concept: value(row["customer"], row) if isinstance(row["customer"], int) else None} | row
            for row in sheet.rows
        ]


def text_ids(work: Work) -> None:
    form = work.random.choice(["C-{:04}", "cus_{:05x}", "KD{:03}A"])
    replace(work, lambda person, row: form.format(person))


def long_ids(work: Work) -> None:
    """Thirteen digits, like those of membership cards."""
    replace(work, lambda person, row: 8_700_000_000_000 + 7_919 * person)


def address(person: int) -> str:
    return f"p{person}@example.org"


def spelled_addresses(work: Work) -> None:
    """One address in several spellings: letter case and blanks around do not tell people apart."""
    work.names["customer"] = work.random.choice(["email", "customer_email", "E-Mail"])
    spellings = (str, str, str.upper, str.capitalize, "{} ".format, " {}".format)
    replace(work, lambda person, row: work.random.choice(spellings)(address(person)))


def padded(work: Work) -> None:
    """A customer table whose ids have leading zeros; those of the orders have none."""
    people = [{"customer": f"{person:08}", "city": TOWNS[person % 4]} for person in range(1, PEOPLE + 1)]
    work.sheets.append(Sheet("customers", people))


def a_new_id_an_order(work: Work) -> None:
    """Each order has a customer id of its own; the customer table says whose it is."""
    people: list[Row] = [
        {"customer": f"k{order.id}", "person": f"u{order.person:03}", "city": TOWNS[order.person % 4]}
        for order in work.history.orders
    ]
    replace(work, lambda person, row: f"k{row['_order'].id}")
    work.sheets.append(Sheet("customers", people))
    work.untold("customers")


def guests(work: Work, nobody: object) -> None:
    """Every third person has no account: one value stands for all of them, and an address tells them apart."""
    beside(work, "email", lambda person, row: address(person))
    form = str if isinstance(nobody, str) else int
    replace(work, lambda person, row: nobody if person % 3 == 0 else form(100 + person))


def seller(work: Work) -> None:
    """Who sold it: a few, each to many people."""
    beside(work, "seller", lambda person, row: f"s{(row['_order'].id if '_order' in row else person) % 5}")


def store(work: Work) -> None:
    """Everybody has a store of their own choice, and each store many people."""
    beside(work, "store", lambda person, row: 1 + person % 4)


def account(work: Work) -> None:
    """People belong to accounts; the customer is the person."""
    work.names["customer"] = "user_id"
    beside(work, "account", lambda person, row: f"acc{person % 13:02}")


def device(work: Work) -> None:
    """People have up to three devices."""
    work.names["customer"] = "user_id"
    beside(work, "device", lambda person, row: f"{person * 7919 % 65536:04x}-{work.random.randrange(3)}")


ROWS_OF_ORDERS = words("events sums total")
DIALECTS = (
    Dialect("whole numbers", nothing),
    Dialect("text ids", text_ids),
    Dialect("long numbers", long_ids),
    Dialect("addresses in several spellings", spelled_addresses),
    Dialect("zeros in one of two tables", padded, traits=words("several")),
    Dialect("a new id for each order", a_new_id_an_order, traits=words("several"), bars=ROWS_OF_ORDERS),
    Dialect("guests are 0", partial(guests, nobody=0)),
    Dialect("guests are missing", partial(guests, nobody=None)),
    Dialect("guests are “guest”", partial(guests, nobody="guest")),
    Dialect("seller beside", seller),
    Dialect("store beside", store),
    Dialect("account beside", account),
    Dialect("device beside", device),
)
