"""E-mails: newsletters sent, opened and clicked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import DAY, DAYS, FIRST, stamps, whole_seconds
from sample_data.draws import labelled, spread, stream
from sample_data.people import subscribed

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Flags, Floats, Ints, Rows
    from sample_data.process import Base

EVENTS = ("email_sent", "email_open", "email_click")
OPEN_ACTIVE, OPEN_GONE = 0.42, 0.10
"""Chance that a newsletter is opened by an active customer, and by one who has left."""
CLICK = 0.22
"""Chance that an opened newsletter is clicked."""
_EVERY = 63  # days from one newsletter to the next
_HOUR = 10  # of the day, when they go out


def _issues() -> list[date]:
    """The days of the newsletters, all Thursdays."""
    return [FIRST + timedelta(days=offset) for offset in range(31, DAYS, _EVERY)]


def email_table(base: Base, seed: int) -> pl.DataFrame:
    """The table `emails`: one row an event; every open follows a send, every click an open."""
    rng = stream(seed, "emails")
    customer, issue, sent = _sends(rng, base, subscribed(len(base), seed))
    active = sent < base.left[customer] * DAY
    opened = np.flatnonzero(rng.random(len(sent)) < np.where(active, OPEN_ACTIVE, OPEN_GONE))
    open_at = sent[opened] + _delay(rng, len(opened), median_hours=5.0)
    clicked = np.flatnonzero(rng.random(len(opened)) < CLICK)
    click_at = open_at[clicked] + rng.integers(5, 300, len(clicked))
    rows = [np.arange(len(sent)), opened, opened[clicked]]
    seconds = np.concatenate([sent, open_at, click_at])
    row = np.concatenate(rows)
    event = np.repeat(np.arange(3, dtype=np.uint8), [len(part) for part in rows])
    campaigns = [f"newsletter {day:%Y-%m}" for day in _issues()]
    frame = pl.DataFrame(
        {
            "customer": customer[row],
            "event_at": stamps(seconds),
            "event": labelled(event, EVENTS),
            "campaign": labelled(issue[row], campaigns),
        }
    )
    return frame.filter(pl.Series(seconds < DAYS * DAY)).sort("event_at", maintain_order=True)


def _sends(rng: np.random.Generator, base: Base, subscriber: Flags) -> tuple[Rows, Codes, Ints]:
    """To whom, which issue, and when: every issue to every subscriber signed up by then."""
    issues = np.asarray([(day - FIRST).days for day in _issues()])
    missed = np.searchsorted(issues, base.signed_up, side="right")
    counts = np.where(subscriber, len(issues) - missed, 0)
    customer = spread(counts)
    nth = np.arange(len(customer)) - (np.cumsum(counts) - counts)[customer] + missed[customer]
    at: Floats = issues[nth] + _HOUR / 24
    return customer, nth.astype(np.uint8), whole_seconds(at) + rng.integers(0, 1800, len(customer))


def _delay(rng: np.random.Generator, size: int, median_hours: float) -> Ints:
    """Seconds until a message is read: half within the median, a few after days."""
    return np.ceil(median_hours * 3600 * np.exp(rng.normal(0.0, 1.2, size))).astype(np.int64)
