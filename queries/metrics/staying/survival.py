"""How long until the second purchase, or until silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Parameter, Unit, measure
from queries.customers.occasions import pooled_gaps
from queries.data.once import once
from queries.eventlog.runs import ends, starts
from queries.models.kaplan_meier import kaplan_meier, median_of
from queries.models.log_rank import log_rank
from queries.segments.membership import membership
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("group", "the segment, where groups were asked for", Unit.TEXT, key=True),
    Column("days", "days since the first purchase", Unit.DAYS, key=True),
    Column("at_risk", "buyers still without the event who were followed so long", Unit.COUNT),
    Column("events", "buyers it happened to on that day", Unit.COUNT),
    Column("censored", "buyers whose history ends there without it", Unit.COUNT),
    Column(
        "survival",
        "share still without the event after that day",
        Unit.SHARE,
        numerator="those it did not happen to, day by day",
        denominator="at_risk",
    ),
    Column("low", "lower end of the 95 % interval", Unit.SHARE),
    Column("high", "upper end of the 95 % interval", Unit.SHARE),
)
PARAMETERS = (
    Parameter(
        "until",
        "what is waited for: the second purchase, or silence that counts as churn",
        "choice",
        choices=("second_purchase", "silence"),
    ),
    Parameter("groups", "a segmentation: one curve a segment, and a test of whether they differ", "segmentation"),
    Parameter("threshold", "days of silence that count as churn; empty: 95 % of all gaps are shorter", "int"),
)
MILESTONES = (30, 90, 365)
WORDS = {"second_purchase": mark("bought again"), "silence": mark("fallen silent")}


def customers_of_day(
    data: Data, row: Mapping[str, Any], until: str, groups: str | None, threshold: int | None
) -> pl.LazyFrame:
    """The customers who left the curve on the row's day, by the event or by the end of their history."""
    left = _durations(data, until, groups, threshold).filter(pl.col("days") == row["days"])
    return (left.filter(pl.col("group") == row["group"]) if groups else left).select("customer")


@measure(
    id="survival",
    title="Survival",
    question="How long until the second purchase, or until silence?",
    also="kaplan-meier, time until, lifetime, half-life, 生存分析",
    place=40,
    columns=COLUMNS,
    parameters=PARAMETERS,
    formula="Kaplan-Meier: Π (1 − events ÷ at risk) over the days; interval by Greenwood's variance, log-log",
    source="Kaplan and Meier (1958); Greenwood (1926); log-rank test, Mantel (1966)",
    chart=Chart("steps", "days", ("survival",), series="group"),
    drill=customers_of_day,
    needs=("purchase",),
)
def survival(
    data: Data, until: str = "second_purchase", groups: str | None = None, threshold: int | None = None
) -> Answer:
    """The share of buyers still without a second purchase (or not yet silent), by days since the first one.

    Buyers whose first purchase lies in the reported range are followed up to the analysis date. Whom it has not
    happened to by then is censored, not counted as never. Silence happens when the days since a purchase reach
    the threshold, if that is before the analysis date.

    Args:
        data: The scoped data.
        until: `second_purchase` (the next day with an order) or `silence`.
        groups: A segmentation, membership as of the analysis date; None is one curve of all.
        threshold: Days of silence that count; None is the 95 % quantile of all gaps.
    """
    durations = _durations(data, until, groups, threshold)
    curve = kaplan_meier(durations, "group" if groups else None)
    notes = [say("Buyers whose first purchase was before the data begin count as new on their first day here.")]
    if groups:
        notes.append(
            say(
                "Segments of {groups} are as of {as_of}, after what is counted here: where they are made "
                "from purchases, the curves differ by construction.",
                groups=groups,
                as_of=data.as_of,
            )
        )
    parts = {"silence": _threshold(data, threshold)} if until == "silence" else {}

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        curve_tables = {"": tables[""]}
        days = tables["silence"]["days"].item() if until == "silence" else None
        return Conclusion(
            figures=tuple(_figures(tables[""], bool(groups))),
            findings=tuple(_findings(tables[""], until, bool(groups))),
            notes=tuple(_silence_note(until, days, threshold)),
            tables=curve_tables,
        )

    return Answer(curve, parts, tuple(notes), conclude)


