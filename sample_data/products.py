"""What the shop sells: its products by price, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sample_data.draws import stream

if TYPE_CHECKING:
    from sample_data.arrays import Floats, Ints

_MAKES = ("Plain", "Copper", "Nordic")
_KINDS = {
    "Coffee": ("espresso beans", "filter beans", "hand grinder", "press pot", "moka pot"),
    "Tea": ("green tea", "black tea", "herbal tea", "teapot", "tea tin"),
    "Kitchen": ("pan", "chef's knife", "chopping board", "mixing bowl", "scale"),
    "Garden": ("secateurs", "watering can", "seed box", "gloves", "lantern"),
    "Books": ("cookbook", "field guide", "garden diary", "atlas", "novel"),
    "Outdoor": ("bottle", "blanket", "camping stove", "rucksack", "head torch"),
    "Stationery": ("notebook", "fountain pen", "calendar", "wrapping paper", "ink"),
    "Care": ("soap", "hand cream", "towel", "candle", "bath salts"),
}
PRODUCTS = len(_MAKES) * sum(len(kinds) for kinds in _KINDS.values())


def product_ids() -> list[str]:
    """The ids, `P001` first."""
    return [f"P{number:03d}" for number in range(1, PRODUCTS + 1)]


def list_cents(seed: int) -> Ints:
    """The list price of each product in cents, of which the last digits are 95, ascending.

    Products are numbered by price: the product that fits a sum is then a search away.
    """
    rng = stream(seed, "prices")
    prices: Ints = np.sort(np.rint(np.exp(rng.normal(3.1, 0.9, PRODUCTS)))).astype(np.int64)
    return prices * 100 + 95


def product_table(seed: int) -> pl.DataFrame:
    """The table `products`: id, name, category, list price and unit cost in money."""
    rng = stream(seed, "products")
    named = [(f"{make} {kind}", category) for category, kinds in _KINDS.items() for kind in kinds for make in _MAKES]
    order = rng.permutation(PRODUCTS)
    price: Floats = list_cents(seed) / 100
    return pl.DataFrame(
        {
            "product_id": product_ids(),
            "name": [named[place][0] for place in order],
            "category": [named[place][1] for place in order],
            "price": price,
            "cost": np.round(price * rng.uniform(0.4, 0.7, PRODUCTS), 2),
        }
    )
