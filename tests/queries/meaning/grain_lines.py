"""One row a line of an order, or orders beside their lines and payments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.queries.meaning.dialect import Dialect, Sheet, order_row, words
from tests.queries.meaning.history import Cents, Fate

if TYPE_CHECKING:
    from tests.queries.meaning.dialect import Row, Work
    from tests.queries.meaning.history import Line, Order


def lines(work: Work) -> list[tuple[Order, Line]]:
    """Every line with its order."""
    return [(order, line) for order in work.history.orders for line in order.lines]


def own_amount(work: Work) -> None:
    """Each line has its own amount; how many stands beside and must not be multiplied."""
    work.sheets = [
        Sheet(
            "sales",
            [
                order_row(order) | {"item": line.item, "quantity": line.quantity, "amount": line.amount}
                for order, line in lines(work)
            ],
        )
    ]


def times_quantity(work: Work) -> None:
    """Price of one and quantity; no column holds what was paid."""
    work.sheets = [
        Sheet(
            "sales",
            [
                order_row(order) | {"item": line.item, "quantity": line.quantity, "price": line.price}
                for order, line in lines(work)
            ],
        )
    ]


def repeated_total(work: Work, *, prices: bool) -> None:
    """The order's total on each of its lines."""
    work.names["amount"] = "order_total"
    work.sheets = [
        Sheet(
            "orders",
            [
                order_row(order)
                | {"item": line.item, "quantity": line.quantity}
                | ({"price": line.price} if prices else {})
                | {"amount": order.total}
                for order, line in lines(work)
            ],
        )
    ]


def first_line(work: Work) -> None:
    """What is the order's own stands on its first line only, as Shopify writes it."""
    work.names["amount"] = "total"
    told: list[Row] = []
    for order in work.history.orders:
        for place, line in enumerate(order.lines):
            row = order_row(order) | {"amount": order.total if place == 0 else None}
            row |= {"item": line.item, "quantity": line.quantity, "price": line.price}
            if place:
                row.pop("_fate")
            told.append(row)
    work.sheets = [Sheet("orders", told)]


def items(work: Work, *, amounts: bool) -> None:
    """Orders without amounts, and their lines in a table of their own."""
    money = "line_amount" if amounts else "price"
    work.sheets = [
        Sheet("orders", [order_row(order) for order in work.history.orders]),
        Sheet(
            "order_items",
            [
                {"order": order.id, "line": place, "item": line.item, "quantity": line.quantity}
                | {money: line.amount if amounts else line.price}
                for order in work.history.orders
                for place, line in enumerate(order.lines, 1)
            ],
        ),
    ]


def payments(work: Work) -> Sheet:
    """What was paid, in one part or several; nothing for an order that was not paid."""
    told: list[Row] = []
    for order in work.history.orders:
        if order.fate in (Fate.SALE, Fate.REFUND):
            first = Cents(order.total // 3) if work.random.random() < 0.3 else order.total
            for place, part in enumerate([first, Cents(order.total - first)], 1):
                if part:
                    method = work.random.choice(["card", "voucher", "transfer"])
                    told.append({"order": order.id, "line": place, "method": method, "paid_part": part})
    return Sheet("order_payments", told)


def paid_in_parts(work: Work) -> None:
    """Orders with their total, and the payments of the same orders."""
    work.sheets = [Sheet("orders", [order_row(order) | {"amount": order.total} for order in work.history.orders])]
    work.sheets.append(payments(work))


def only_payments(work: Work) -> None:
    """Orders without amounts; what was paid for them stands with the payments."""
    work.sheets = [Sheet("orders", [order_row(order) for order in work.history.orders]), payments(work)]


def items_and_payments(work: Work) -> None:
    """Orders without amounts, lines with prices and payments: each of the two tells the same money."""
    items(work, amounts=True)
    work.sheets.append(payments(work))


GRAINS = (
    Dialect("lines with amounts", own_amount, traits=words("lines amounts")),
    Dialect("price times quantity", times_quantity, traits=words("lines unnamed")),
    Dialect("total on every line", partial(repeated_total, prices=False), traits=words("headed amounts")),
    Dialect("total beside prices", partial(repeated_total, prices=True), traits=words("headed amounts")),
    Dialect("total on the first line", first_line, traits=words("headed amounts")),
    Dialect("orders and items", partial(items, amounts=False), traits=words("parts unnamed")),
    Dialect("orders and items with amounts", partial(items, amounts=True), traits=words("parts unnamed")),
    Dialect("orders and payments", paid_in_parts, traits=words("parts split amounts")),
    Dialect("payments have the amounts", only_payments, traits=words("parts split unnamed")),
    Dialect("orders, items and payments", items_and_payments, traits=words("parts split unnamed")),
)
