"""The shared per-customer figures as they are declared: names, meanings, units."""

from __future__ import annotations

from queries.catalogue import shared
from queries.catalogue.columns import Column, Unit

FIGURES: tuple[Column, ...] = (
    Column("revenue", "amount of all orders less refunds", Unit.MONEY),
    Column("orders", "orders: an order id, else a purchase row", Unit.COUNT),
    Column("days_since_last", "days from the last order to the analysis date", Unit.DAYS, title="Silent"),
    Column("usual_gap", "median days between days with an order; blank below two", Unit.DAYS),
    Column("occasions", "days with at least one order", Unit.COUNT),
    shared.AOV,
    Column("first_purchase", "day of the first order", Unit.DATE),
    Column("last_purchase", "day of the last order", Unit.DATE),
    Column("interactions", "events of every kind before the analysis date", Unit.COUNT),
    Column("active_interactions", "events the customer began (a visit, a purchase), not responses", Unit.COUNT),
    Column("first_seen", "day of the first event", Unit.DATE),
    Column("last_seen", "day of the last event", Unit.DATE),
    Column("days_since_seen", "days from the last event to the analysis date", Unit.DAYS),
)
"""What is known of each customer, in the order it is shown. The names are those of rules and `--where`."""

FIGURE = {figure.name: figure for figure in FIGURES}
"""The same by name: for an answer that has one of them as a column."""
