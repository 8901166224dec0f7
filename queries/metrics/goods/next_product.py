"""What do they buy next: after first buying one thing, what is bought on the next day with an order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Behind, Chart, Column, Conclusion, Finding, Parameter, Unit, measure
from queries.data.goods import BY, key_named, labels
from queries.data.next_bought import days_bought, followed, later, nexts, usual
from queries.formats import numbers
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from queries.data.data import Data

COLUMNS = (
    Column("item", "what was bought for the first time", Unit.TEXT, key=True),
    Column("next", "what was bought on the customer's next day with an order", Unit.TEXT, key=True),
    Column("customers", "customers who did", Unit.COUNT),
    Column("of", "customers who bought the first and anything on a later day", Unit.COUNT),
    Column("share", "share of them who bought the second next", Unit.SHARE, numerator="customers", denominator="of"),
    Column("base", "share of all days with an order, but each customer's first, that have the second", Unit.SHARE),
    Column("lift", "share ÷ base; 1 is what any purchase brings", Unit.RATE),
    Column("median_days", "days until the next day with an order, of these customers", Unit.DAYS),
)
TOLD = 3
NOTE = mark(
    "Next is the customer's next day with an order after the day the first was first bought; customers without one are "
    "in no figure. Both may be the same: then it is bought again. That one follows the other does not say that it is "
    "why."
)


def buyers_of_both(data: Data, row: Mapping[str, Any], by: str) -> pl.LazyFrame:
    """The customers who bought the second next after the first."""
    starts = followed(data, by).join(key_named(data, by, row["item"]), on="key", how="semi")
    after = days_bought(data, by).join(key_named(data, by, row["next"]), on="key", how="semi")
    return after.join(starts, on="visit", how="semi").select("customer").unique()


@measure(
    id="next_product",
    title="Next product",
    question="What do they buy next?",
    also="next best offer, recommendation, what next, 下一个商品, 推荐",
    place=30,
    columns=COLUMNS,
    parameters=(
        BY,
        Parameter("minimum", "customers a pair needs", "int", low=1),
        Parameter("top", "so many pairs, those furthest above the base", "int", low=1, high=100_000),
    ),
    formula="of the customers who bought one thing and came again, those who bought the other on their next day with "
    "an order, from the first time each bought the one; base: share of all days after a customer's first that have it",
    source="house; first-order transitions",
    chart=Chart("scatter", "share", ("lift",)),
    drill=buyers_of_both,
    needs=("purchase", "items"),
)
def next_product(data: Data, by: str = "item", minimum: int = 10, top: int = 1_000) -> Answer:
    """Pairs of one thing and what came next, those with most customers above the base first.

    Args:
        data: The scoped data; the whole history before the analysis date counts.
        by: `item` or `category`.
        minimum: Customers a pair needs.
        top: How many pairs are shown.

    Raises:
        QuestionError: These data hold no order lines.
    """
    parts = {"after": later(data, by).select("visit", "key"), "usual": usual(data, by), "labels": labels(data, by)}

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        starts, after = tables[""], tables["after"]
        best = nexts(starts, after, tables["usual"], minimum, data.check).head(top)
        table = _table(best, tables["labels"])
        return replace(_concluded(table), tables={"": table})

    return Answer(followed(data, by), parts, (NOTE,), conclude)


def _table(best: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The pairs as they are shown."""
    then = names.rename({"key": "next", "label": "then"})
    called = best.join(names, on="key", how="left", maintain_order="left").join(
        then, on="next", how="left", maintain_order="left"
    )
    return called.select(
        pl.col("label").alias("item"),
        pl.col("then").alias("next"),
        "customers",
        pl.col("n").alias("of"),
        "share",
        "base",
        "lift",
        "median_days",
    )


def _concluded(table: pl.DataFrame) -> Conclusion:
    """What most surely comes next after something else."""
    if table.is_empty():
        return Conclusion(notes=(say("Too few customers bought the same two one after the other (--set minimum=3)."),))
    others = table.filter(pl.col("item") != pl.col("next"), pl.col("lift") > 1).head(TOLD)
    return Conclusion(
        findings=tuple(
            Finding(
                say(
                    "After {item} {share} next bought {next} ({customers:,} of {of:,}; any purchase: {base}).",
                    item=row["item"],
                    share=numbers.share(row["share"]),
                    next=row["next"],
                    customers=row["customers"],
                    of=row["of"],
                    base=numbers.share(row["base"]),
                ),
                Behind(row),
            )
            for row in others.iter_rows(named=True)
        )
    )
