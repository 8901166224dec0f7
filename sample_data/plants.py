"""What is planted in the shop to be found again: an offer, a funnel, a channel that helps, a pair, a rising product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sample_data.almanac import OFFER, OFFER_LIFT
from sample_data.emails import CLICK, OPEN_ACTIVE, OPEN_GONE
from sample_data.lines import PAIR, RISING
from sample_data.pages import FUNNEL
from sample_data.products import product_ids
from sample_data.visits import ASSIST, ASSIST_DAYS

if TYPE_CHECKING:
    from sample_data.effects import Effects


@dataclass(frozen=True)
class Plants:
    """The truth of what is planted; nothing, or zero, where an effect is off.

    Attributes:
        offer: First and last day on whose weekends women order more.
        offer_lift: By how much, as a share of their rate.
        funnel: Chances, of a visit without purchase that lasts so long, to go on to product, cart and checkout.
        assist: Share of store orders, of customers who had signed up by then, before which they look at the app.
        assist_days: Within how many days.
        pair: Ids of two products that are bought together.
        rising: Id of the product that is chosen more and more often in the second year.
        opened_active: Chance that a newsletter is opened by an active customer.
        opened_gone: Chance that it is opened by one who has left.
        clicked: Chance that an opened newsletter is clicked.
    """

    offer: tuple[date, date] | None
    offer_lift: float
    funnel: tuple[float, ...]
    assist: float
    assist_days: int
    pair: tuple[str, ...]
    rising: str | None
    opened_active: float
    opened_gone: float
    clicked: float


def plants_of(effects: Effects) -> Plants:
    """What these effects plant."""
    ids = product_ids()
    return Plants(
        offer=OFFER if effects.offer else None,
        offer_lift=OFFER_LIFT if effects.offer else 0.0,
        funnel=FUNNEL if effects.funnel else (),
        assist=ASSIST if effects.assist else 0.0,
        assist_days=ASSIST_DAYS,
        pair=tuple(ids[place] for place in PAIR) if effects.pair else (),
        rising=ids[RISING] if effects.rising else None,
        opened_active=OPEN_ACTIVE,
        opened_gone=OPEN_GONE,
        clicked=CLICK,
    )


def plants_from(raw: dict[str, Any]) -> Plants:
    """The plants, read back from JSON."""
    offer = raw["offer"] and tuple(date.fromisoformat(day) for day in raw["offer"])
    return Plants(**raw | {"offer": offer, "funnel": tuple(raw["funnel"]), "pair": tuple(raw["pair"])})
