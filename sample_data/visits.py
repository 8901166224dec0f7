"""Visits to web and app: sessions, with a purchase at their end or without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_data.almanac import DAY, OUTAGE, almanac, whole_seconds, within
from sample_data.channels import APP, STORE, WEB, is_online
from sample_data.draws import happenings, pick_by, stream

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Flags, Floats, Ints, Rows
    from sample_data.effects import Effects
    from sample_data.lines import Lines
    from sample_data.orders import Orders
    from sample_data.people import People
    from sample_data.process import Base

_VISITS_A_PURCHASE = 1.2  # visits without purchase that a purchase of the process comes with
_IDLE_VISITS = 0.02  # further visits a week while active
_PROSPECT_VISITS = 0.35  # a prospect's, a week
_PURCHASE_PAGES = (40, 40, 20)  # of 3, 4, 5 pages
_BROWSE_MORE = 0.4  # chance of one more page
_MOST_PAGES = 12
ASSIST, ASSIST_DAYS = 0.5, 7
"""Share of orders in a store before which the app is looked at, and within how many days."""
NO_PRODUCT = 255
"""In place of a product where the visitor wants none in particular."""


@dataclass(frozen=True)
class Sessions:
    """Sessions on web and app, sorted by time.

    Attributes:
        customer: Whose.
        seconds: Start, or for sessions that end in a purchase the purchase, in seconds since the first day.
        channel: Web or app.
        pages: How many pages are viewed.
        buys: Whether the session ends in a purchase.
        wanted: The product bought, or `NO_PRODUCT`.
    """

    customer: Rows
    seconds: Ints
    channel: Codes
    pages: Ints
    buys: Flags
    wanted: Codes

    def __len__(self) -> int:
        return len(self.customer)


def draw_sessions(base: Base, people: People, orders: Orders, lines: Lines, seed: int, effects: Effects) -> Sessions:
    """Draw all sessions: one before each purchase on web or app, and those that lead to none."""
    rng = stream(seed, "sessions")
    online = np.flatnonzero(is_online(orders.channel))
    browser, at, browsed = _browsing(rng, base, people, effects)
    if effects.assist:
        asked, looked = _before_the_store(stream(seed, "assist"), base, orders, effects)
        browser, at = np.concatenate([browser, asked]), np.concatenate([at, looked])
        browsed = np.concatenate([browsed, np.full(len(asked), APP, dtype=np.uint8)])
    more = np.minimum(rng.geometric(1 - _BROWSE_MORE, len(browser)), _MOST_PAGES)
    steps = pick_by(rng, (_PURCHASE_PAGES,), np.zeros(len(online), dtype=np.uint8)).astype(np.int64) + 3
    seconds = np.concatenate([orders.seconds[online], at])
    by_time = np.argsort(seconds, kind="stable")
    nothing = np.full(len(browser), NO_PRODUCT, dtype=np.uint8)
    return Sessions(
        customer=np.concatenate([orders.customer[online], browser])[by_time],
        seconds=seconds[by_time],
        channel=np.concatenate([orders.channel[online], browsed])[by_time],
        pages=np.concatenate([steps, more])[by_time],
        buys=(np.arange(len(seconds)) < len(online))[by_time],
        wanted=np.concatenate([lines.product[lines.opens[online]], nothing])[by_time],
    )


def _before_the_store(rng: np.random.Generator, base: Base, orders: Orders, effects: Effects) -> tuple[Rows, Ints]:
    """Looks at the app within some days before orders in a store; nobody looks before signing up."""
    helped = np.flatnonzero((orders.channel == STORE) & (rng.random(len(orders)) < ASSIST))
    looked = orders.seconds[helped] - rng.integers(3600, ASSIST_DAYS * DAY, len(helped))
    known = looked >= base.signed_up[orders.customer[helped]] * DAY
    if effects.outage:
        known &= ~within(looked, OUTAGE)
    return orders.customer[helped[known]], looked[known]


def _browsing(rng: np.random.Generator, base: Base, people: People, effects: Effects) -> tuple[Rows, Ints, Codes]:
    """Whose, when and where the visits without purchase are; none while web and app are out."""
    rate: Floats = _VISITS_A_PURCHASE * base.purchase_rate + _IDLE_VISITS
    rate = np.where(base.buyer, rate, _PROSPECT_VISITS)
    customer, days = happenings(rng, almanac(effects), base.signed_up, base.left, rate)
    seconds = whole_seconds(days)
    if effects.outage:
        up = ~within(seconds, OUTAGE)
        customer, seconds = customer[up], seconds[up]
    # Who likes the app uses it; the others visit with a browser, now and then with the app.
    app = (people.favourite[customer] == APP) ^ (rng.random(len(customer)) < 0.1)
    return customer, seconds, np.where(app, APP, WEB).astype(np.uint8)
