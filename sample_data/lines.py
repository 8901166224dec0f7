"""Order lines: products and quantities that add up to the order's amount, to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.almanac import DAY, DAYS
from sample_data.draws import labelled, pick, spread, stream
from sample_data.products import PRODUCTS, list_cents, product_ids

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Ints, Rows
    from sample_data.effects import Effects
    from sample_data.orders import Orders

_LINES = (48, 28, 14, 7, 3)  # of 1, 2, … 5 lines
_QUANTITIES = (80, 14, 6)  # of 1, 2, 3 pieces
_CHOICE = 6  # a product of the next so many above the price paid
RISING = 44
"""The product that is chosen more and more often in the second year."""
RISES = 0.6
"""Share of the lines that fit it which the rising product has taken at the end."""
PAIR = (30, 34)
"""Two products that are bought together."""
TOGETHER = 0.7
"""Chance that a line near the second's price, beside the first, is the second."""
_NEAR = 15  # products up or down the list of prices


@dataclass(frozen=True)
class Lines:
    """Order lines, grouped by order.

    Attributes:
        order: Position of the order.
        line: Number within the order, from 1.
        product: Position of the product.
        quantity: Pieces.
        unit_cents: Price paid for a piece.
        opens: Position of each order's first line.
    """

    order: Rows
    line: Ints
    product: Codes
    quantity: Ints
    unit_cents: Ints
    opens: Ints


def draw_lines(orders: Orders, seed: int, effects: Effects) -> Lines:
    """Split each order's amount into lines.

    The amount comes first, because it is the Gamma-Gamma draw: the other lines take whole cents a
    piece, and the first line, one piece, takes what is left.
    """
    rng = stream(seed, "lines")
    # An order of ten cents can still give each of five lines a cent a piece.
    counts = pick(rng, _LINES, len(orders)).astype(np.int64) + 1
    order = spread(counts)
    opens = np.cumsum(counts) - counts
    quantity = pick(rng, _QUANTITIES, len(order)).astype(np.int64) + 1
    quantity[opens] = 1
    weight = rng.uniform(0.2, 1.0, len(order)) * quantity
    share = weight / np.add.reduceat(weight, opens)[order] if len(order) else weight
    unit = np.floor(orders.cents[order] * share / quantity).astype(np.int64)
    unit[opens] = 0
    taken = np.add.reduceat(unit * quantity, opens) if len(order) else unit
    unit[opens] = orders.cents - taken
    product = _fit(rng, unit, seed)
    if effects.rising:
        _rise(stream(seed, "rising"), product, unit, orders.seconds[order], seed)
    if effects.pair:
        _pair(stream(seed, "pair"), product, order)
    return Lines(order, np.arange(len(order)) - opens[order] + 1, product, quantity, unit, opens)


def _fit(rng: np.random.Generator, unit: Ints, seed: int) -> Codes:
    """A product for each price paid: one whose list price is that or a little more."""
    nearest = np.searchsorted(list_cents(seed), unit) + rng.integers(0, _CHOICE, len(unit))
    fitting: Codes = np.minimum(nearest, PRODUCTS - 1).astype(np.uint8)
    return fitting


def _rise(rng: np.random.Generator, product: Codes, unit: Ints, seconds: Ints, seed: int) -> None:
    """In the second year, the rising product takes the place of others that would fit the price paid."""
    nearest = np.searchsorted(list_cents(seed), unit)
    fits = (nearest <= RISING) & (nearest + _CHOICE > RISING)
    late = np.clip(seconds / DAY - DAYS / 2, 0, None) / (DAYS / 2)
    product[fits & (rng.random(len(product)) < RISES * late)] = RISING


def _pair(rng: np.random.Generator, product: Codes, order: Rows) -> None:
    """Beside the first of the pair, a line of about its price is often the second."""
    has = np.zeros(int(order.max()) + 1 if len(order) else 0, dtype=np.bool_)
    has[order[product == PAIR[0]]] = True
    near = (np.abs(product.astype(np.int64) - PAIR[1]) <= _NEAR) & ~np.isin(product, PAIR)
    product[has[order] & near & (rng.random(len(product)) < TOGETHER)] = PAIR[1]


def line_table(lines: Lines) -> pl.DataFrame:
    """The table `order_lines`: price is what one piece was sold for."""
    return pl.DataFrame(
        {
            "order_id": lines.order.astype(np.int64) + 1,
            "line": lines.line,
            "product_id": labelled(lines.product, product_ids()),
            "quantity": lines.quantity,
            "price": lines.unit_cents / 100,
        }
    )
