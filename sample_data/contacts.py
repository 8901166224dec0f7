"""Store visits and social mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import OPENING, almanac, stamps, whole_seconds
from sample_data.channels import STORE
from sample_data.draws import happenings, labelled, stream
from sample_data.phrases import EACH, PHRASES, phrase
from sample_data.places import PLACES
from sample_data.survey import bands, recommendation

if TYPE_CHECKING:
    from sample_data.effects import Effects
    from sample_data.orders import Orders
    from sample_data.people import People
    from sample_data.process import Base

PLATFORMS = ("microblog", "photos", "video")
_LOOKS = 0.012  # store visits without purchase a week while active; four times that for who likes stores
_MENTIONS = 0.004  # social mentions a week while active


def store_visit_table(base: Base, people: People, orders: Orders, seed: int, effects: Effects) -> pl.DataFrame:
    """The table `store_visits`: one before each purchase in a store, and those that lead to none."""
    rng = stream(seed, "store visits")
    bought = np.flatnonzero(orders.channel == STORE)
    rate = np.where(people.favourite == STORE, 4 * _LOOKS, _LOOKS)
    looker, days = happenings(rng, almanac(effects, OPENING), base.signed_up, base.left, rate)
    minutes = rng.integers(3, 30, len(bought) + len(looker))
    came = orders.seconds[bought] - 60 * minutes[: len(bought)]
    customer = np.concatenate([orders.customer[bought], looker])
    return pl.DataFrame(
        {
            "customer": customer,
            "visited_at": stamps(np.concatenate([came, whole_seconds(days)])),
            "store": labelled(people.place[customer], [place.city for place in PLACES]),
            "minutes": (minutes + rng.integers(1, 6, len(minutes))).astype(np.int16),
        }
    ).sort("visited_at", maintain_order=True)


def mention_table(base: Base, people: People, seed: int, effects: Effects) -> pl.DataFrame:
    """The table `social_mentions`: public posts about the shop, in the words of the survey."""
    rng = stream(seed, "mentions")
    rate = np.full(len(base), _MENTIONS)
    customer, days = happenings(rng, almanac(effects), base.signed_up, base.left, rate)
    band = bands(recommendation(rng, base, customer, effects))
    luck = rng.integers(0, EACH, len(customer), dtype=np.uint8)
    platform = rng.integers(0, len(PLATFORMS), len(customer), dtype=np.uint8)
    return pl.DataFrame(
        {
            "customer": customer,
            "mentioned_at": stamps(whole_seconds(days)),
            "platform": labelled(platform, PLATFORMS),
            "text": labelled(phrase(people.chinese[customer], band, luck), PHRASES),
        }
    ).sort("mentioned_at", maintain_order=True)
