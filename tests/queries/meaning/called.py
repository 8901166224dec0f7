"""What the amount is called, in many languages, and what other money stands beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.queries.meaning.dialect import Dialect, nothing, words
from tests.queries.meaning.history import Cents, Fate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Row, Work

NAMES = {
    "English": ("amount", "total", "dollars", "expenditure", "grand_total", "order_value", "net_paid", "spend"),
    "Spanish": ("monto", "total a pagar", "importe"),
    "Chinese": ("销售额", "实付金额", "金额"),
    "German": ("betrag", "Umsatz", "Summe"),
    "French": ("montant", "total_ttc"),
}
UNNAMED = words("unnamed")


def named(work: Work, language: str) -> None:
    work.names["amount"] = work.random.choice(NAMES[language])


def rival(work: Work, right: str, other: str, value: Callable[[Row], int]) -> None:
    """Another column of money, before or behind the right one."""
    work.names |= {"amount": right, "rival": other}
    first = work.random.random() < 0.5
    for sheet in work.with_concept("amount"):
        for row in sheet.rows:
            if "amount" in row:
                amount = row.pop("amount")
                told = None if amount is None else Cents(value(row | {"amount": amount}))
                row |= {"rival": told, "amount": amount} if first else {"amount": amount, "rival": told}


def part(share: float) -> Callable[[Row], int]:
    return lambda row: round(row["amount"] * share)


def outstanding(row: Row) -> int:
    """What is still to be paid: nothing of a sale."""
    return row["amount"] if row.get("_fate") is Fate.LATER else 0


def foreign(work: Work) -> None:
    """What was paid in the buyer's currency, and the same in the shop's own."""
    rates = {"USD": 1.08, "GBP": 0.86, "SEK": 11.3}
    right, other = work.random.choice([("amount_eur", "amount_local"), ("base_grand_total", "grand_total")])
    rival(work, right, other, lambda row: round(row["amount"] * rates[currency_of(row)]))
    for sheet in work.with_concept("rival"):
        for row in sheet.rows:
            row["currency"] = currency_of(row)


def currency_of(row: Row) -> str:
    """What the buyer pays in, the same on all rows of an order."""
    return ("USD", "GBP", "SEK")[row["_order"].person % 3]


def pair(right: str, other: str, share: float) -> Dialect:
    return Dialect(
        f"{right} beside {other}",
        partial(rival, right=right, other=other, value=part(share)),
        bars=UNNAMED,
    )


DIALECTS = (
    Dialect("usual name", nothing),
    *(Dialect(f"name in {language}", partial(named, language=language), bars=UNNAMED) for language in NAMES),
    pair("paid_total", "list_price_total", 1.11),
    pair("net_amount", "gross_amount", 1.11),
    pair("final_price", "original_amount", 1.25),
    pair("total", "total_before_discount", 1.11),
    pair("实付金额", "订单金额", 1.11),
    pair("order_value", "commission_amount", 0.1),
    pair("price", "deposit_amount", 0.25),
    pair("total", "subtotal", 0.95),
    pair("total", "tax_amount", 0.19),
    Dialect(
        "total beside outstanding",
        partial(rival, right="total_price", other="total_outstanding", value=outstanding),
        bars=UNNAMED,
    ),
    Dialect("own and foreign currency", foreign, traits=words("foreign"), bars=UNNAMED | words("events total sums")),
)
