"""Which products bring people back: buyers, revenue and margin of each, who began with it, who came again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Chart, Column, Unit, measure
from queries.data.goods import BY, buyers_of, keyed, labels, tells
from queries.dimensions.split import Split, split_by
from queries.eventlog.runs import PAIR, per_run, starts
from queries.mapping.model import Meaning
from queries.metrics.goods.products.words import concluding, notes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from queries.data.data import Data

COLUMNS = (
    Column("item", "what it is called; of alike names with the id", Unit.TEXT, key=True),
    Column("customers", "customers who bought it", Unit.COUNT),
    Column("orders", "orders with it", Unit.COUNT),
    Column("quantity", "how many were bought, less those returned where refunds say what came back", Unit.NUMBER),
    Column("revenue", "amount of its order lines, less refunds that say what came back", Unit.MONEY),
    Column(
        "share", "share of the revenue of all order lines", Unit.SHARE, numerator="revenue", denominator="all lines"
    ),
    Column("margin", "revenue less cost, of the order lines whose cost is known", Unit.MONEY),
    Column(
        "margin_rate",
        "margin as a share of the revenue of the lines whose cost is known",
        Unit.SHARE,
        numerator="margin",
        denominator="revenue of lines with a cost",
    ),
    Column("first_orders", "customers who bought it on the day of their first order", Unit.COUNT),
    Column("bought_again", "customers who bought it again on a later day", Unit.COUNT),
    Column("repeat_rate", "buyers who bought it again", Unit.SHARE, numerator="bought_again", denominator="customers"),
    Column("came_back", "customers who bought anything on a day after they first bought it", Unit.COUNT),
    Column(
        "return_rate", "buyers who bought anything later", Unit.SHARE, numerator="came_back", denominator="customers"
    ),
    Column("trend", "orders with it in each of the last 12 complete periods", Unit.TREND),
)


def buyers_of_row(data: Data, row: Mapping[str, Any], by: str, split: str | None) -> pl.LazyFrame:
    """The customers who bought a row's item, and of its part of the split."""
    if split is None:
        return buyers_of(data, by, row["item"])
    lines = keyed(data.within(data.items), by).filter(split_by(data, split).condition(row[split]))
    named = labels(data, by).filter(pl.col("label") == row["item"])
    return lines.join(named, on="key", how="semi").select("customer").unique()


@measure(
    id="products",
    title="Products",
    question="Which products bring people back?",
    also="items, goods, sku, best sellers, margin, 商品, 畅销, 毛利",
    place=10,
    columns=COLUMNS,
    parameters=(BY,),
    formula="order lines of the reported range by item; bought again: by the same customer on a later day; came back: "
    "any order line of the customer on a day after the first with the item, up to the analysis date",
    source="house",
    chart=Chart("scatter", "customers", ("return_rate",)),
    drill=buyers_of_row,
    splits=True,
    needs=("purchase", "items"),
)
def products(data: Data, by: str = "item", split: str | None = None) -> Answer:
    """Every item or category of the reported range, highest revenue first, then most customers.

    Args:
        data: The scoped data.
        by: `item` or `category`; lines without one are left out.
        split: A dimension: each of its values has rows of its own, whose shares are of that value.

    Returns:
        The columns above; `margin` only where a cost is mapped. An item that was only returned has no row.

    Raises:
        QuestionError: These data hold no order lines.
        UsageError: There is no such dimension.
    """
    dimension = split_by(data, split) if split else None
    told = tells(data, Meaning.COST)
    wanted = ["customer", "key", "code", "order", "day", "quantity", "amount", "cost"]
    code = dimension.code if dimension else pl.lit(0, dtype=pl.UInt32)
    lines = keyed(data.within(data.items), by).with_columns(code=code).select(wanted)
    sums, held = _summed(lines), data.keep(_held(data, lines, by))
    if data.log.mapping.refunds == "net":
        back = keyed(data.within(data.returned_items), by).with_columns(code=code).select(wanted)
        returned = _summed(back).select(
            "key", "code", pl.col("quantity", "amount", "cost", "of_cost").name.prefix("back_")
        )
        sums = sums.join(returned, on=["key", "code"], how="left")
        sums = sums.with_columns(
            pl.col(name) + pl.col(f"back_{name}").fill_null(0) for name in ("quantity", "amount", "cost", "of_cost")
        )
    frame = (
        sums.join(_people(data, lines, split=dimension is not None), on=["key", "code"], how="left")
        .join(_orders(data, held), on=["key", "code"], how="left")
        .join(labels(data, by), on="key", how="left")
    )
    return Answer(
        _table(data, frame, dimension, margin=told),
        notes=notes(data, by, told=told),
        conclude=None if dimension else concluding(data, by),
    )


