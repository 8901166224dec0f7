"""A true history: who ordered what and when, what became of it, and the figures that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Set
    from random import Random

PEOPLE = 60
FIRST, LAST = date(2023, 1, 5), date(2024, 2, 28)
WINDOW = date(2023, 7, 1), date(2023, 9, 30)
"""A quarter whose orders are counted, too: a day read as a month puts them elsewhere."""


class Fate(Enum):
    """What became of an order."""

    SALE = auto()
    LATER = auto()
    """Not paid yet: no sale so far."""
    NEVER = auto()
    """Cancelled, failed, a test: no sale."""
    REFUND = auto()
    """Sold and given back whole: nothing was kept."""


class Cents(int):
    """An amount of money in hundredths, so that a dialect finds what it has to write as money."""


class Prices(Enum):
    """What a thing costs, as (least, most, step) in cents: some ways of writing only tell round amounts."""

    FINE = (500, 9_000, 1)
    LARGE = (5_000, 250_000, 1)
    """So that totals reach thousands."""
    HUNDREDS = (10_000, 600_000, 10_000)
    FIVE_HUNDREDS = (200_000, 3_000_000, 50_000)

    def draw(self, random: Random) -> Cents:
        least, most, step = self.value
        return Cents(random.randrange(least, most, step))


@dataclass(frozen=True)
class Line:
    """So many of one thing at a price each."""

    item: str
    quantity: int
    price: Cents

    @property
    def amount(self) -> Cents:
        return Cents(self.quantity * self.price)


@dataclass(frozen=True)
class Order:
    """What one person ordered at one moment; `returned` is what was given back of a sale, less than all of it."""

    id: int
    person: int
    time: datetime
    lines: tuple[Line, ...]
    fate: Fate
    returned: Cents

    @property
    def total(self) -> Cents:
        return Cents(sum(line.amount for line in self.lines))

    @property
    def kept(self) -> int:
        """What it brought, in cents."""
        return self.total - self.returned if self.fate is Fate.SALE else 0


@dataclass(frozen=True)
class History:
    """All orders of all people, in order of time."""

    orders: tuple[Order, ...]

    def figures(self) -> dict[str, float]:
        """The figures of `overview`, and `window`: the orders of WINDOW.

        A full refund may count as an order with nothing kept, or as none: where there is one, orders and buyers
        are no figure. Nor are customers, where some may never have bought.
        """
        fates = {order.fate for order in self.orders}
        sales = [order for order in self.orders if order.fate is Fate.SALE]
        figures: dict[str, float] = {"revenue": sum(order.kept for order in self.orders) / 100}
        if Fate.REFUND not in fates:
            within = [order for order in sales if WINDOW[0] <= order.time.date() <= WINDOW[1]]
            figures |= {"orders": len(sales), "buyers": len({order.person for order in sales}), "window": len(within)}
        if fates == {Fate.SALE}:
            figures["customers"] = figures["buyers"]
        return figures


def draw(random: Random, fates: Set[Fate], prices: Prices, returns: bool) -> History:
    """A history of PEOPLE people and about 250 orders, some people ordering far more often than others.

    Args:
        random: Decides everything.
        fates: What may become of an order; sales are by far the most.
        prices: What things cost.
        returns: Whether something is given back of some sales.
    """
    moments = sorted(_moments(random))
    shares = {fate: 80 if fate is Fate.SALE else 20 // (len(fates) - 1) for fate in Fate if fate in fates}
    orders = []
    for number, (time, person) in enumerate(moments, 1001):
        items = random.sample(range(1, 10), random.choice([1, 1, 2, 2, 3, 4]))
        lines = tuple(Line(f"SKU{item}", random.choice([1, 1, 2, 3]), prices.draw(random)) for item in items)
        fate = random.choices(list(shares), list(shares.values()))[0]
        back = lines[0].price if returns and fate is Fate.SALE and len(lines) > 1 and random.random() < 0.3 else 0
        orders.append(Order(number, person, time, lines, fate, Cents(back)))
    return History(tuple(orders))


def _moments(random: Random) -> Iterable[tuple[datetime, int]]:
    """When who ordered: everybody once, and again as often as it is their way; never twice in one second."""
    for person in range(1, PEOPLE + 1):
        times = max(1, round(random.gammavariate(1.2, 3)))
        first = random.randrange((LAST - FIRST).days)
        for day in {first, *(random.randrange(first, (LAST - FIRST).days + 1) for _ in range(times))}:
            clock = timedelta(hours=random.randrange(9, 21), minutes=random.randrange(60), seconds=person % 60)
            yield datetime.combine(FIRST, datetime.min.time()) + timedelta(days=day) + clock, person
