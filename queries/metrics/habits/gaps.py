"""How long between purchases: the days between one customer's consecutive days with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Parameter, Unit, measure
from queries.dimensions.named import events_named
from queries.dimensions.split import Split, apart, split_by
from queries.eventlog.runs import day_gaps
from queries.models.statistics import STATISTIC, UNIT, of_counted
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

USAGE_SHARE = 0.8
"""The usage interval is the shortest that is long enough for so many of the customers."""

COLUMNS = (
    STATISTIC,
    Column(
        "days", "days between two consecutive days with the event; for n how many gaps", Unit.DAYS, unit_column="unit"
    ),
    UNIT,
)

HISTOGRAM = (
    Column("days", "length of the gap", Unit.DAYS, key=True),
    Column("gaps", "gaps of that length", Unit.COUNT),
    Column("share", "share of all gaps", Unit.SHARE, numerator="gaps", denominator="all gaps"),
    Column("cumulative", "share of all gaps that are this long or shorter", Unit.SHARE),
)

USAGE = (
    Column("days", "a customer's median gap", Unit.DAYS, key=True),
    Column("customers", "customers with that median gap", Unit.COUNT),
    Column(
        "share",
        "share of the customers with a gap",
        Unit.SHARE,
        numerator="customers",
        denominator="customers with a gap",
    ),
    Column("cumulative", "share of them whose median gap is this long or shorter", Unit.SHARE),
)

CENSORED = mark(
    "Only gaps that have ended are here. The time since each customer's last one may become a gap, a long one: "
    "these figures are too short."
)


@measure(
    id="gaps",
    title="Gaps",
    question="How long between purchases?",
    also="interval, days between, interpurchase, usage interval, cadence, 间隔, 购买间隔",
    place=40,
    columns=COLUMNS,
    parts={"histogram": HISTOGRAM, "usage": USAGE},
    parameters=(Parameter("event", "the kind of event, purchase for orders, any for all kinds", "event"),),
    formula="days between consecutive distinct days with the event, of each customer with two or more such days; "
    "usage interval: the shortest at or above the median gap of 80 % of these customers",
    source="inter-purchase time; usage interval (Amplitude)",
    chart=Chart("histogram", "days", ("gaps",), part="histogram"),
    splits=True,
)
def gaps(data: Data, event: str = "purchase", split: str | None = None) -> Answer:
    """Number, mean and quantiles of the gaps that ended in the reported range.

    Args:
        data: The scoped data.
        event: A kind of event or a role, `purchase` for orders whatever they are called, `any` for every kind.
        split: A dimension: gaps are then between a customer's days with an event of the same value.

    Returns:
        `[split], statistic, days, unit`. Several events on one day are one; customers with one day have no gap.

    Raises:
        QuestionError: There are no purchases.
        UsageError: There is no such event or dimension.
    """
    dimension = split_by(data, split) if split else None
    ended = data.keep(_ended(data, _named(data, event), dimension))
    code = ["code"] if dimension else []
    counts = data.keep(ended.group_by(*code, "gap").agg(gaps=pl.len()).sort(*code, "gap"))
    statistics = of_counted(counts.rename({"gap": "days"}), "days", "gaps", Unit.DAYS, code)
    named = [dimension.label("code")] if dimension else []
    frame = statistics.select(*named, "statistic", "days", "unit")
    parts = {
        "histogram": _shares(counts, "gaps", dimension),
        "usage": _shares(_medians(ended, code), "customers", dimension),
    }
    return Answer(frame, parts, (CENSORED,), None if dimension else _conclude)


def _named(data: Data, event: str) -> pl.LazyFrame:
    """The events of a name; `purchase` is the role, unless no kind plays it and one is called so."""
    if event.casefold() == "purchase" and (data.log.kinds_of("purchase") or "purchase" not in data.log.kinds):
        data.require("purchase")
        return data.purchases
    return events_named(data, event).among(data.events)


def _ended(data: Data, events: pl.LazyFrame, dimension: Split | None) -> pl.LazyFrame:
    """`customer`, `code` (with a split) and `gap` (days) of every gap that ended in the reported range."""
    by = ("customer", *(["code"] if dimension else []))
    # Few events are left of a kind: finding them once is faster than once for each value of the split.
    days = data.keep(events.select("customer", "day", "event", "channel")) if dimension else events
    frames = [data.within(day_gaps(frame, *by)).select(*by, "gap") for frame in apart(dimension, days)]
    return pl.concat(frames)


def _medians(ended: pl.LazyFrame, code: list[str]) -> pl.LazyFrame:
    """Per code and median gap: the customers that have it."""
    if not code:
        each = ended.group_by("customer").agg(gap=pl.col("gap").median())
        return each.group_by("gap").agg(customers=pl.len()).sort("gap")
    # One number to group by is three times faster than two.
    who = pl.col("code").cast(pl.UInt64) * 2**32 + pl.col("customer")
    each = ended.select("gap", who=who).group_by("who").agg(gap=pl.col("gap").median())
    coded = each.select("gap", code=(pl.col("who") // 2**32).cast(pl.UInt32))
    return coded.group_by("code", "gap").agg(customers=pl.len()).sort("code", "gap")


def _shares(counts: pl.LazyFrame, count: str, dimension: Split | None) -> pl.LazyFrame:
    """A histogram as it is shown: `[split], days`, the count, its share and the share up to it."""
    many = pl.col(count)
    total, up_to = many.sum(), many.cum_sum()
    if dimension:
        total, up_to = total.over("code"), up_to.over("code")
    named = [dimension.label("code")] if dimension else []
    return counts.select(*named, pl.col("gap").alias("days"), count, share=many / total, cumulative=up_to / total)


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The usage interval."""
    usage = tables["usage"]
    if usage.is_empty():
        return Conclusion(notes=(say("No customer came on two days: there are no gaps."),))
    customers = int(usage["customers"].sum())
    interval = float(usage.filter(pl.col("cumulative") >= USAGE_SHARE)["days"][0])
    figure = Figure(say("Usage interval"), interval, Unit.DAYS, n=customers)
    usual = say(
        "{usage_share:.0f} % of the {customers:,} customers with a gap",
        usage_share=USAGE_SHARE * 100,
        customers=customers,
    )
    return Conclusion(
        (figure,), (say("{usual} usually come back within {interval:g} days.", usual=usual, interval=interval),)
    )