def _table(data: Data, frame: pl.LazyFrame, dimension: Split | None, *, margin: bool) -> pl.LazyFrame:
    """The columns that are shown, in their order."""
    whole = pl.col("amount").sum().over("code")
    margins = {
        "margin": data.money(pl.col("of_cost") - pl.col("cost")),
        "margin_rate": pl.when(pl.col("of_cost") != 0).then((pl.col("of_cost") - pl.col("cost")) / pl.col("of_cost")),
    }
    customers = pl.col("customers")
    ordered = frame.sort("code", "amount", "customers", "key", descending=[False, True, True, False])
    return ordered.select(
        pl.col("label").alias("item"),
        *([dimension.label("code")] if dimension else []),
        "customers",
        "orders",
        "quantity",
        revenue=data.money(pl.col("amount")),
        share=pl.when(whole != 0).then(pl.col("amount") / whole) if data.log.has_money else pl.lit(None, pl.Float64),
        **(margins if margin else {}),
        first_orders="first_orders",
        bought_again="bought_again",
        repeat_rate=pl.col("bought_again") / customers,
        came_back="came_back",
        return_rate=pl.col("came_back") / customers,
        trend="trend",
    )


def _summed(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Per key and code: quantity and amount; of lines whose cost is known also `cost`, and their amount `of_cost`."""
    return lines.group_by("key", "code").agg(
        pl.col("quantity", "amount").sum(),
        cost=pl.when(pl.col("amount").is_not_null()).then("cost").sum(),
        of_cost=pl.when(pl.col("cost").is_not_null()).then("amount").sum(),
    )


def _held(data: Data, lines: pl.LazyFrame, by: str) -> pl.LazyFrame:
    """Each order with each key it holds, once: `key`, `code`, `index` of the period."""
    told = lines.select("order", "key", "code", index=data.period_index)
    # Lines of one order stand together, those of one item beside each other.
    once = told.filter(starts("order", "key")) if by == "item" else told.unique()
    return once.select("key", "code", "index")


def _people(data: Data, lines: pl.LazyFrame, *, split: bool) -> pl.LazyFrame:
    """Per key and code: the customers, those who began with it, bought it again, and came back at all."""
    # Whoever bought on two days has a first day that is not the last. Sorted by one number, what belongs together is
    # neighbours, and the customers are still in their order: neither groups nor the join need hashing.
    day = pl.col("day")
    pair = pl.col("customer").cast(pl.UInt64) * PAIR + pl.col("key")
    apart = ("pair", "code") if split else ("pair",)
    bought = lines.select("code", "day", pair=pair).sort(apart, maintain_order=True)
    each = per_run(bought, ("pair", "code"), first={"first": day}, last={"last": day}).with_columns(
        customer=(pl.col("pair") // PAIR).cast(pl.UInt32).set_sorted(), key=(pl.col("pair") % PAIR).cast(pl.UInt32)
    )
    whole = per_run(data.items.select("customer", "day"), ("customer",), first={"begin": day}, last={"end": day})
    return (
        each.join(whole, on="customer", how="left")
        .group_by("key", "code")
        .agg(
            customers=pl.len(),
            first_orders=(pl.col("first") == pl.col("begin")).sum(),
            bought_again=(pl.col("last") > pl.col("first")).sum(),
            came_back=(pl.col("end") > pl.col("first")).sum(),
        )
    )


def _orders(data: Data, held: pl.LazyFrame) -> pl.LazyFrame:
    """Per key and code: the `orders`, and as `trend` those of the last complete periods, oldest first."""
    last = data.trend_periods["index"].to_list()
    counted = held.group_by("key", "code", "index").agg(n=pl.len())
    each = [pl.col("n").filter(pl.col("index") == index).sum().cast(pl.Float64).alias(f"_{index}") for index in last]
    whole = counted.group_by("key", "code").agg(*each, orders=pl.col("n").sum())
    trend = pl.concat_list(f"_{index}" for index in last) if last else pl.lit(None, pl.List(pl.Float64))
    return whole.select("key", "code", "orders", trend=trend)
