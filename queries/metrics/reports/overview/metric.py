"""How are we doing, against the period before: every headline figure in one table."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import CUSTOMERS, HISTORY, USUAL, Answer, Chart, Column, Unit, measure, shared
from queries.data.once import once
from queries.data.timespan import TREND_PERIODS
from queries.eventlog.runs import day_gaps, per_run, starts
from queries.formats.dates import period_label
from queries.metrics.reports.overview.known import known
from queries.metrics.reports.overview.measures import AVERAGES, BOUGHT, MEASURES, in_periods, measured
from queries.metrics.reports.overview.words import OVERDUE, conclude

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data


COLUMNS = (
    Column("measure", "what is measured", Unit.NAME, key=True),
    Column("value", "over the whole scope", Unit.NUMBER, unit_column="unit"),
    shared.UNIT,
    shared.LAST,
    Column("before", "in the complete period before that", Unit.NUMBER, unit_column="unit"),
    shared.CHANGE,
    shared.CHANGE_RATE,
    Column("trend", "the last 12 complete periods", Unit.TREND, averages=("measure", AVERAGES)),
)

RISK = (
    Column("days", "90 % of all gaps between days with an order are this long or shorter", Unit.DAYS),
    Column(
        "customers",
        "customers with two or more days with an order who have been silent for longer",
        Unit.COUNT,
    ),
    Column(
        "revenue_share",
        "their share of the last 365 days' orders",
        Unit.SHARE,
        numerator="their amount",
        denominator="all amount",
    ),
)


def customers_of_measure(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers a headline figure is about: all known, those who bought, began, came back, or did anything.

    The finding about the overdue leads to them by a row of that name.
    """
    if row["measure"] == OVERDUE:
        return _people(data).filter("overdue").select("customer")
    if row["measure"] == "customers":
        return data.customers.select("customer")
    if row["measure"] == "new":
        return data.within(data.events.filter(starts("customer"))).select("customer")
    if row["measure"] in ("returning", "retention"):
        last = data.periods.filter("complete")["index"].tail(2).to_list()
        active = data.events.filter(data.period_index.is_in(last)).select("customer", index=data.period_index)
        return active.unique().group_by("customer").len().filter(pl.col("len") == len(last)).select("customer")
    events = data.within(data.purchases) if row["measure"] in BOUGHT else data.reported
    return events.select("customer").unique()


@measure(
    id="overview",
    title="Overview",
    question="How are we doing, against the period before?",
    also="dashboard, headline figures, kpi, summary, 总览, 概览, 核心指标",
    place=10,
    columns=COLUMNS,
    parts={"risk": RISK},
    formula="each figure over the scope, in the last complete period and in the one before it; "
    "ratios are ratios of totals",
    source="growth accounting and ratios of totals (Customer-Base Audit)",
    chart=Chart("trend", "period", ("trend",)),
    drill=customers_of_measure,
    without=USUAL,
)
def overview(data: Data) -> Answer:
    """The headline figures of the scope, one row each.

    `value` is over the reported range, `last` and `before` are the last complete period and the one before it,
    `trend` the last twelve complete periods, oldest first. A scope that is one month (week, quarter, year) is
    compared with the month before. What these data cannot have (revenue without amounts) has no row; what an empty
    period cannot have (a rate without a denominator) is blank. Refunds lower `revenue`, and count as interactions.
    Where no row says who it was, only what is counted of events is told; without a history, only how many customers
    there are.
    """
    if not data.log.has(HISTORY):
        return known(data, COLUMNS[:3])
    has_people, told = data.log.has(CUSTOMERS), in_periods(data)
    by_period, over_scope = _by_period(told), _over_scope(data)
    names = measured(data)
    complete = told.periods.filter("complete").tail(TREND_PERIODS)
    long = (
        complete.lazy()
        .select("index")
        .join(by_period, on="index", how="left", maintain_order="left")
        .select(pl.col(name).cast(pl.Float64).implode() for name in names)
    )
    trends = long.unpivot(names, variable_name="measure", value_name="trend")
    values = over_scope.select(pl.col(name).cast(pl.Float64) for name in names).unpivot(
        names, variable_name="measure", value_name="value"
    )
    listed = pl.LazyFrame({"measure": names, "unit": [MEASURES[name][0].value for name in names]})
    last, before = (pl.col("trend").list.get(place, null_on_oob=True) for place in (-1, -2))
    is_rated = (pl.col("before") != 0) & (pl.col("unit") != Unit.SHARE.value)
    frame = (
        listed.join(values, on="measure", how="left", maintain_order="left")
        .join(trends, on="measure", how="left", maintain_order="left")
        .select("measure", "value", "unit", last=last, before=before, change=last - before, trend="trend")
        .with_columns(change_rate=pl.when(is_rated).then(pl.col("change") / pl.col("before").abs()))
        .select(column.name for column in COLUMNS)
    )
    parts = {"risk": _risk(data)} if has_people else {}
    days = tuple(complete["period"].to_list())
    named = ["", "", *(period_label(day, told.grain) for day in days)][-2:]
    return Answer(
        frame,
        parts,
        conclude=partial(conclude, before=named[0]),
        columns=shared.headed(COLUMNS, before=named[0], last=named[1]),
        trend=(told.grain.value, days),
        in_memory=True,
    )


