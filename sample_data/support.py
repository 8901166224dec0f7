"""Support contacts: what about, how soon answered, how soon resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import DAY, DAYS, stamps
from sample_data.channels import CHANNELS, EMAIL, answers
from sample_data.draws import labelled, pick, stream

if TYPE_CHECKING:
    from sample_data.arrays import Ints
    from sample_data.effects import Effects
    from sample_data.orders import Orders

TOPICS = ("delivery", "product", "refund", "payment", "account")
CONTACTS = 0.08
"""Share of orders that lead to a support contact."""
_CHANNELS = (30, 15, 5, 30, 20)
_TOPICS = (38, 24, 18, 12, 8)
_WITHIN = 10 * DAY  # a contact comes within ten days of its order


def support_table(orders: Orders, seed: int, effects: Effects) -> pl.DataFrame:
    """The table `support`: replies and resolutions after the history's end are not known yet."""
    rng = stream(seed, "support")
    about = np.flatnonzero(rng.random(len(orders)) < CONTACTS)
    opened = orders.seconds[about] + rng.integers(600, _WITHIN, len(about))
    order = np.argsort(opened, kind="stable")
    order = order[opened[order] < DAYS * DAY]
    opened, size = opened[order], len(order)
    replied = opened + _after(rng, size, median=4 * 3600)
    resolved = replied + _after(rng, size, median=20 * 3600)
    channel = pick(rng, _CHANNELS, size)
    channel[~answers(channel, opened, effects)] = EMAIL
    return pl.DataFrame(
        {
            "ticket_id": np.arange(1, size + 1),
            "customer": orders.customer[about[order]],
            "opened_at": stamps(opened),
            "channel": labelled(channel, CHANNELS),
            "topic": labelled(pick(rng, _TOPICS, size), TOPICS),
            "first_reply_at": stamps(replied, known=replied < DAYS * DAY),
            "resolved_at": stamps(resolved, known=resolved < DAYS * DAY),
        }
    )


def _after(rng: np.random.Generator, size: int, median: float) -> Ints:
    """Seconds until staff have done something: lognormal around the median."""
    return np.ceil(median * np.exp(rng.normal(0.0, 1.0, size))).astype(np.int64)
