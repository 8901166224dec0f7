"""The buying process with its stated parameters: Pareto/NBD purchases, Gamma-Gamma spend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sample_data.almanac import DAYS, almanac
from sample_data.draws import happenings, stream

if TYPE_CHECKING:
    from sample_data.almanac import Almanac
    from sample_data.arrays import Flags, Floats, Rows
    from sample_data.effects import Effects


@dataclass(frozen=True)
class ParetoNBD:
    """Repeat purchases after the first, while a customer is active, in weeks.

    Attributes:
        r: Shape of the purchase rates' gamma distribution.
        alpha: Its rate, in weeks: the mean customer buys r/alpha times a week.
        s: Shape of the dropout rates' gamma distribution.
        beta: Its rate, in weeks.
    """

    r: float = 1.1
    alpha: float = 12.0
    s: float = 0.6
    beta: float = 20.0


@dataclass(frozen=True)
class GammaGamma:
    """Spend an order, independent of how often a customer buys; the mean is p·gamma/(q − 1).

    Attributes:
        p: Shape of the amounts of one customer.
        q: Shape of the gamma distribution of the customers' scales.
        gamma: Its rate, in money.
    """

    p: float = 6.0
    q: float = 4.0
    gamma: float = 25.0


PURCHASES = ParetoNBD()
SPEND = GammaGamma()
PROSPECTS = 0.15
"""Share of the customers that never buys."""
_PROSPECT_WEEKS = 8.0  # how long a prospect stays interested, on average
_GROWTH = 2.0  # acquisition of the last day over that of the first


@dataclass(frozen=True)
class Base:
    """The customers as the process knows them, by sign-up; nothing of this is in the shop's file.

    Attributes:
        first: First purchase, or a prospect's sign-up, in days since the first day.
        signed_up: Sign-up, in days since the first day.
        left: End of activity or of the history, whichever is earlier, in days.
        active: Whether activity lasts beyond the history.
        buyer: Whether the customer buys at all.
        purchase_rate: Purchases a week while active; zero for prospects.
        dropout_rate: Chance of leaving, a week.
        spend_scale: The customer's Gamma-Gamma scale: mean spend is p over it.
    """

    first: Floats
    signed_up: Floats
    left: Floats
    active: Flags
    buyer: Flags
    purchase_rate: Floats
    dropout_rate: Floats
    spend_scale: Floats

    def __len__(self) -> int:
        return len(self.first)


def draw_base(customers: int, seed: int, effects: Effects) -> Base:
    """Draw the customers: when each begins, how often it buys, when it leaves, what it spends."""
    rng = stream(seed, "base")
    first = _beginnings(rng, customers, effects)
    buyer = rng.random(customers) >= (PROSPECTS if effects.prospects else 0.0)
    purchase_rate = rng.gamma(PURCHASES.r, 1 / PURCHASES.alpha, customers)
    # A gamma variate of shape 0.6 can be so small that it is zero; then the customer stays for good.
    dropout_rate = np.maximum(rng.gamma(PURCHASES.s, 1 / PURCHASES.beta, customers), 1e-300)
    dropout_rate = np.where(buyer, dropout_rate, 1 / _PROSPECT_WEEKS)
    gone = first + 7 * rng.exponential(1.0, customers) / dropout_rate
    # Half of the buyers sign up some days before they buy.
    lead = np.where(buyer & (rng.random(customers) < 0.5), rng.exponential(9.0, customers), 0.0)
    return Base(
        first=first,
        signed_up=np.maximum(first - lead, 1 / 24),
        left=np.minimum(gone, DAYS),
        active=gone >= DAYS,
        buyer=buyer,
        purchase_rate=np.where(buyer, purchase_rate, 0.0),
        dropout_rate=dropout_rate,
        spend_scale=rng.gamma(SPEND.q, 1 / SPEND.gamma, customers),
    )


def _beginnings(rng: np.random.Generator, customers: int, effects: Effects) -> Floats:
    """Times of acquisition in order; never in the very first hour, where a visit must fit before."""
    trend = np.linspace(1.0, _GROWTH, DAYS) if effects.growth else None
    clock = almanac(effects, trend=trend)
    return np.maximum(clock.moment(np.sort(rng.random(customers)) * clock.own[-1]), 1 / 24)


def draw_purchases(base: Base, seed: int, effects: Effects) -> tuple[Rows, Floats, Flags]:
    """Draw every purchase of the process.

    Returns:
        The customer of each, its time in days, and whether it is the customer's first; first ones
        come before repeats, otherwise unsorted.
    """
    rng = stream(seed, "purchases")
    clock = almanac(effects)
    buyers = np.flatnonzero(base.buyer).astype(np.uint32)
    repeater, again = happenings(rng, clock, base.first, base.left, base.purchase_rate)
    owner, at = np.concatenate([buyers, repeater]), np.concatenate([base.first[buyers], again])
    if not effects.same_day:
        _part_days(stream(seed, "days apart"), clock, base, owner, at)
    return owner, at, np.arange(len(owner)) < len(buyers)


def _part_days(rng: np.random.Generator, clock: Almanac, base: Base, owner: Rows, at: Floats) -> None:
    """Draw again, in place, what falls on a day that the customer has bought on already.

    How many purchases there are stays as drawn, so counts by order and by day are both Pareto/NBD; a
    fit by day would else see some 3 % fewer. A life too short for its purchases keeps some together.
    """
    for _ in range(20):
        # The sort is stable: a first purchase comes before repeats of its day, and stays.
        day = owner.astype(np.int64) * DAYS + np.minimum(np.floor(at).astype(np.int64), DAYS - 1)
        order = np.argsort(day, kind="stable")
        again = order[1:][day[order[1:]] == day[order[:-1]]]
        if not len(again):
            return
        begin, end = (clock.elapsed(limit[owner[again]]) for limit in (base.first, base.left))
        at[again] = clock.moment(begin + rng.random(len(again)) * (end - begin))


def draw_cents(base: Base, owner: Rows, seed: int) -> Floats:
    """Draw what each order comes to, in cents, of which no order has fewer than ten."""
    rng = stream(seed, "spend")
    money = rng.gamma(SPEND.p, 1.0, len(owner)) / base.spend_scale[owner]
    return np.maximum(np.rint(money * 100), 10.0)
