"""Columns that several answers have, each declared once; a column of another meaning is another column."""

from __future__ import annotations

from dataclasses import replace

from queries.catalogue.columns import WEEKDAYS, Column, Unit

PERIOD = Column("period", "first day of the period", Unit.DATE, key=True)
COMPLETE = Column("complete", "whether the period is wholly before the analysis date and inside the scope", Unit.FLAG)
WEEKDAY = Column("weekday", "1 is Monday", Unit.COUNT, key=True, names=WEEKDAYS)

SEGMENT = Column("segment", "the segment", Unit.TEXT, key=True, worded=True)
EVENT = Column("event", "the kind of event", Unit.TEXT, key=True)

BUYERS = Column("buyers", "customers with an order", Unit.COUNT)
INTERACTIONS = Column("interactions", "events", Unit.COUNT)
REVENUE = Column("revenue", "amount of orders less refunds", Unit.MONEY)
LEAST = Column("least", "revenue of its last customer", Unit.MONEY)
AOV = Column("aov", "average order value", Unit.MONEY, numerator="amount of orders", denominator="orders", title="AOV")

LAST = Column("last", "in the last complete period", Unit.NUMBER, unit_column="unit")
CHANGE = Column("change", "last less before", Unit.NUMBER, unit_column="unit")
CHANGE_RATE = Column(
    "change_rate",
    "the change as a share of before; blank of shares, whose change is in points",
    Unit.SHARE,
    numerator="change",
    denominator="before",
    title="Change %",
)
UNIT = Column("unit", "what the numbers of the row are", Unit.TEXT, worded=True)

P_ALIVE = Column("p_alive", "probability that the customer has not left", Unit.SHARE, title="P(alive)")
EXPECTED_VALUE = Column("expected_value", "amount to expect of one day with an order", Unit.MONEY)


def headed(columns: tuple[Column, ...], **titles: str) -> tuple[Column, ...]:
    """Columns under other headings: the periods that `last` and `before` are, which only the data know."""
    return tuple(replace(one, title=titles.get(one.name) or one.title) for one in columns)
