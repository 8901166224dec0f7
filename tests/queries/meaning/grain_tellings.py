"""One order in several rows that each tell it anew: versions of it, steps on its way, events of one sale."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.queries.meaning.dialect import Dialect, Sheet, order_row, words
from tests.queries.meaning.history import Cents, Fate

if TYPE_CHECKING:
    from datetime import datetime

    from tests.queries.meaning.dialect import Row, Work
    from tests.queries.meaning.history import Order

STEPS = {
    Fate.SALE: (Fate.LATER, Fate.SALE, Fate.SALE),
    Fate.LATER: (Fate.LATER,),
    Fate.NEVER: (Fate.LATER, Fate.NEVER),
    Fate.REFUND: (Fate.LATER, Fate.SALE, Fate.REFUND),
}
"""What an order was on its way to what became of it."""


def versions(work: Work) -> list[tuple[Order, Fate, datetime, bool]]:
    """Each state of each order as they came: the order, its fate so far, since when, whether it is the last."""
    states = []
    for order in work.history.orders:
        pause, steps = timedelta(hours=20 + order.id % 9), STEPS[order.fate]
        for place, fate in enumerate(steps):
            states.append((order, fate, order.time + place * pause, place == len(steps) - 1))
    return sorted(states, key=lambda state: state[2])


def slowly_changing(work: Work) -> None:
    """A row for each version of an order, with since when it holds and whether it is the last."""
    work.sheets = [
        Sheet(
            "orders_scd2",
            [
                order_row(order) | {"_fate": fate, "valid_from": since, "amount": order.total, "is_current": last}
                for order, fate, since, last in versions(work)
            ],
        )
    ]


def status_history(work: Work) -> None:
    """A row for each status of an order and when it got it; nothing says when it was ordered but the first."""
    work.sheets = [
        Sheet(
            "order_status_history",
            [
                {"order": order.id, "customer": order.person, "_order": order, "_fate": fate}
                | {"updated_at": since, "amount": order.total}
                for order, fate, since, _ in versions(work)
            ],
        )
    ]
    work.untold("window")


def told(kind: str, order: Order, minutes: int, amount: int | None, /, **more: object) -> Row:
    """An event of an order, so many minutes after it."""
    when = order.time + timedelta(minutes=minutes)
    return {"customer": order.person, "kind": kind, "time": when, "amount": amount, **more}


def in_time(events: list[Row]) -> list[Row]:
    """Events as they happened."""
    return sorted(events, key=lambda event: event["time"])


def priced_steps(work: Work) -> None:
    """Views and carts have a price like the purchase."""
    work.names["amount"] = "price"
    events = []
    for order in work.history.orders:
        session = f"s{order.id}"
        for place, line in enumerate(order.lines):
            events.append(told("view", order, place - 30, line.price, session=session))
            if place < 2:
                events.append(told("cart", order, place - 20, line.price, session=session))
        events.append(told("purchase", order, 0, order.total, session=session))
        if work.random.random() < 0.3:
            events.append(told("view", order, 2000, order.lines[0].price, session=f"t{order.id}"))
    work.sheets = [Sheet("events", in_time(events))]


def told_thrice(work: Work) -> None:
    """One sale is begun, placed, its products, fulfilled, and perhaps cancelled, each with its amount."""
    work.names["amount"] = "value"
    events = []
    for order in work.history.orders:
        events.append(told("Received Email", order, -900, None, order=None))
        events.append(told("Started Checkout", order, -9, order.total, order=None))
        events.append(told("Placed Order", order, 0, order.total, order=order.id))
        events.extend(told("Ordered Product", order, 0, line.amount, order=order.id) for line in order.lines)
        if order.fate is Fate.NEVER:
            events.append(told("Cancelled Order", order, 300, order.total, order=order.id))
        else:
            events.append(told("Fulfilled Order", order, 2000, order.total, order=order.id))
        if order.returned:
            events.append(told("Refunded Order", order, 9000, order.returned, order=order.id))
    work.sheets = [Sheet("events", in_time(events))]


def paid_after(work: Work) -> None:
    """One sale is ordered, then paid; some things are looked at and nothing follows."""
    events = []
    for order in work.history.orders:
        events.append(told("visit", order, -5, None, order=None))
        events.append(told("order", order, 0, order.total, order=order.id))
        events.append(told("payment", order, 4, Cents(order.total), order=order.id))
    work.sheets = [Sheet("events", in_time(events))]


GRAINS = (
    Dialect("versions of an order", slowly_changing, traits=words("versions amounts"), bars=words("stateless")),
    Dialect("status history", status_history, traits=words("versions amounts"), bars=words("stateless")),
    Dialect("views and carts with prices", priced_steps, traits=words("events amounts")),
    Dialect(
        "one sale as many events",
        told_thrice,
        fates=frozenset({Fate.SALE, Fate.NEVER}),
        returns=True,
        traits=words("events amounts"),
    ),
    Dialect("ordered, then paid", paid_after, traits=words("events amounts")),
)
