"""Amounts in several currencies, in smaller units, in thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.eventlog.keys.conftest import OpenWith

RATES = "[rates]\nUSD = 0.9\njpy = 0.0061234567891234"
ORDERS = """
    who,at,paid,back,money
    ann,2024-01-01,100,10,EUR
    ann,2024-01-02,100,10,usd
    bob,2024-01-03,10000,0, JPY
    bob,2024-01-04,7,,
"""


def test_rates_turn_every_amount_into_one_currency(open_with: OpenWith) -> None:
    entry = 'amount = "paid"\nrefunded = "back"\ncurrency = "money"'
    opened = open_with(entry, top='currency = "EUR"', rest=RATES, orders=ORDERS)
    # 90 EUR, 90 USD at 0.9, 10,000 JPY, and a row that says nothing of its currency.
    assert [row[2] for row in opened.rows()] == [90, 81, 61.2346, 7]
    assert opened.figures("orders", "revenue") == (4, 239.2346)
    assert opened.columns("currency")[:2] == [("EUR",), ("usd",)]


def test_a_currency_without_a_rate_is_refused(open_with: OpenWith) -> None:
    entry = 'amount = "paid"\ncurrency = "money"'
    with pytest.raises(QuestionError, match=r"several currencies.*JPY \(1 rows\)"):
        open_with(entry, top='currency = "eur"', rest="[rates]\nUSD = 0.9", orders=ORDERS)


def test_the_currency_of_the_mapping_may_be_written_small(open_with: OpenWith) -> None:
    entry = 'amount = "paid"\ncurrency = "money"'
    opened = open_with(entry, top='currency = "eur"', rest=RATES, orders=ORDERS)
    assert opened.figures("revenue") == (258.2346,)


def test_the_sign_beside_an_amount_says_what_it_is_in(open_with: OpenWith) -> None:
    orders = """
        who,at,paid
        ann,2024-01-01,€ 10.00
        ann,2024-01-02,$1.2K
        ann,2024-01-03,US$ 20
        ann,2024-01-04,30 USD
        ann,2024-01-05,EUR40
        ann,2024-01-06,50
    """
    entry = 'amount = { column = "paid", format = "point" }\ncurrency = { column = "paid", format = "sign" }'
    opened = open_with(entry, top='currency = "EUR"', rest="[rates]\nUSD = 0.5", orders=orders)
    assert [row[2] for row in opened.rows()] == [10, 600, 10, 15, 40, 50]
    assert opened.columns("currency")[-1] == (None,)


def test_order_lines_are_in_the_currency_of_their_order(open_with: OpenWith) -> None:
    rest = f'{RATES}\n[items]\ntable = "lines"\norder = "no"\nitem = "item"\nprice = "price"'
    orders = "who,at,no,money\nann,2024-01-01,1,USD\nann,2024-01-02,2,EUR"
    lines = "no,item,price\n1,tea,3\n1,pot,20\n2,cup,5"
    entry = 'order = "no"\ncurrency = "money"'
    opened = open_with(entry, top='currency = "EUR"', rest=rest, orders=orders, lines=lines)
    assert [row[2] for row in opened.rows()] == [20.7, 5]
    assert opened.items() == [("pot", 1, 18), ("tea", 1, 2.7), ("cup", 1, 5)]


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ('unit = "minor"', 12.34),
        ('unit = "JPY"', 1234),
        ('unit = "KWD"', 1.234),
        ('unit = "major"', 1234),
        ("factor = 1000", 1_234_000),
        ("factor = 0.5", 617),
    ],
)
@pytest.mark.parametrize("type_", ["INTEGER", "DECIMAL(9, 2)", "DOUBLE", "VARCHAR"])
def test_units_and_factors(
    database: Callable[..., Path], open_with: OpenWith, type_: str, said: str, worth: float
) -> None:
    path = database(f"CREATE TABLE orders AS SELECT 'ann' AS who, DATE '2024-01-01' AS at, 1234::{type_} AS paid")
    amount = f'{{ column = "paid", {said} }}'
    assert open_with(f"amount = {amount}", path).figures("revenue") == (worth,)
    priced = open_with(f'price = {amount}\nquantity = {{ value = "3" }}', path)
    assert priced.figures("revenue") == (pytest.approx(3 * worth),)


def test_one_amount_of_all_rows_has_a_unit_too(open_with: OpenWith) -> None:
    opened = open_with('amount = { value = "250", unit = "minor" }', orders="who,at\nann,2024-01-01\nbob,2024-01-02")
    assert opened.figures("revenue") == (5,)


WRITTEN = {
    "point": {
        "1.2K": 1200,
        "$2.5M": 2_500_000,
        "3万": 30_000,
        "1.5万元": 15_000,
        "2亿": 200_000_000,
        "1.2k USD": 1200,
        "12 kr": 12,
        "12 MXN": 12,
        "\ufeff\t12.5\u200b ": 12.5,
        "−7": -7,
        "(7.50)": -7.5,
        "1e3": 1000,
        "Rs. 500": 500,
        "1'234.50": 1234.5,
    },
    "comma": {
        "1,5 Mio. €": 1_500_000,
        "1\u00a0234,50\u00a0€": 1234.5,
        "1\u202f234,50": 1234.5,
    },
}


@pytest.mark.parametrize("format_", WRITTEN)
def test_amounts_as_people_write_them(database: Callable[..., Path], open_with: OpenWith, format_: str) -> None:
    texts = WRITTEN[format_]
    rows = ", ".join(f"({place}, DATE '2024-01-01', ?::VARCHAR)" for place in range(len(texts)))
    path = database((f'CREATE TABLE orders AS SELECT * FROM (VALUES {rows}) r(who, "at", paid)', list(texts)))
    found = dict(open_with(f'amount = {{ column = "paid", format = "{format_}" }}', path).rows("id", "amount"))
    assert {text: found[str(place)] for place, text in enumerate(texts)} == texts
