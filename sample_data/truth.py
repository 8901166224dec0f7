"""What is known of the shop because it was made so, to compare answers with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from sample_data.almanac import AS_OF, FIRST, LAST, OUTAGE, SEASONS, SURGE, SURGE_FACTOR, WEEKEND
from sample_data.effects import Effects
from sample_data.experiment import ABTest, ab_test
from sample_data.faults import Faults
from sample_data.plants import Plants, plants_from, plants_of
from sample_data.process import PURCHASES, SPEND, GammaGamma, ParetoNBD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Drawn:
    """What chance has made of the stated process.

    Attributes:
        buyers: Customers that buy at least once.
        prospects: Customers that never do.
        active: Buyers still active at the end of the history.
        repeat_orders: Orders of the process after a customer's first, as far as they are in the file.
        same_day_orders: Further orders, added by the effect `same_day`.
        offer_orders: Further orders, brought by the effect `offer`.
        lost_orders: Orders that the outage cost; they are not in the file.
    """

    buyers: int
    prospects: int
    active: int
    repeat_orders: int
    same_day_orders: int
    offer_orders: int
    lost_orders: int


@dataclass(frozen=True)
class Truth:
    """Everything known of one generated shop.

    Attributes:
        seed: What the shop was drawn from, with `customers` and `effects`.
        customers: Rows of `customers`.
        effects: Which effects are on.
        first_day: First day of the history.
        last_day: Last day of the history, inclusive.
        as_of: The day after it; exclusive upper bound of what is known.
        currency: Of all money.
        purchases: Parameters of repeat purchases and dropout, in weeks.
        spend: Parameters of spend an order, in money.
        weekend: Rate of a weekend day over that of a working day.
        seasons: Rate of each month over a plain month's, January first.
        outage: First and last day without web and app, or none.
        surge: First and last day at `surge_factor` times the rate, or none.
        surge_factor: See there; 1 where there is no surge.
        experiment: Chances of converting in the A/B test.
        plants: What is planted to be found again.
        faults: Numbers of planted faults.
        drawn: What chance has made of the process.
        counts: Rows of each table, as written.
        events: Rows of all event tables together.
    """

    seed: int
    customers: int
    effects: Effects
    purchases: ParetoNBD
    spend: GammaGamma
    weekend: float
    seasons: tuple[float, ...]
    outage: tuple[date, date] | None
    surge: tuple[date, date] | None
    surge_factor: float
    experiment: ABTest
    plants: Plants
    faults: Faults
    drawn: Drawn
    counts: dict[str, int]
    events: int
    first_day: date = FIRST
    last_day: date = LAST
    as_of: date = AS_OF
    currency: str = "EUR"

    def write(self, path: Path) -> None:
        """Write the truth as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2, default=str) + "\n", encoding="utf-8")


def truth_of(
    *,
    seed: int,
    customers: int,
    effects: Effects,
    faults: Faults,
    drawn: Drawn,
    counts: dict[str, int],
    events: int,
) -> Truth:
    """The truth of a shop with these effects, faults and counts."""
    return Truth(
        seed=seed,
        customers=customers,
        effects=effects,
        purchases=PURCHASES,
        spend=SPEND,
        weekend=WEEKEND if effects.weekend else 1.0,
        seasons=SEASONS if effects.seasons else (1.0,) * 12,
        outage=OUTAGE if effects.outage else None,
        surge=SURGE if effects.surge else None,
        surge_factor=SURGE_FACTOR if effects.surge else 1.0,
        experiment=ab_test(effects),
        plants=plants_of(effects),
        faults=faults,
        drawn=drawn,
        counts=counts,
        events=events,
    )


_PARTS: dict[str, Callable[..., object]] = {
    "effects": Effects,
    "purchases": ParetoNBD,
    "spend": GammaGamma,
    "experiment": ABTest,
    "faults": Faults,
    "drawn": Drawn,
}


def truth_path(shop: Path) -> Path:
    """Where the truth of the shop in this file is written."""
    return shop.with_name(f"{shop.stem}.truth.json")


def read_truth(path: Path) -> Truth:
    """Read a truth back from its JSON file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    for name, kind in _PARTS.items():
        raw[name] = kind(**raw[name])
    raw["plants"] = plants_from(raw["plants"])
    for name in ("outage", "surge"):
        raw[name] = raw[name] and tuple(date.fromisoformat(day) for day in raw[name])
    for name in ("first_day", "last_day", "as_of"):
        raw[name] = date.fromisoformat(raw[name])
    return Truth(**raw | {"seasons": tuple(raw["seasons"])})
