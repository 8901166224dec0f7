"""One A/B test with a known effect: does a reminder bring customers into the loyalty programme?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import DAY, FIRST, stamps
from sample_data.draws import labelled, stream

if TYPE_CHECKING:
    from sample_data.effects import Effects
    from sample_data.process import Base

VARIANTS = ("control", "treatment")
STARTS, ENDS = date(2024, 10, 1), date(2024, 10, 31)
"""First and last day of assignment."""
_WITHIN = 14 * DAY  # who converts does so within two weeks


@dataclass(frozen=True)
class ABTest:
    """The truth of the test.

    Attributes:
        control: Chance that a customer of the control converts.
        treatment: Chance that a customer of the treatment converts.
    """

    control: float
    treatment: float

    @property
    def effect(self) -> float:
        """What the treatment adds to the chance of converting."""
        return self.treatment - self.control


def ab_test(effects: Effects) -> ABTest:
    """The chances of both variants; the same where the effect is switched off."""
    return ABTest(0.10, 0.15 if effects.experiment else 0.10)


def experiment_table(base: Base, seed: int, effects: Effects) -> pl.DataFrame:
    """The table `experiment`: everyone signed up before it starts, by a fair coin."""
    rng = stream(seed, "experiment")
    start, end = ((day - FIRST).days for day in (STARTS, ENDS))
    customer = np.flatnonzero(base.signed_up < start).astype(np.uint32)
    variant = rng.integers(0, 2, len(customer), dtype=np.uint8)
    chances = ab_test(effects)
    converted = rng.random(len(customer)) < np.where(variant == 1, chances.treatment, chances.control)
    assigned = rng.integers(start * DAY, (end + 1) * DAY, len(customer))
    converted_at = assigned + rng.integers(60, _WITHIN, len(customer))
    return pl.DataFrame(
        {
            "customer": customer,
            "variant": labelled(variant, VARIANTS),
            "assigned_at": stamps(assigned),
            "converted": converted,
            "converted_at": stamps(converted_at, known=converted),
        }
    ).sort("assigned_at", maintain_order=True)
