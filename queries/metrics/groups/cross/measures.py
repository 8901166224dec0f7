"""What can fill the cells of a cross table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.catalogue import Unit

if TYPE_CHECKING:
    from queries.metrics.groups.cross.cells import Placing

MONEY = ("amount", "net")
"""What is summed in ten-thousandths of the currency."""


@dataclass(frozen=True)
class Kind:
    """What fills the cells.

    Attributes:
        meaning: What it says.
        unit: What it is.
        above: What is counted or summed; the numerator of a ratio.
        below: The denominator of a ratio; None for what adds up.
        by: Which events place a customer by a dimension of events.
    """

    meaning: str
    unit: Unit
    above: str
    below: str | None = None
    by: Placing = "events"


MEASURES = {
    "customers": Kind("customers in the cell", Unit.COUNT, "customers"),
    "interactions": Kind("events", Unit.COUNT, "interactions"),
    "orders": Kind("orders", Unit.COUNT, "orders", by="orders"),
    "revenue": Kind("amount of orders less refunds", Unit.MONEY, "net", by="money"),
    "aov": Kind("average order value: amount of orders ÷ orders", Unit.MONEY, "amount", "orders", by="orders"),
    "per_customer": Kind("events of one customer: interactions ÷ customers", Unit.RATE, "interactions", "customers"),
    "revenue_per_customer": Kind("revenue ÷ customers", Unit.MONEY, "net", "customers"),
}


def counted(kind: Kind) -> tuple[str, ...]:
    """What has to be counted besides customers."""
    return tuple(name for name in (kind.above, kind.below) if name and name != "customers")
