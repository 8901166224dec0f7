"""The shared per-customer figures: computed once a scope, read by everything about customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import FIGURES
from queries.data.once import once
from queries.eventlog.runs import day_gaps, per_run, starts

if TYPE_CHECKING:
    from queries.data.data import Data


_FROM_EVENTS = {"interactions", "active_interactions", "first_seen", "last_seen", "days_since_seen"}
_FROM_REFUNDS = {"revenue"}
_FROM_PURCHASES = {
    "orders",
    "occasions",
    "revenue",
    "aov",
    "first_purchase",
    "last_purchase",
    "days_since_last",
}
_FROM_GAPS = {"usual_gap"}
_COUNTS = ("interactions", "active_interactions", "orders", "occasions")


def per_customer(data: Data, *names: str) -> pl.LazyFrame:
    """The figures, all or those named, one row for every customer of the scope, sorted by customer.

    A customer without events has zero counts and blank dates; money is 0 without orders, in whole currency.
    Only what the names need is computed.
    """
    frame = data.customers.select("customer")
    wanted = set(names or (column.name for column in FIGURES))
    for needed, part in (
        (_FROM_EVENTS, of_interactions),
        (_FROM_PURCHASES, of_purchases),
        (_FROM_REFUNDS, of_refunds),
        (_FROM_GAPS, of_gaps),
    ):
        if wanted & needed:
            frame = frame.join(part(data), on="customer", how="left", maintain_order="left")
    return _finished(data, frame, wanted)


@once(in_memory=True)
def shared_figures(data: Data) -> pl.LazyFrame:
    """All per-customer figures, worked out once a scope: panes, drills and profiles read it."""
    return per_customer(data)


def of_interactions(data: Data) -> pl.LazyFrame:
    """Per customer with an event: `interactions`, `active_interactions`, `first_day`, `last_day`."""
    return per_run(
        data.events,
        ("customer",),
        count="interactions",
        totals={"active_interactions": data.is_active},
        first={"first_day": pl.col("day")},
        last={"last_day": pl.col("day")},
    )


def of_purchases(data: Data) -> pl.LazyFrame:
    """Per customer with an order: `orders`, `occasions`, `amount`, `first_order_day`, `last_order_day`.

    The amount is in 1/10,000 of the currency, before refunds; a missing amount adds nothing.
    """
    return per_run(
        data.purchases,
        ("customer",),
        count="orders",
        totals={"occasions": starts("customer", "day"), "amount": pl.col("amount").fill_null(0)},
        first={"first_order_day": pl.col("day")},
        last={"last_order_day": pl.col("day")},
    )


def of_refunds(data: Data) -> pl.LazyFrame:
    """Per customer with a refund: `refunded`, negative, in 1/10,000 of the currency."""
    return per_run(data.refunds, ("customer",), totals={"refunded": pl.col("amount").fill_null(0)})


def of_gaps(data: Data) -> pl.LazyFrame:
    """Per customer with two or more days with an order: `usual_gap`, the median gap in days."""
    return gaps(data).group_by("customer").agg(usual_gap=pl.col("gap").median())


def gaps(data: Data) -> pl.LazyFrame:
    """Days between one customer's consecutive days with an order: `customer`, `day` (the later one), `gap`."""
    return day_gaps(data.purchases, "customer")


def _finished(data: Data, frame: pl.LazyFrame, wanted: set[str]) -> pl.LazyFrame:
    """The figures as they are shown: dates for day numbers, currency for ten-thousandths, zero for none."""
    zero = {name: pl.col(name).fill_null(0).cast(pl.UInt32) for name in _COUNTS}
    amount = pl.col("amount").fill_null(0)
    made = zero | {
        "first_seen": data.date_of("first_day"),
        "last_seen": data.date_of("last_day"),
        "days_since_seen": data.days_until_as_of("last_day"),
        "revenue": data.money(amount + pl.col("refunded").fill_null(0)),
        "aov": pl.when(pl.col("orders") > 0).then(data.money(amount) / pl.col("orders")),
        "first_purchase": data.date_of("first_order_day"),
        "last_purchase": data.date_of("last_order_day"),
        "days_since_last": data.days_until_as_of("last_order_day"),
        "usual_gap": pl.col("usual_gap"),
    }
    return frame.select(
        pl.col("customer").set_sorted(), *(made[c.name].alias(c.name) for c in FIGURES if c.name in wanted)
    )
