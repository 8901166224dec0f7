"""The five channels, and which of them a customer takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_data.almanac import DAY, OPENING
from sample_data.draws import pick_by

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Flags, Ints, Rows
    from sample_data.effects import Effects

CHANNELS = ("web", "app", "store", "email", "phone")
WEB, APP, STORE, EMAIL, PHONE = range(5)

# Rows: below 35, below 55, older; the young have the app, the old the telephone.
_TASTES = ((35, 45, 12, 5, 3), (50, 22, 15, 8, 5), (38, 7, 30, 10, 15))
_HABIT = 0.75  # share of orders that go through the channel a customer likes best


def age_group(age: Ints) -> Codes:
    """0 below 35, 1 below 55, 2 older."""
    return np.searchsorted([35, 55], age, side="right").astype(np.uint8)


def favourite(rng: np.random.Generator, groups: Codes) -> Codes:
    """The channel each customer likes best."""
    return pick_by(rng, _TASTES, groups)


def order_channels(
    rng: np.random.Generator, owner: Rows, seconds: Ints, groups: Codes, likes: Codes, effects: Effects
) -> Codes:
    """The channel of each order; what a closed store or phone cannot take goes to the web."""
    other = pick_by(rng, _TASTES, groups[owner])
    chosen = np.where(rng.random(len(owner)) < _HABIT, likes[owner], other)
    chosen = chosen.astype(np.uint8)
    chosen[~answers(chosen, seconds, effects)] = WEB
    return chosen


def answers(channel: Codes, seconds: Ints, effects: Effects) -> Flags:
    """Whether somebody is there at these times: stores and phones keep opening hours, if there are hours."""
    if not effects.hours:
        return np.ones(len(seconds), dtype=np.bool_)
    staffed: Flags = (np.asarray(OPENING) > 0)[seconds // 3600 % (DAY // 3600)]
    always: Flags = (channel != STORE) & (channel != PHONE)
    return staffed | always


def is_online(channel: Codes) -> Flags:
    """Whether the channel is the web or the app: those that an outage stops and a session precedes."""
    return channel <= APP
