"""The headline figures, those that these data can have, and the periods that they are compared over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import CUSTOMERS, Unit
from queries.data.timespan import TREND_PERIODS
from queries.question.periods import Grain
from queries.wording import mark

if TYPE_CHECKING:
    from queries.data.data import Data

MEASURES: dict[str, tuple[Unit, str]] = {
    "customers": (Unit.COUNT, mark("customers known; by period, those with an event up to its end")),
    "buyers": (Unit.COUNT, mark("customers with an order")),
    "active": (Unit.COUNT, mark("customers with an event")),
    "new": (Unit.COUNT, mark("customers whose first event ever falls in it")),
    "returning": (Unit.COUNT, mark("customers active in the period before, too; blank over the whole scope")),
    "interactions": (Unit.COUNT, "events"),
    "per_customer": (Unit.RATE, "interactions ÷ active"),
    "orders": (Unit.COUNT, "orders"),
    "revenue": (Unit.MONEY, mark("amount of orders less refunds")),
    "aov": (Unit.MONEY, mark("amount of orders ÷ orders")),
    "purchase_frequency": (Unit.RATE, "orders ÷ buyers"),
    "repeat_rate": (Unit.SHARE, mark("buyers with orders on two or more days ÷ buyers")),
    "retention": (Unit.SHARE, mark("returning ÷ active in the period before")),
    "quick_ratio": (Unit.RATE, mark("(new + resurrected) ÷ gone dormant")),
    "median_gap": (Unit.DAYS, mark("median days between one customer's days with an order")),
}
"""Measure → its unit and what it says."""

AVERAGES = ("per_customer", "aov", "purchase_frequency", "repeat_rate", "retention", "quick_ratio", "median_gap")
"""The measures that are rates or averages: what changes in them would be lost on a scale that begins at zero."""

OF_EVENTS = ("interactions", "orders", "revenue", "aov")
"""The measures that need no customer."""

BOUGHT = ("buyers", "orders", "revenue", "aov", "purchase_frequency", "repeat_rate", "median_gap")
"""The measures of orders."""

OF_MONEY = ("revenue", "aov")
"""The measures of amounts."""

_STEPS = {Grain.DAY: "d", Grain.WEEK: "w", Grain.MONTH: "mo", Grain.QUARTER: "q", Grain.YEAR: "y"}


def measured(data: Data) -> list[str]:
    """The measures that these data can have: without orders none of theirs, without amounts no revenue."""
    left = () if data.log.has(CUSTOMERS) else tuple(name for name in MEASURES if name not in OF_EVENTS)
    left += () if data.log.kinds_of("purchase") else BOUGHT
    left += () if data.log.has_money else OF_MONEY
    return [name for name in MEASURES if name not in left]


def in_periods(data: Data) -> Data:
    """The data by the periods that are compared: where the scope is one of them, with those that lie before it."""
    grain = data.one_period
    if grain is None:
        return data
    earlier = pl.select(pl.lit(data.since).dt.offset_by(f"-{TREND_PERIODS - 1}{_STEPS[grain]}")).item()
    return data.at(data.scope.changed(grain=grain, since=earlier))
