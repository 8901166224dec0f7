"""What can fill the cells of a cross table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.catalogue import Unit
from queries.wording import mark

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
        needs: What has to be there besides, as `EventLog.has` knows it.
        factor: What a ratio is multiplied by.
    """

    meaning: str
    unit: Unit
    above: str
    below: str | None = None
    by: Placing = "events"
    needs: tuple[str, ...] = ()
    factor: float = 1.0

    @property
    def of_customers(self) -> bool:
        """Whether it tells of customers, not of events: then only dimensions of customers can be crossed."""
        return bool(self.needs)

    @property
    def compares(self) -> bool:
        """Whether a cell can be told as a multiple of the whole: not where it stands on those alone who answered."""
        return not self.needs or self.below == "customers"

    @property
    def stands_on(self) -> str:
        """Which customers the value of a cell stands on: all of it, or those alone who answered, or wrote."""
        return "customers" if self.compares or self.below is None else self.below


MEASURES = {
    "customers": Kind(mark("customers in the cell"), Unit.COUNT, "customers"),
    "interactions": Kind("events", Unit.COUNT, "interactions"),
    "orders": Kind("orders", Unit.COUNT, "orders", by="orders"),
    "revenue": Kind(mark("amount of orders less refunds"), Unit.MONEY, "net", by="money"),
    "aov": Kind(mark("average order value: amount of orders ÷ orders"), Unit.MONEY, "amount", "orders", by="orders"),
    "per_customer": Kind(
        mark("events of one customer: interactions ÷ customers"), Unit.RATE, "interactions", "customers"
    ),
    "revenue_per_customer": Kind("revenue ÷ customers", Unit.MONEY, "net", "customers"),
    "nps": Kind(
        mark("net promoter score of the latest answers: 100 × (promoters − detractors) ÷ customers who answered"),
        Unit.SCORE,
        "net_promoters", "answered", needs=("nps",), factor=100.0,
    ),
    "negative_share": Kind(
        mark("customers whose latest text complains ÷ customers who wrote"), Unit.SHARE, "negative", "wrote",
        needs=("texts",),
    ),
    "tickets_per_customer": Kind(
        mark("contacts with the service ÷ customers"), Unit.RATE, "tickets", "customers", needs=("tickets",)
    ),
}  # fmt: skip


def counted(kind: Kind) -> tuple[str, ...]:
    """What has to be counted besides customers."""
    return tuple(name for name in (kind.above, kind.below) if name and name != "customers")
