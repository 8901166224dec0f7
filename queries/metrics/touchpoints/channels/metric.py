"""Which channels customers use, alone and together, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Unit, measure, shared
from queries.data.once import once
from queries.dimensions.split import split_by
from queries.eventlog.conditions import one_of
from queries.eventlog.runs import count_distinct, per_run, starts
from queries.meaning.roles import is_enquiry
from queries.metrics.touchpoints.channels.pairs import MOST, PAIRS, bits_of, pairs
from queries.metrics.touchpoints.channels.words import conclusion
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("channel", "the channel; (none) is events that tell none", Unit.TEXT, key=True, worded=True),
    Column("customers", "customers with an event in it", Unit.COUNT),
    Column(
        "share",
        "share of the customers with an event in the range; who uses several channels is in each of them",
        Unit.SHARE,
        numerator="customers",
        denominator="customers with an event in the range",
    ),
    shared.INTERACTIONS,
    Column("per_customer", "events of one customer", Unit.RATE, numerator="interactions", denominator="customers"),
    Column("new", "customers whose very first event was in this channel, in the range", Unit.COUNT),
    Column("orders", "orders placed in it", Unit.COUNT),
    Column("buyers", "customers with an order in it", Unit.COUNT),
    Column(
        "conversion",
        "share of its customers who ordered in it",
        Unit.SHARE,
        numerator="buyers",
        denominator="customers",
    ),
    shared.REVENUE,
    shared.AOV,
    Column("enquiries", "events by which customers ask for help: support, tickets, chats, calls, complaints"),
    Column("only_here", "customers who used no other channel in the range"),
)


def customers_of_channel(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers with an event in the row's channel."""
    return data.reported.filter(split_by(data, "channel").condition(row["channel"])).select("customer").unique()


@measure(
    id="channels",
    title="Channels",
    question="Which channels do customers use, and what comes of it?",
    also="omnichannel, only here, touchpoints, 渠道, 触点",
    place=10,
    columns=COLUMNS,
    parts={"pairs": PAIRS},
    formula="events, orders and customers by channel; conversion = customers with an order in it ÷ customers with an "
    "event in it; pairs: index = 100 × customers in both × all customers ÷ (customers of the one × of the other)",
    source="multichannel customers; index against chance",
    chart=Chart("bars", "channel", ("customers",)),
    drill=customers_of_channel,
    needs=("channel",),
)
def channels(data: Data) -> Answer:
    """What each channel brings, in the reported range.

    Args:
        data: The scoped data.

    Returns:
        One row a channel with an event, most customers first, `(none)` last: events that tell no channel are no
        channel, so that `only_here` passes them over, and behind `(none)` it is who used no channel at all. An order,
        its amount and a refund count in their own channel. Part `pairs`: any two channels of the commonest.
    """
    used = _used_by(data)
    everyone = used.select(everyone=pl.len())
    only = used.filter(pl.col("channels") <= 1).group_by("place").agg(only_here=pl.len())
    new = data.within(data.events.filter(starts("customer"))).group_by(place=_place(data)).agg(new=pl.len())
    counted = _counted(data).join(only, on="place", how="left").join(new, on="place", how="left")
    last = pl.col("place") == len(data.log.channels)
    sized = counted.join(everyone, how="cross")
    frame = sized.sort(last, "customers", "place", descending=[False, True, False]).select(
        split_by(data, "channel").label("place"),
        "customers",
        (pl.col("customers") / pl.col("everyone")).alias("share"),
        "interactions",
        (pl.col("interactions") / pl.col("customers")).alias("per_customer"),
        pl.col("new").fill_null(0),
        "orders",
        "buyers",
        (pl.col("buyers") / pl.col("customers")).alias("conversion"),
        data.money(pl.col("net")).alias("revenue"),
        pl.when(pl.col("orders") > 0).then(data.money(pl.col("amount")) / pl.col("orders")).alias("aov"),
        "enquiries",
        pl.col("only_here").fill_null(0),
    )
    return Answer(frame, {"pairs": pairs(data, used)}, _notes(data), conclude=conclusion, in_memory=True)


def _notes(data: Data) -> tuple[str, ...]:
    """What counts as an enquiry here, and of which channels pairs are told."""
    asking = ", ".join(f"“{kind}”" for kind in data.log.kinds if is_enquiry(kind))
    notes = [
        say("Enquiries are events called {asking}.", asking=asking)
        if asking
        else say("No kind of event is called as enquiries are.")
    ]
    if len(data.log.channels) > MOST:
        notes.append(
            say(
                "These data have {channels:,} channels: pairs are told of the first {most}.",
                channels=len(data.log.channels),
                most=MOST,
            )
        )
    return tuple(notes)


def _place(data: Data) -> pl.Expr:
    """Over events: the place of the channel among the log's; that of no channel comes after them."""
    return split_by(data, "channel").code


@once
def _runs(data: Data) -> pl.LazyFrame:
    """What customers did in a row in one channel: `customer`, `place`, and what is counted, in the log's order."""
    amount = pl.col("amount").fill_null(0)
    sums = {
        "orders": data.is_purchase,
        "amount": pl.when(data.is_purchase).then(amount).otherwise(0),
        "net": pl.when(data.is_money).then(amount).otherwise(0),
        "enquiries": one_of("event", [kind for kind in data.log.kinds if is_enquiry(kind)]),
    }
    events = data.reported.with_columns(place=_place(data))
    return per_run(events, ("customer", "place"), count="interactions", totals=sums)


def _counted(data: Data) -> pl.LazyFrame:
    """By channel: customers and buyers, each once, and what they did."""
    bought = pl.col("customer").filter(pl.col("orders") > 0)
    return (
        _runs(data)
        .group_by("place")
        .agg(
            customers=count_distinct("customer"),
            # Rows of a group keep their order, so that the rows of one customer stay neighbours.
            buyers=bought.rle_id().last().cast(pl.Int64).fill_null(-1) + 1,
            **{name: pl.col(name).sum() for name in ("interactions", "orders", "amount", "net", "enquiries")},
        )
    )


@once(in_memory=True)
def _used_by(data: Data) -> pl.LazyFrame:
    """The channels of each customer with an event in the range: `customer`, how many `channels`, the `place` of the
    first of them (that of no channel where there is none), and `set`, a bit each of the commonest."""
    place, none = pl.col("place"), len(data.log.channels)
    told = place.filter(place != none)
    bit = pl.lit(bits_of(data)).gather(place)
    each = _runs(data).select("customer", "place", bit=bit)
    return each.group_by("customer").agg(
        channels=told.n_unique(), place=told.min().fill_null(none), set=pl.col("bit").bitwise_or()
    )
