"""How many customers interact once, twice, ten times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Parameter, Unit, measure, shared
from queries.data.once import once
from queries.dimensions.split import apart, split_by
from queries.eventlog.runs import per_run, starts
from queries.formats import numbers
from queries.models.statistics import STATISTIC, UNIT, of_counted
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("period", "first day of the period, where the distribution is by period", Unit.DATE, key=True),
    Column("times", "how many events (or days with one) a customer has in the range or period", Unit.COUNT, key=True),
    Column("customers", "customers with exactly that many", Unit.COUNT),
    Column(
        "share",
        "share of the customers with an event",
        Unit.SHARE,
        numerator="customers",
        denominator="customers with an event in the range, or in the period",
    ),
    Column(
        "cumulative",
        "share of them with that many or fewer",
        Unit.SHARE,
        numerator="customers with so many or fewer",
        denominator="customers with an event in the range, or in the period",
    ),
    shared.COMPLETE,
)

STATISTICS = (
    STATISTIC,
    Column("times", "events (or days with one) of a customer", Unit.NUMBER, unit_column="unit"),
    UNIT,
)

PARAMETERS = (
    Parameter("by", "count over the whole scope, or in each period", "choice", choices=("scope", "period")),
    Parameter("of", "count events, or days with at least one", "choice", choices=("events", "days")),
)


def customers_of_times(data: Data, row: Mapping[str, Any], by: str, of: str, split: str | None) -> pl.LazyFrame:
    """The customers with exactly as many events as the row says, in its period and of its part of the split."""
    events = data.reported
    if by == "period":
        period = data.periods.filter(pl.col("period") == row["period"])
        events = events.filter(data.period_index == period["index"].first())
    if split:
        events = events.filter(split_by(data, split).condition(row[split]))
    if of == "days":
        events = events.filter(starts("customer", "day"))
    times = per_run(events.select("customer"), ("customer",), count="times")
    return times.filter(pl.col("times") == row["times"]).select("customer")


@measure(
    id="distribution",
    title="How many times",
    question="How many interact once, twice, ten times?",
    also="how many times, histogram, once, twice, 次数分布, 频次分布",
    place=20,
    columns=COLUMNS,
    parts={"statistics": STATISTICS},
    parameters=PARAMETERS,
    formula="customers by their number of events, among those with at least one",
    source="distribution of buyers by number of purchases (Customer-Base Audit)",
    chart=Chart("histogram", "times", ("customers",)),
    drill=customers_of_times,
    splits=True,
)
def distribution(data: Data, by: str = "scope", of: str = "events", split: str | None = None) -> Answer:
    """Customers by how many events they have.

    Args:
        data: The scoped data.
        by: `scope` counts over the reported range, `period` in each of its periods.
        of: `events` counts them, `days` the days with at least one.
        split: A dimension to break it down by: then a customer counts once in each value it has events of.

    Returns:
        `[period], [split], times, customers, share, cumulative, [complete]`, one row for each number that
        occurs, sorted. Customers without an event in the range are not in it.
    """
    dimension = split_by(data, split) if split else None
    groups = (*(["index"] if by == "period" else []), *(["code"] if dimension else []))
    counts = _counted(data, by, of, split)
    many = pl.col("customers")
    of_all = (many.sum().over(groups), many.cum_sum().over(groups)) if groups else (many.sum(), many.cum_sum())
    frame = counts.with_columns(share=many / of_all[0], cumulative=of_all[1] / of_all[0])
    if by == "period":
        named = data.periods.lazy().select("index", "period", "complete")
        frame = frame.join(named, on="index", how="left", maintain_order="left")
    table = frame.select(
        *(["period"] if by == "period" else []),
        *([dimension.label("code")] if dimension else []),
        "times",
        "customers",
        "share",
        "cumulative",
        *(["complete"] if by == "period" else []),
    )
    if groups:
        return Answer(table)
    statistics = of_counted(counts, "times", "customers", Unit.NUMBER)
    return Answer(table, {"statistics": statistics}, conclude=_conclude)


@once
def _counted(data: Data, by: str, of: str, split: str | None) -> pl.LazyFrame:
    """Per period (where asked for), code of the split and number of times: customers, sorted."""
    dimension = split_by(data, split) if split else None
    index = {"index": data.period_index} if by == "period" else {}
    code = ["code"] if dimension else []
    keys = (*index, *code)

    def counted(events: pl.LazyFrame) -> pl.LazyFrame:
        times = events.filter(starts("customer", *code, "day")) if of == "days" else events
        runs = per_run(times.select("customer", *code, **index), ("customer", *keys), count="times")
        return runs.group_by(*keys, "times").agg(customers=pl.len())

    return pl.concat([counted(events) for events in apart(dimension, data.reported)]).sort(*keys, "times")


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """How many came once, the mean and the median."""
    frame, statistics = tables[""], dict(tables["statistics"].select("statistic", "times").iter_rows())
    if frame.is_empty():
        return Conclusion()
    customers, median = int(statistics["n"]), statistics["p50"]
    one_time = int(frame["customers"].filter(frame["times"] == 1).sum()) / customers
    figures = (
        Figure(say("One time share"), one_time, Unit.SHARE, n=customers),
        Figure(say("Mean times"), statistics["mean"], Unit.RATE, n=customers),
        Figure(say("Median times"), median, Unit.NUMBER, n=customers),
    )
    usual = say("the median is {median:g} times, the mean {mean:.1f}", median=median, mean=statistics["mean"])
    words = say(
        "{one_time} of {customers:,} customers came once; {usual}.",
        one_time=numbers.share(one_time),
        customers=customers,
        usual=usual,
    )
    return Conclusion(figures, (words,))
