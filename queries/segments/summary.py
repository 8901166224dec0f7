"""The summary table of every segmentation: size, activity, revenue, trend and worth of each segment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Column, Conclusion, Segmentation, Unit, shared
from queries.eventlog.runs import per_run
from queries.segments.biggest import biggest
from queries.segments.membership import membership
from queries.segments.opinion import COLUMNS as VOICE_COLUMNS
from queries.segments.opinion import with_voice
from queries.segments.plays import PLAY, plays_of
from queries.segments.worth import COLUMNS as WORTH_COLUMNS
from queries.segments.worth import with_worth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

SUMMARY: tuple[Column, ...] = (
    shared.SEGMENT,
    Column("customers", "customers in the segment", Unit.COUNT),
    Column(
        "share",
        "share of the customers",
        Unit.SHARE,
        numerator="customers",
        denominator="all customers of the scope",
    ),
    Column("interactions", "their events in the scope", Unit.COUNT),
    Column(
        "per_30_days",
        "events of a member in 30 days",
        Unit.RATE,
        numerator="interactions × 30",
        denominator="customers × days of the scope",
    ),
    Column("orders", "their orders in the scope", Unit.COUNT),
    Column("revenue", "amount of their orders less refunds in the scope", Unit.MONEY),
    Column(
        "revenue_share",
        "share of the revenue",
        Unit.SHARE,
        numerator="revenue",
        denominator="all revenue of the scope",
    ),
    shared.AOV,
    Column("days_since_last", "median days since a member's last order", Unit.DAYS),
    Column(
        "repeat_rate",
        "share of the buyers who bought on two days or more",
        Unit.SHARE,
        numerator="customers with two or more days with an order",
        denominator="customers with an order",
    ),
    Column("trend", "events per member in each of the last 12 periods", Unit.TREND),
)
"""The columns of the summary that every segmentation gets."""

OPTIONAL: tuple[Column, ...] = (*WORTH_COLUMNS, *VOICE_COLUMNS, PLAY)
"""What the summary has besides: where a model can be fitted, where it is asked for, where something is known to do."""


def summary(
    data: Data,
    id: str,  # noqa: A002 - the word the catalogue uses
    declared: Segmentation,
    given: Mapping[str, Any],
    worth: str = "auto",
    voice: str = "no",
) -> Answer:
    """Size, activity, worth and trend of every segment.

    Membership is as of the analysis date, from the whole history; events, orders and revenue are those of the
    reported range. Declared segments are listed even when nobody is in them.

    Args:
        data: The scoped data.
        id: The segmentation.
        declared: What it declares.
        given: Its own parameters, all of them.
        worth: Whether P(alive) and CLV are shown: `auto`, `yes` or `no`.
        voice: Whether NPS, share of negative texts and contacts with the service are: `yes` or `no`.
    """
    members = data.keep(membership(data, id, **given).select("customer", "segment", "^place$"), in_memory=True)
    counts = data.keep(_counted(data, members))
    frame = people_of(data, members, declared).join(_totals(counts), on="segment", how="left", maintain_order="left")
    frame = frame.join(_trends(data, counts), on="segment", how="left", maintain_order="left")
    days = max(1, (data.as_of - data.since).days)
    amount = pl.col("amount").fill_null(0)
    revenue = amount + pl.col("refunded").fill_null(0)
    answer = frame.select(
        "segment",
        "customers",
        share=pl.col("customers") / pl.col("customers").sum(),
        interactions=pl.col("interactions").fill_null(0),
        per_30_days=pl.when(pl.col("customers") > 0).then(
            pl.col("interactions").fill_null(0) / pl.col("customers") / days * 30
        ),
        orders=pl.col("orders").fill_null(0),
        revenue=data.money(revenue),
        revenue_share=pl.when(revenue.sum() != 0).then(revenue / revenue.sum()),
        aov=pl.when(pl.col("orders") > 0).then(data.money(amount) / pl.col("orders")),
        days_since_last="days_since_last",
        repeat_rate=pl.when(pl.col("buyers") > 0).then(pl.col("repeaters") / pl.col("buyers")),
        trend=pl.when(pl.col("customers") > 0).then(pl.col("trend") / pl.col("customers")),
    )
    parts = {"thresholds": declared.thresholds(data.everyone, **given)} if declared.thresholds else {}
    notes = declared.notes(data.everyone, **given) if declared.notes else ()

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        concluded = declared.conclude(tables, **given) if declared.conclude else Conclusion()
        table, more = with_worth(data, members, tables[""], worth)
        table, untold = with_voice(data, members, table, voice)
        tables_shown = {**tables, "": with_plays(table, plays_of(data.log.mapping, id))}
        findings = (*concluded.findings, *biggest(tables[""], declared))
        notes = (*concluded.notes, *more, *untold)
        return replace(concluded, findings=findings, notes=notes, tables=tables_shown)

    return Answer(answer, parts, notes, conclude, in_memory=True)


def with_plays(table: pl.DataFrame, plays: Mapping[str, str]) -> pl.DataFrame:
    """The summary with what to do about each segment, where that is known of any."""
    if not plays:
        return table
    play = pl.col("segment").replace_strict(plays, default=None, return_dtype=pl.String)
    with_play = table.with_columns(play.alias(PLAY.name))
    return with_play if with_play[PLAY.name].null_count() < len(with_play) else table


def in_order(segments: pl.LazyFrame, declared: Segmentation) -> pl.LazyFrame:
    """Segments in the order they are shown.

    Args:
        segments: A row each: `segment` (text), and `place` where the segmentation says where its segments stand.
        declared: The segmentation: declared segments keep its order, others come before them by `place`, else by
            name; the rest is last.
    """
    places = {name: place for place, name in enumerate(declared.names)}
    declared_at = pl.col("segment").replace_strict(places, default=-1, return_dtype=pl.Int32)
    return segments.sort(declared_at, "^place$", "segment")


def people_of(data: Data, members: pl.LazyFrame, declared: Segmentation) -> pl.LazyFrame:
    """Per segment, in order: customers, buyers, repeaters, median days since the last order."""
    day = pl.col("day")
    days = per_run(data.purchases.select("customer", "day"), ("customer",), first={"first": day}, last={"last": day})
    # Orders on two days or more: the first and the last are not on the same.
    again = pl.col("last") > pl.col("first")
    bought = days.select("customer", again=again, since=data.days_until_as_of("last"))
    people = (
        members.join(bought, on="customer", how="left", maintain_order="left")
        .group_by("segment")
        .agg(
            customers=pl.len(),
            buyers=pl.col("since").count(),
            repeaters=pl.col("again").sum(),
            days_since_last=pl.col("since").median(),
            **places(members),
        )
        .with_columns(pl.col("segment").cast(pl.String))
    )
    if declared.segments is None:
        return in_order(people, declared)
    names = pl.LazyFrame({"segment": declared.names}, schema={"segment": pl.String})
    listed = names.join(people, on="segment", how="left", maintain_order="left")
    other = people.join(names, on="segment", how="anti").sort("segment")
    named = pl.col("segment").is_in([name for name in declared.segments if name != declared.rest])
    listed_people = pl.concat([other, listed.select(pl.col(people.collect_schema().names()))])
    listed_people = listed_people.with_columns(pl.col("customers", "buyers", "repeaters").fill_null(0))
    # With other bins a segmentation has other segments: then the declared names say nothing.
    return listed_people.filter(~named | (pl.col("customers").filter(named).sum() > 0))


def places(members: pl.LazyFrame) -> dict[str, pl.Expr]:
    """What to sum up members by segment with, for `in_order`: the `place` of a segment, where there is one."""
    return {"place": pl.col("place").min()} if "place" in members.collect_schema() else {}


def _counted(data: Data, members: pl.LazyFrame) -> pl.LazyFrame:
    """Per segment and period: events, orders, and the amounts of orders and refunds in ten-thousandths."""

    def grouped(rows: pl.LazyFrame, **sums: pl.Expr) -> pl.LazyFrame:
        return data.beside(rows, members, "segment").group_by("index", "segment").agg(**sums)

    def indexed(events: pl.LazyFrame, *more: str) -> pl.LazyFrame:
        return data.within(events).select("customer", *more, index=data.period_index)

    amount = pl.col("amount").sum()
    # What a customer does within a period is one row: fewer to look up and to group.
    counts = grouped(
        per_run(indexed(data.events), ("customer", "index"), count="n"), interactions=pl.col("n").sum().cast(pl.UInt32)
    )
    for part in (
        grouped(indexed(data.purchases, "amount"), orders=pl.len(), amount=amount),
        grouped(indexed(data.refunds, "amount"), refunded=amount),
    ):
        counts = counts.join(part, on=["index", "segment"], how="left")
    return counts.with_columns(pl.col("segment").cast(pl.String))


def _totals(counts: pl.LazyFrame) -> pl.LazyFrame:
    return counts.group_by("segment").agg(pl.col("interactions", "orders", "amount", "refunded").sum())


def _trends(data: Data, counts: pl.LazyFrame) -> pl.LazyFrame:
    """Per segment: its events in each of the last complete periods, oldest first, zeros where there are none."""
    last = data.trend_periods.lazy().select("index")
    cells = counts.select("segment").unique().join(last, how="cross")
    filled = cells.join(counts, on=["segment", "index"], how="left").sort("segment", "index")
    return filled.group_by("segment").agg(trend=pl.col("interactions").fill_null(0).cast(pl.Float64))
