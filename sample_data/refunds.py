"""Refunds: which orders are paid back, wholly or in part, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import DAY, DAYS, stamps
from sample_data.draws import labelled, pick, stream

if TYPE_CHECKING:
    from sample_data.arrays import Codes
    from sample_data.effects import Effects
    from sample_data.orders import Orders

REFUNDS = 0.045
"""Share of orders that are paid back sooner or later."""
REASONS = ("changed mind", "damaged", "late", "wrong item")
_PARTIAL = 0.3  # share of refunds that pay back a part only
_REASONS = (40, 28, 14, 18)


def draw_refunds(orders: Orders, seed: int, effects: Effects) -> tuple[pl.DataFrame, Codes]:
    """The table `refunds`, and the status of each order (a position in `orders.STATUS`).

    A refund that would come after the history's end is not known, and its order counts as paid.
    """
    rng = stream(seed, "refunds")
    share = REFUNDS if effects.refunds else 0.0
    chosen = np.flatnonzero(rng.random(len(orders)) < share)
    delay = np.ceil(9 * DAY * np.exp(rng.normal(0.0, 0.6, len(chosen)))).astype(np.int64)
    known = orders.seconds[chosen] + delay < DAYS * DAY
    chosen = chosen[known]
    seconds = orders.seconds[chosen] + delay[known]
    partial = rng.random(len(chosen)) < _PARTIAL
    part = np.where(partial, rng.uniform(0.1, 0.9, len(chosen)), 1.0)
    cents = np.maximum(np.floor(orders.cents[chosen] * part), 1.0)
    status = np.zeros(len(orders), dtype=np.uint8)
    status[chosen] = np.where(partial, 2, 1)
    frame = pl.DataFrame(
        {
            "order_id": chosen + 1,
            "customer": orders.customer[chosen],
            "refunded_at": stamps(seconds),
            "amount": cents / 100,
            "reason": labelled(pick(rng, _REASONS, len(chosen)), REASONS),
        }
    ).sort("refunded_at", maintain_order=True)
    return frame.with_row_index("refund_id", offset=1), status
