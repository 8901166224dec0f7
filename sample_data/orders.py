"""The orders: purchases of the process with channel and amount, as the shop's effects leave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import (
    DAY,
    FIRST,
    OFFER,
    OFFER_LIFT,
    OUTAGE,
    SATURDAY,
    almanac,
    stamps,
    whole_seconds,
    within,
)
from sample_data.channels import CHANNELS, EMAIL, answers, is_online, order_channels
from sample_data.draws import happenings, labelled, stream
from sample_data.people import FEMALE
from sample_data.process import Base, draw_cents, draw_purchases

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Flags, Ints, Rows
    from sample_data.effects import Effects
    from sample_data.people import People

SAME_DAY = 0.015
"""Share of orders that a second one follows on the same day, unless the store has closed."""
STATUS = ("paid", "refunded", "part refunded")
_CLOSE = 7200  # seconds within which a second order follows


@dataclass(frozen=True)
class Orders:
    """Orders sorted by time; the order at position i has the id i + 1.

    Attributes:
        customer: Position of the customer.
        seconds: Time, in seconds since the first day.
        channel: Position in `CHANNELS`.
        cents: Amount.
        first: Whether it is the customer's first.
        lost: How many web and app orders the outage cost.
        offered: How many orders the offer brought.
        second: How many orders follow another on the same day by effect.
    """

    customer: Rows
    seconds: Ints
    channel: Codes
    cents: Ints
    first: Flags
    lost: int
    offered: int
    second: int

    def __len__(self) -> int:
        return len(self.customer)


def draw_orders(base: Base, people: People, seed: int, effects: Effects) -> Orders:
    """Draw the orders of these customers."""
    customer, days, first = draw_purchases(base, seed, effects)
    seconds = whole_seconds(days)
    rng = stream(seed, "channels")
    channel = order_channels(rng, customer, seconds, people.age_group, people.favourite, effects)
    kept, channel = _outage(seconds, channel, first, effects)
    customer, seconds, channel, first = customer[kept], seconds[kept], channel[kept], first[kept]
    owner, moment, taken = _offer_orders(base, people, seed, effects)
    customer, seconds = np.concatenate([customer, owner]), np.concatenate([seconds, moment])
    channel = np.concatenate([channel, taken])
    first = np.concatenate([first, np.zeros(len(owner), dtype=np.bool_)])
    echo, later = _second_orders(seconds, channel, seed, effects)
    customer = np.concatenate([customer, customer[echo]])
    seconds = np.concatenate([seconds, later])
    channel = np.concatenate([channel, channel[echo]])
    first = np.concatenate([first, np.zeros(len(echo), dtype=np.bool_)])
    cents = draw_cents(base, customer, seed).astype(np.int64)
    by_time = np.argsort(seconds, kind="stable")
    return Orders(
        customer[by_time],
        seconds[by_time],
        channel[by_time],
        cents[by_time],
        first[by_time],
        lost=int((~kept).sum()),
        offered=len(owner),
        second=len(echo),
    )


def _offer_orders(base: Base, people: People, seed: int, effects: Effects) -> tuple[Rows, Ints, Codes]:
    """The orders that the offer brings: of women who are customers already, on its weekends."""
    rng = stream(seed, "offer")
    begin, end = ((day - FIRST).days for day in OFFER)
    lift = OFFER_LIFT * base.purchase_rate * (people.sex == FEMALE) * effects.offer
    start, stop = np.maximum(base.first, begin), np.minimum(base.left, end + 1)
    customer, days = happenings(rng, almanac(effects), start, np.maximum(start, stop), lift)
    weekend = np.floor(days).astype(np.int64) % 7 >= SATURDAY
    customer, seconds = customer[weekend], whole_seconds(days[weekend])
    channel = order_channels(rng, customer, seconds, people.age_group, people.favourite, effects)
    return customer, seconds, channel


def _outage(seconds: Ints, channel: Codes, first: Flags, effects: Effects) -> tuple[Flags, Codes]:
    """Which orders are kept, and their channels: in an outage, web and app take none.

    Who would have begun online then begins by e-mail: the beginning belongs to the process.
    """
    if not effects.outage:
        return np.ones(len(seconds), dtype=np.bool_), channel
    hit = within(seconds, OUTAGE) & is_online(channel)
    return ~(hit & ~first), np.where(hit & first, EMAIL, channel).astype(np.uint8)


def _second_orders(seconds: Ints, channel: Codes, seed: int, effects: Effects) -> tuple[Ints, Ints]:
    """Which orders are followed by another on the same day, and when."""
    rng = stream(seed, "same day")
    share = SAME_DAY if effects.same_day else 0.0
    echo = np.flatnonzero(rng.random(len(seconds)) < share)
    at = seconds[echo]
    left = np.minimum(DAY - 1 - at % DAY, _CLOSE)
    later = at + np.floor(rng.random(len(echo)) * (left + 1)).astype(np.int64)
    taken = answers(channel[echo], later, effects)
    return echo[taken], later[taken]


def order_table(orders: Orders, status: Codes) -> pl.DataFrame:
    """The table `orders`, without faults; `status` is a position in `STATUS`."""
    return pl.DataFrame(
        {
            "order_id": np.arange(1, len(orders) + 1),
            "customer": orders.customer,
            "ordered_at": stamps(orders.seconds),
            "channel": labelled(orders.channel, CHANNELS),
            "amount": orders.cents / 100,
            "currency": pl.repeat("EUR", len(orders), eager=True),
            "status": labelled(status, STATUS),
        }
    )
