"""Price bands: who buys what is dear for its kind, who what is cheap, and who waits for offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.customers.buyers import NO_PURCHASE
from queries.data.goods import tells
from queries.data.once import once
from queries.mapping.model import Meaning
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

BANDS = {
    "offers": mark("buys mostly with a discount"),
    "high-end": mark("pays more for a kind of goods than most others do"),
    "middle": "neither",
    "value": mark("pays less for a kind of goods than most others do"),
}
OFF = 0.05
"""A line is an offer from so much off its list price: less is rounding, or a price that has changed since."""

COLUMNS = (
    Column("price_level", "mean place of the prices paid among all prices paid in the category, 0 to 1", Unit.SHARE),
    Column("offers", "share of the orders with a discount of 5 % or more on a line", Unit.SHARE),
    Column("priced_lines", "order lines whose price is known", Unit.COUNT),
)


def notes(data: Data) -> tuple[str, ...]:
    """What is known of prices, and of discounts."""
    sentences = []
    told = data.log.mapping.products
    if not (told and told.category):
        sentences.append(say("No category is mapped: every price is compared with all others."))
    if not tells(data, Meaning.DISCOUNT, Meaning.LIST_PRICE):
        sentences.append(
            say(
                "Nobody is told to wait for offers: name the column with the discount or the list price "
                "under [items] or [[events]] in a mapping file (discount = “COLUMN”) and open it with "
                "--map."
            )
        )
    return tuple(sentences)


@segmentation(
    id="price_band",
    title="Price band",
    question="Who buys high-end, who waits for offers?",
    also="high-end, price sensitive, discount, offers, 高端, 价格敏感",
    place=74,
    columns=COLUMNS,
    segments=tuple(BANDS),
    rest=NO_PURCHASE,
    meanings=BANDS,
    parameters=(
        Parameter("high", "the level from which on a customer is high-end", "float", low=0, high=1),
        Parameter("low", "the level up to which a customer looks for value", "float", low=0, high=1),
        Parameter("offers", "the share of orders with a discount from which on it is offers", "float", low=0, high=1),
    ),
    notes=notes,
    needs=("purchase", "items"),
    formula="mean over the customer's order lines of the percentile of the price of one among those of its category "
    "(those below, and half of those alike); offers first, where they are half of the orders or more",
    source="house",
)
def price_band(data: Data, high: float = 0.75, low: float = 0.25, offers: float = 0.5) -> pl.LazyFrame:
    """The price band of every customer whose prices are known.

    Args:
        data: The scoped data; prices are compared among everyone's.
        high: The level of `high-end`.
        low: The level of `value`.
        offers: The share of orders with a discount of `offers`.

    Returns:
        `customer`, `segment`, the figures above. Lines without an amount or a quantity have no price.

    Raises:
        QuestionError: No event has an amount.
    """
    data.require_money()
    level, waits = pl.col("price_level"), pl.col("offers") >= offers
    band = pl.when(waits).then(pl.lit("offers")).when(level >= high).then(pl.lit("high-end"))
    segment = band.when(level <= low).then(pl.lit("value")).otherwise(pl.lit("middle"))
    return _levels(data).with_columns(segment=segment.cast(pl.Enum([*BANDS, NO_PURCHASE])))


@once(in_memory=True)
def _levels(data: Data) -> pl.LazyFrame:
    """Per customer with a price: `price_level`, `offers` (null where no discount is known), `priced_lines`."""
    paid = pl.col("amount").is_not_null() & (pl.col("quantity") > 0)
    lines = data.items.filter(paid).with_columns(
        # Whole ten-thousandths: prices that are alike have to be equal.
        price=(pl.col("amount") / pl.col("quantity")).round().cast(pl.Int64),
        kind=pl.col("category").to_physical().cast(pl.Int64).fill_null(-1),
        off=pl.col("discount") >= OFF * (pl.col("amount") + pl.col("discount")),
    )
    # Prices are few: their places are found once each, and looked up.
    prices = lines.group_by("kind", "price").agg(n=pl.len()).sort("kind", "price")
    below = pl.col("n").cum_sum().over("kind") - pl.col("n") / 2
    places = prices.select("kind", "price", place=below / pl.col("n").sum().over("kind"))
    placed = lines.select("customer", "kind", "price").join(places, on=["kind", "price"], how="left")
    levels = placed.group_by("customer").agg(price_level=pl.col("place").mean(), priced_lines=pl.len())
    orders = lines.filter(pl.col("discount").is_not_null()).group_by("customer", "order").agg(pl.col("off").any())
    waiting = orders.group_by("customer").agg(offers=pl.col("off").mean())
    joined = levels.join(waiting, on="customer", how="left").sort("customer")
    return joined.select(pl.col("customer").set_sorted(), "price_level", "offers", "priced_lines")
