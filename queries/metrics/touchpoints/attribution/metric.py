"""Which channels or campaigns earn the purchases, by every usual model side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure
from queries.eventlog.runs import count_distinct
from queries.metrics.touchpoints.attribution.credit import MODELS, bought, credits_of
from queries.metrics.touchpoints.attribution.words import conclusion
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

UNKNOWN = mark("unknown")
"""Where purchases stand that no touch came before."""

WHAT = {
    "first": mark("the first touch of the look-back earns it"),
    "last": mark("the last touch before it earns it"),
    "linear": mark("every touch earns the same part"),
    "decay": mark("a touch earns half as much for every 7 days it lies before the purchase"),
    "position": mark("the first and the last touch earn 40 % each, those between them 20 %; of two each a half"),
}
TOUCHES = (
    Column("touches", "touches before purchases, once for each purchase they came before", Unit.COUNT),
    Column("customers", "customers whose purchases they came before; of unknown, with a purchase without any"),
)
CREDITED = (
    *(Column(name, f"purchases: {WHAT[name]}", Unit.RATE) for name in MODELS),
    *(
        Column(f"revenue_{name}", f"amount of these orders, refunds not taken off: {WHAT[name]}", Unit.MONEY)
        for name in MODELS
    ),
)
COLUMNS = (Column("channel", "the channel", Unit.TEXT, key=True), *TOUCHES, *CREDITED)
PARAMETERS = (
    Parameter("by", "what a touch is told by", "choice", choices=("channel", "campaign", "source", "medium")),
    Parameter("lookback", "days before each purchase in which touches count", "int", low=1, high=3_650),
    Parameter("event", "the events that are touches; any is all but orders and refunds", "event"),
    Parameter(
        "direct",
        "whether direct visits are a channel of their own, or passed over by the model last where another touch is",
        "choice",
        choices=("own", "skip"),
    ),
)


def customers_of_row(data: Data, row: Mapping[str, Any], by: str, lookback: int, event: str) -> pl.LazyFrame:
    """The customers with a purchase that such a touch came before, or none at all."""
    value = row[by]
    if value == _unknown(data, by):
        return bought(data, by, event, lookback).filter(pl.col("n") == 0).select("customer").unique()
    credited = credits_of(data, by, event, lookback, skip_direct=False)
    return credited.filter(pl.col("value").cast(pl.String) == value).select("customer").unique()


@measure(
    id="attribution",
    title="Attribution",
    question="Which channels earn the purchases?",
    also="first touch, last touch, multi-touch, which channel earns, 归因, 首次触点",
    place=80,
    columns=COLUMNS,
    parameters=PARAMETERS,
    formula="a touch is one visit × channel (a session of the files, else events none of which is more than 30 minutes "
    "after the one before) that began in the days of the look-back before the purchase; each purchase is one, divided "
    "among its touches: first, last, 1 ÷ touches, 2^(−days ÷ 7) ÷ their sum, or 40 % · 20 % · 40 %",
    source="attribution models (Google Analytics, Matomo)",
    chart=Chart("bars", "channel", ("linear",)),
    drill=customers_of_row,
    needs=("purchase",),
)
def attribution(data: Data, by: str = "channel", lookback: int = 30, event: str = "any", direct: str = "own") -> Answer:
    """The purchases of the reported range, divided among what came before them.

    Args:
        data: The scoped data.
        by: `channel`, `campaign`, `source` or `medium`.
        lookback: Days before each purchase.
        event: A kind of event, a role, or `any` but orders and refunds.
        direct: `own`, or `skip`: the last touch that is not direct earns the purchase, where there is one.

    Returns:
        One row a channel with a touch before a purchase, most purchases by `linear` first, then `unknown` where
        purchases had none. Each model's column adds up to all purchases, its revenue to the amount of all orders.

    Raises:
        QuestionError: There are no purchases, or no column tells what it is asked by.
        UsageError: There is no such event.
    """
    data.require(by)
    unknown = _unknown(data, by)
    share = credits_of(data, by, event, lookback, skip_direct=direct == "skip")
    parts = {name: pl.col(name).sum() for name in MODELS}
    money = {f"revenue_{name}": (pl.col(name) * pl.col("amount")).sum() for name in MODELS}
    counts = {"touches": pl.len().cast(pl.Int64), "customers": count_distinct("customer")}
    by_value = share.group_by(pl.col("value").cast(pl.String)).agg(**counts, **parts, **money)
    without = bought(data, by, event, lookback).filter(pl.col("n") == 0)
    none = without.select(
        value=pl.lit(unknown),
        touches=pl.lit(0, pl.Int64),
        customers=count_distinct("customer"),
        **{name: pl.len().cast(pl.Float64) for name in MODELS},
        **{f"revenue_{name}": pl.col("amount").sum().cast(pl.Float64) for name in MODELS},
    )
    ranked = by_value.sort("linear", "value", descending=[True, False])
    rows = pl.concat([ranked, none.filter(pl.col("customers") > 0)])
    frame = rows.select(pl.col("value").alias(by), *counts, *MODELS, *(_money(data, name) for name in money))
    columns = (Column(by, say("the {by}", by=say(by)), Unit.TEXT, key=True, worded=True), *COLUMNS[1:])
    return Answer(
        frame,
        notes=_notes(lookback),
        conclude=lambda tables: conclusion(tables, by, unknown),
        columns=columns,
        chart=Chart("bars", by, ("linear",)),
        in_memory=True,
    )


def _unknown(data: Data, by: str) -> str:
    """What purchases without a touch stand under; where a channel itself is called so, in parentheses."""
    events = data.events if by == "channel" else data.events_with(by)
    named = events.collect_schema()[by]
    return f"({UNKNOWN})" if isinstance(named, pl.Enum) and UNKNOWN in named.categories else UNKNOWN


def _money(data: Data, name: str) -> pl.Expr:
    """Whole currency, not rounded: parts of an order's amount have to add up to it again."""
    return (pl.col(name) / 10_000 if data.log.has_money else pl.lit(None, pl.Float64)).alias(name)


def _notes(lookback: int) -> tuple[str, ...]:
    """What has to be known of all models."""
    return (
        say(
            "Every model divides each purchase among the touches of the {lookback:,} days before it; "
            "none of them says what would have been bought without a touch.",
            lookback=lookback,
        ),
        say("Purchases of the first days of the data may have had touches that these data do not hold."),
    )