def _durations(data: Data, until: str, groups: str | None, threshold: int | None) -> pl.LazyFrame:
    """Per buyer first seen in the range: `customer`, `days`, `happened`, and `group` where there are groups."""
    bought = _purchase_days(data)
    followed = data.days_until_as_of("first_day")
    if until == "silence":
        waited = bought.join(_threshold(data, threshold), how="cross", maintain_order="left")
        end = pl.col("last_day") - pl.col("first_day") + pl.col("days")
        happened = (end < followed).fill_null(value=False)
    else:
        waited, end = bought, pl.col("second_day") - pl.col("first_day")
        happened = end.is_not_null()
    if data.since > data.log.first_day:
        waited = waited.filter(pl.col("first_day") >= data.day_number(data.since))
    timed = waited.select(
        pl.col("customer").set_sorted(), days=pl.when(happened).then(end).otherwise(followed), happened=happened
    )
    if not groups:
        return timed
    members = membership(data, groups).select("customer", group=pl.col("segment").cast(pl.String))
    return timed.join(members, on="customer", how="left", maintain_order="left")


@once
def _purchase_days(data: Data) -> pl.LazyFrame:
    """Per buyer: `first_day`, `second_day` (null without one), `last_day`: days with an order."""
    days = data.purchases.select("customer", "day").filter(ends("customer", "day"))
    edges = days.select(
        "customer", "day", second=pl.col("day").shift(-1), first=starts("customer"), last=ends("customer")
    ).filter(pl.col("first") | pl.col("last"))
    alone, above = pl.col("first"), pl.col("day").shift(1)
    return (
        edges.select(
            pl.col("customer").set_sorted(),
            first_day=pl.when(alone).then("day").otherwise(above),
            second_day=pl.when(~alone).then(pl.col("second").shift(1)),
            last_day="day",
            last="last",
        )
        .filter("last")
        .drop("last")
    )


def _threshold(data: Data, threshold: int | None) -> pl.LazyFrame:
    """One row: the `days` of silence that count. Days are whole: silence > 40.3 days is silence > 40 days."""
    if threshold is not None:
        return pl.LazyFrame({"days": [threshold]}, schema={"days": pl.Int32})
    return pooled_gaps(data).select(days=pl.col("p95").floor().cast(pl.Int32))


def _silence_note(until: str, days: int | None, threshold: int | None) -> Iterator[str]:
    """Which silence counts."""
    if until == "silence" and days is None:
        yield say("Nobody bought on a second day, so there is no gap to read a threshold from: set one (threshold=…).")
    elif until == "silence":
        chosen = (
            say("as set") if threshold is not None else say("95 % of all gaps between purchases are as long or shorter")
        )
        yield say(
            "Silence is more than {days:,} days without a purchase ({chosen}). Some come back later, see churn.",
            days=days,
            chosen=chosen,
        )


def _curves(table: pl.DataFrame, grouped: bool) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each curve with its group's name; one nameless curve without groups."""
    if not grouped:
        yield "", table
        return
    for (name,), curve in table.group_by("group", maintain_order=True):
        yield str(name), curve


def _figures(table: pl.DataFrame, grouped: bool) -> Iterator[Figure]:
    """The median of each curve with its interval, and the test of whether curves differ."""
    for name, curve in _curves(table, grouped):
        median = median_of(curve)
        label = say("Median of {name}", name=name) if name else say("Median")
        low, high = median_of(curve, "low"), median_of(curve, "high")
        n = int(curve["at_risk"].max() or 0)  # type: ignore[arg-type]
        if median is None:
            yield Figure(label, say("not reached"), Unit.TEXT, n=n)
        else:
            yield Figure(label, median, Unit.DAYS, low, high, n=n)
    test = log_rank(table, "group") if grouped and len(table) else None
    if test:
        yield Figure(say("Log-rank χ² ({df} df)", df=test.df), test.chi2, Unit.NUMBER)
        yield Figure(say("Log-rank p"), test.p if test.p >= 1e-4 else say("below 0.0001"), Unit.NUMBER)


def _findings(table: pl.DataFrame, until: str, grouped: bool) -> Iterator[str]:
    """What share it has happened to after a month, a quarter and a year."""
    if grouped or table.is_empty():
        return
    last = int(table["days"].max())  # type: ignore[arg-type]
    reached = [table.filter(pl.col("days") <= days).tail(1) for days in MILESTONES if days <= last]
    shares = [
        say("{value:.0f} % after {days} days", value=(1 - row["survival"].item()) * 100, days=days)
        for days, row in zip(MILESTONES, reached, strict=False)
        if len(row) and row["survival"].item() < 1
    ]
    if shares:
        yield say(
            "Of the buyers, {names} have {words}, as far as they can be followed.",
            names=say(", ").join(shares),
            words=say(WORDS[until]),
        )