def _by_period(data: Data) -> pl.LazyFrame:
    """Every measure by period index."""
    frame = data.periods.lazy().select("index")
    for part in (_activity(data), _orders(data), _usual(data)):
        frame = frame.join(part, on="index", how="left", maintain_order="left")
    counts = (
        "active",
        "new",
        "returning",
        "resurrecting",
        "interactions",
        "orders",
        "buyers",
        "repeaters",
        "amount",
        "refunded",
    )
    active_before = pl.col("active").shift(1)
    dormant = active_before - pl.col("returning")
    return frame.with_columns(pl.col(counts).fill_null(0).cast(pl.Int64)).select(
        "index",
        "buyers",
        "active",
        "new",
        "returning",
        "interactions",
        "orders",
        "median_gap",
        *_ratios(data),
        customers=pl.col("new").cum_sum(),
        retention=pl.when(active_before > 0).then(pl.col("returning") / active_before),
        quick_ratio=pl.when(dormant > 0).then((pl.col("new") + pl.col("resurrecting")) / dormant),
    )


def _ratios(data: Data) -> list[pl.Expr]:
    """What follows from the counts, in a period or over the scope."""
    return [
        pl.when(pl.col("active") > 0).then(pl.col("interactions") / pl.col("active")).alias("per_customer"),
        data.money(pl.col("amount") + pl.col("refunded").fill_null(0)).alias("revenue"),
        pl.when(pl.col("orders") > 0).then(data.money(pl.col("amount")) / pl.col("orders")).alias("aov"),
        pl.when(pl.col("buyers") > 0).then(pl.col("orders") / pl.col("buyers")).alias("purchase_frequency"),
        pl.when(pl.col("buyers") > 0).then(pl.col("repeaters") / pl.col("buyers")).alias("repeat_rate"),
    ]


@once
def _bought(data: Data) -> pl.LazyFrame:
    """Orders: `customer`, `day`, `amount` (nothing where it is missing); many figures read them."""
    return data.purchases.select(pl.col("customer").set_sorted(), "day", pl.col("amount").fill_null(0))


@once
def _gaps(data: Data) -> pl.LazyFrame:
    """Days between one customer's consecutive days with an order: `day` (the later one), `gap`."""
    return day_gaps(_bought(data), "customer").select("day", "gap")


@once
def _activity(data: Data) -> pl.LazyFrame:
    """Per period: active, new, returning and resurrecting customers, interactions."""
    runs = per_run(data.events.select("customer", index=data.period_index), ("customer", "index"), count="n")
    same = (pl.col("customer") == pl.col("customer").shift(1)).fill_null(value=False)
    step = pl.col("index").cast(pl.Int32) - pl.col("index").cast(pl.Int32).shift(1)
    states = runs.select("index", "n", same=same, step=step)
    return states.group_by("index").agg(
        active=pl.len(),
        new=(~pl.col("same")).sum(),
        returning=(pl.col("same") & (pl.col("step") == 1)).sum(),
        resurrecting=(pl.col("same") & (pl.col("step") > 1)).sum(),
        interactions=pl.col("n").sum(),
    )


