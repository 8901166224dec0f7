"""The survey after some orders: would they recommend the shop, how content are they, in what words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import DAY, DAYS, stamps
from sample_data.draws import labelled, stream
from sample_data.phrases import EACH, PHRASES, phrase
from sample_data.process import PURCHASES

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Floats, Rows
    from sample_data.effects import Effects
    from sample_data.orders import Orders
    from sample_data.people import People
    from sample_data.process import Base

ANSWERS = 0.07
"""Share of orders that a survey is answered for."""
_SILENT = 0.45  # share of answers without a comment
_MEAN_SCORE = 7.6
_LEAN = 1.5  # points that a customer sure to leave soon gives less than average


def survey_table(base: Base, people: People, orders: Orders, seed: int, effects: Effects) -> pl.DataFrame:
    """The table `survey`: nps 0–10, csat 1–5 or missing, a comment or none."""
    rng = stream(seed, "survey")
    asked = np.flatnonzero(rng.random(len(orders)) < ANSWERS)
    seconds = orders.seconds[asked] + rng.integers(DAY, 6 * DAY, len(asked))
    known = seconds < DAYS * DAY
    customer, seconds = orders.customer[asked[known]], seconds[known]
    nps = recommendation(rng, base, customer, effects)
    csat = np.clip(np.rint(nps / 2 + rng.normal(0.0, 0.6, len(nps))), 1, 5).astype(np.int8)
    luck = rng.integers(0, EACH, len(nps), dtype=np.uint8)
    words = labelled(phrase(people.chinese[customer], bands(nps), luck), PHRASES)
    frame = pl.DataFrame({"customer": customer, "answered_at": stamps(seconds), "nps": nps, "csat": csat})
    return frame.with_columns(
        pl.when(pl.Series(rng.random(len(nps)) >= 0.06)).then("csat"),
        comment=pl.when(pl.Series(rng.random(len(nps)) >= _SILENT)).then(words),
    ).sort("answered_at", maintain_order=True)


def recommendation(rng: np.random.Generator, base: Base, customer: Rows, effects: Effects) -> Codes:
    """Scores 0–10; with portraits, those who leave soon score lower."""
    mood: Floats = rng.normal(_MEAN_SCORE, 2.2, len(customer))
    if effects.portraits:
        usual = PURCHASES.s / PURCHASES.beta
        mood += _LEAN * (0.35 - np.tanh(base.dropout_rate[customer] / usual))
    return np.clip(np.rint(mood), 0, 10).astype(np.uint8)


def bands(nps: Codes) -> Codes:
    """0 detractor (up to 6), 1 passive (7, 8), 2 promoter (9, 10)."""
    return np.searchsorted([7, 9], nps, side="right").astype(np.uint8)
