"""What is bought together: rules of one item and another, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure
from queries.data.goods import BY, key_named, keyed, labels
from queries.eventlog.runs import PAIR
from queries.metrics.goods.basket.words import conclusion
from queries.models.pairs import together

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from queries.catalogue import Conclusion
    from queries.data.data import Data

COLUMNS = (
    Column("item", "what is in the basket", Unit.TEXT, key=True),
    Column("with", "what is in it, too", Unit.TEXT, key=True),
    Column("orders", "orders (or customers) with both", Unit.COUNT, title="Together"),
    Column("item_orders", "orders (or customers) with the first", Unit.COUNT, title="With the first"),
    Column("with_orders", "orders (or customers) with the second", Unit.COUNT, title="With the second"),
    Column("support", "share of all that have both", Unit.SHARE, numerator="orders", denominator="all orders"),
    Column(
        "confidence", "share of those with the first that have the second", Unit.SHARE, numerator="orders",
        denominator="item_orders",
    ),
    Column("lift", "confidence ÷ share of all that have the second; 1 is chance", Unit.RATE),
    Column("leverage", "share of all that have both, above what chance would bring", Unit.SHARE),
    Column("conviction", "how often the rule would be wrong by chance ÷ how often it is; blank if never", Unit.RATE),
)  # fmt: skip
PARAMETERS = (
    BY,
    Parameter("within", "what makes a basket: one order, or all that a customer bought", "choice",
              choices=("order", "customer")),
    Parameter("minimum", "orders (or customers) a pair needs", "int", low=1),
    Parameter("top", "so many rules, those furthest above chance", "int", low=1, high=100_000),
)  # fmt: skip


def buyers_of_both(data: Data, row: Mapping[str, Any], by: str, within: str) -> pl.LazyFrame:
    """The customers with a basket that holds both."""
    lines = keyed(data.within(data.items), by)
    first, second = (lines.join(key_named(data, by, row[name]), on="key", how="semi") for name in ("item", "with"))
    return first.join(second, on=within, how="semi").select("customer").unique()


@measure(
    id="basket",
    title="Basket",
    question="What is bought together?",
    also="market basket, bought together, cross-sell, association rules, 购物篮, 关联, 搭配",
    place=20,
    columns=COLUMNS,
    parameters=PARAMETERS,
    formula="support = both ÷ all; confidence = both ÷ first; lift = confidence ÷ (second ÷ all); leverage = support − "
    "(first ÷ all) × (second ÷ all); conviction = (1 − second ÷ all) ÷ (1 − confidence); an item twice in an order "
    "counts once",
    source="association rules (Agrawal et al. 1993; Piatetsky-Shapiro 1991; Brin et al. 1997)",
    chart=Chart("scatter", "confidence", ("lift",)),
    drill=buyers_of_both,
    needs=("purchase", "items"),
)
def basket(data: Data, by: str = "item", within: str = "order", minimum: int = 10, top: int = 1_000) -> Answer:
    """Pairs that share baskets of the reported range, each as two rules, those furthest above chance first.

    Args:
        data: The scoped data.
        by: `item` or `category`.
        within: `order`, or `customer`: everything the customer bought in the range is one basket.
        minimum: Baskets a pair has to share.
        top: How many rules are shown.

    Returns:
        The columns above; counts are exact. Orders of one item count in every denominator.

    Raises:
        QuestionError: These data hold no order lines.
    """
    lines = keyed(data.within(data.items), by)
    packed = lines.select(pair=pl.col(within).cast(pl.UInt64) * PAIR + pl.col("key")).sort("pair")
    once = packed.filter((pl.col("pair") != pl.col("pair").shift(1)).fill_null(value=True))
    held = once.select(basket=(pl.col("pair") // PAIR).cast(pl.UInt32), key=(pl.col("pair") % PAIR).cast(pl.UInt32))
    told = "orders" if within == "order" else "customers"

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        baskets = tables[""]
        pairs = together(baskets, minimum, data.check)
        return conclusion(_rules(baskets, pairs, tables["labels"], top), told, len(pairs), minimum)

    return Answer(held, {"labels": labels(data, by)}, conclude=conclude)


def _rules(baskets: pl.DataFrame, pairs: pl.DataFrame, names: pl.DataFrame, top: int) -> pl.DataFrame:
    """Both rules of each pair with what is said of them."""
    alone = baskets.group_by("key").agg(n=pl.len())
    turned = pairs.select(key="with", with_="key", together="together").rename({"with_": "with"})
    both = (
        pl.concat([pairs, turned]).join(alone, on="key").join(alone.rename({"key": "with"}), on="with", suffix="_with")
    )
    every = int(baskets["basket"].rle_id().max() or 0) + 1  # type: ignore[arg-type]  # a number, where there are rows
    support, confidence = pl.col("together") / every, pl.col("together") / pl.col("n")
    other = pl.col("n_with") / every
    rules = both.with_columns(
        support=support,
        confidence=confidence,
        lift=confidence / other,
        leverage=support - pl.col("n").cast(pl.Float64) * pl.col("n_with") / every**2,
        conviction=pl.when(pl.col("together") < pl.col("n")).then((1 - other) / (1 - confidence)),
    )
    # Of the two rules of a pair the surer one comes first.
    best = rules.sort("leverage", "confidence", "key", "with", descending=[True, True, False, False]).head(top)
    second = names.rename({"key": "with", "label": "second"})
    return best.join(names, on="key", how="left", maintain_order="left").join(
        second, on="with", how="left", maintain_order="left"
    ).select(
        pl.col("label").alias("item"), pl.col("second").alias("with"), pl.col("together").alias("orders"),
        pl.col("n").alias("item_orders"), pl.col("n_with").alias("with_orders"), "support", "confidence", "lift",
        "leverage", "conviction", every=pl.lit(every, pl.UInt32),
    )  # fmt: skip