def _orders(data: Data) -> pl.LazyFrame:
    """Per period: orders, their amount, refunds, buyers, and buyers on two or more days."""
    bought = _bought(data).with_columns(index=data.period_index)
    orders = (
        bought.with_columns(first=starts("customer", "index"))
        .group_by("index")
        .agg(orders=pl.len(), amount=pl.col("amount").sum(), buyers=pl.col("first").sum())
    )
    refunds = data.refunds.select(pl.col("amount").fill_null(0), index=data.period_index)
    refunded = refunds.group_by("index").agg(refunded=pl.col("amount").sum())
    repeats = _repeaters(bought, "index").group_by("index").agg(repeaters=pl.len())
    return orders.join(refunded, on="index", how="full", coalesce=True).join(repeats, on="index", how="left")


def _repeaters(bought: pl.LazyFrame, *within: str) -> pl.LazyFrame:
    """One row for each customer (and period) with orders on two or more days: the second day's first order."""
    days = bought.filter(starts("customer", "day")).with_columns(first=starts("customer", *within))
    second = ~pl.col("first") & pl.col("first").shift(1)
    return days.filter(second.fill_null(value=False))


def _usual(data: Data) -> pl.LazyFrame:
    """Per period: the median gap that ended in it."""
    ended = _gaps(data).select("gap", index=data.period_index)
    return ended.group_by("index").agg(median_gap=pl.col("gap").median())


def _over_scope(data: Data) -> pl.LazyFrame:
    """Every measure over the reported range, as one row."""
    bought = data.within(_bought(data))
    parts = [
        data.customers.select(customers=pl.len()),
        data.reported.select(active=starts("customer").sum(), interactions=pl.len()),
        data.within(data.events.filter(starts("customer"))).select(new=pl.len()),
        bought.select(buyers=starts("customer").sum(), orders=pl.len(), amount=pl.col("amount").sum()),
        data.within(data.refunds).select(refunded=pl.col("amount").sum()),
        _repeaters(bought).select(repeaters=pl.len()),
        data.within(_gaps(data)).select(median_gap=pl.col("gap").median()),
        _turnover(data),
    ]
    return pl.concat(parts, how="horizontal").with_columns(*_ratios(data))


def _turnover(data: Data) -> pl.LazyFrame:
    """Retention and quick ratio, summed over the complete periods that follow a reported one."""
    activity = data.periods.lazy().join(_activity(data), on="index", how="left", maintain_order="left")
    counts = activity.with_columns(pl.col("active", "new", "returning", "resurrecting").fill_null(0).cast(pl.Int64))
    is_counted = pl.col("complete") & pl.col("reported").shift(1)
    before, returning = (e.filter(is_counted).sum() for e in (pl.col("active").shift(1), pl.col("returning")))
    gained = (pl.col("new") + pl.col("resurrecting")).filter(is_counted).sum()
    return counts.select(
        returning=pl.lit(None, dtype=pl.Int64),
        retention=pl.when(before > 0).then(returning / before),
        quick_ratio=pl.when(before > returning).then(gained / (before - returning)),
    )


def _people(data: Data) -> pl.LazyFrame:
    """Buyers: `customer`, `days` (90 % of all gaps are that long or shorter), `spent` in the last year, `overdue`."""
    usual = _gaps(data).select(days=pl.col("gap").quantile(0.9, interpolation="linear"))
    recent = pl.col("day") >= data.day_number(data.as_of - timedelta(days=365))
    people = per_run(
        _bought(data),
        ("customer",),
        totals={"spent": pl.when(recent).then("amount").otherwise(0)},
        first={"first": pl.col("day")},
        last={"last": pl.col("day")},
    ).join(usual, how="cross")
    silent = (pl.col("last") > pl.col("first")) & (data.days_until_as_of("last") > pl.col("days"))
    return people.select("customer", "days", "spent", overdue=silent)


def _risk(data: Data) -> pl.LazyFrame:
    """Customers who have been silent for longer than 90 % of all gaps, and what they bought in the last year."""
    total = pl.col("spent").sum()
    share = pl.when(total > 0).then(pl.col("spent").filter("overdue").sum() / total)
    return _people(data).select(pl.col("days").first(), customers=pl.col("overdue").sum(), revenue_share=share)
